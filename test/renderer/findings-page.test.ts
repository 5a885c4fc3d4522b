import { expect, test } from 'vitest';
import type { FindingEntry } from '../../analysis/model/findings.ts';
import { changesOf, moved, putBack, titleOf, without, worded, type Page } from '../../renderer/state/findings.ts';
import { keptAddress, openedAddress } from '../../renderer/parts/save/pin.ts';
import { edited, redone, stepsFrom, undone } from '../../renderer/state/steps.ts';

const page: Page = ['a', 'b', 'c'].map((findingId) => ({ findingId, title: findingId, note: '' }));
const order = (all: Page): string => all.map((one) => one.findingId).join('');

test('entries move within the page and stay at its ends', () => {
  expect(order(moved(page, 'b', -1))).toBe('bac');
  expect(order(moved(page, 'b', 1))).toBe('acb');
  expect([moved(page, 'a', -1), moved(page, 'c', 1), moved(page, 'x', 1)]).toEqual([page, page, page]);
  // What changes nothing is no step.
  const steps = stepsFrom(page);
  expect(edited(steps, moved(page, 'a', -1), 'move', 0)).toBe(steps);
});

const told = (...all: readonly (readonly [id: string, changes?: Partial<FindingEntry>])[]) =>
  new Map(
    all.map(([findingId, changes]): [string, FindingEntry] => [
      findingId,
      {
        ...{ findingId, title: findingId, note: '', pinnedAt: 0, result: null },
        ...{ quoted: { values: [], columns: [] }, ...changes },
      },
    ]),
  );

test('only words that differ from what was told are sent, and a title that is told masked never is', () => {
  const now = worded(moved(without(page, 'b'), 'c', -1), 'c', { note: 'メモ' });
  expect(changesOf(now, told(['a'], ['b'], ['c']))).toEqual([{ findingId: 'c', note: 'メモ' }, { findingId: 'a' }]);
  // One that comes back has the words that it went with, though they were never kept.
  const back = putBack(now, { findingId: 'b', title: 'b', note: 'typed before it was deleted' }, page);
  expect(changesOf(back, told(['a'], ['b'], ['c', { note: 'メモ' }]))).toEqual([
    { findingId: 'c' },
    { findingId: 'a' },
    { findingId: 'b', note: 'typed before it was deleted' },
  ]);
  const masked = told(['a', { title: '●●●', maskedTitle: true }]);
  const words = [{ findingId: 'a', title: 'a', note: 'x' }];
  expect(changesOf(words, masked)).toEqual([{ findingId: 'a', note: 'x' }]);
});

test('an entry comes back behind the nearest that stood before it, wherever that is by now', () => {
  const [a, b, c] = page;
  if (a === undefined || b === undefined || c === undefined) throw new Error('three entries');
  expect(order(putBack([c, a], b, page))).toBe('cab');
  expect(order(putBack([c], b, page))).toBe('bc');
  expect(order(putBack([b, a], c, page))).toBe('bca');
  expect(putBack(page, b, page)).toBe(page);
});

test('every edit is undone and done again, and what is typed at once is one step', () => {
  const typed = (steps: ReturnType<typeof stepsFrom<Page>>, note: string, at: number) =>
    edited(steps, worded(steps.now, 'a', { note }), 'note a', at);
  let steps = typed(typed(stepsFrom(page), 'x', 0), 'xy', 100);
  steps = edited(steps, without(steps.now, 'b'), 'delete', 200);
  steps = edited(steps, moved(steps.now, 'c', -1), 'move', 300);
  const states = [steps.now];
  while (steps.past.length > 0) {
    steps = undone(steps);
    states.push(steps.now);
  }
  expect(states.map(order)).toEqual(['ca', 'ac', 'abc', 'abc']);
  expect(states.map((all) => all.find((one) => one.findingId === 'a')?.note)).toEqual(['xy', 'xy', 'xy', '']);
  while (steps.future.length > 0) steps = redone(steps);
  expect(steps.now).toBe(states[0]);
});

test('an address is kept with the conditions in its parameters as conditions, and opens as it was', () => {
  const clauses = [{ kind: 'in' as const, column: 'email', values: ['a@example.jp'] }];
  const params = {
    view: 'compare',
    sides: JSON.stringify({ kind: 'values', a: { clauses } }),
    odd: '{not json',
    of: '"x"',
  };
  const address = { room: 'explore', path: ['a b'], filter: { clauses }, params };
  const kept = keptAddress(address);
  expect(kept.params['sides']).toEqual({ kind: 'values', a: { clauses } });
  expect([kept.params['odd'], kept.params['of'], kept.params['view']]).toEqual(['{not json', '"x"', 'compare']);
  expect(openedAddress(kept)).toEqual(address);
});

test('what has no title is told so', () => {
  expect(titleOf({ title: '  ' })).toBe('（無題）');
  expect(titleOf({ title: '週次' })).toBe('週次');
});
