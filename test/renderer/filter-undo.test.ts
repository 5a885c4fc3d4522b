import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Clause } from '../../analysis/model/filter.ts';
import {
  address,
  canRedoFilter,
  followAddress,
  go,
  redoFilter,
  setFilter,
  undoFilter,
} from '../../renderer/state/address.ts';

/** A history as browsers keep it: a step through it ends a moment after it was asked for. */
function browser() {
  let entries: readonly { readonly state: unknown; readonly hash: string }[] = [{ state: null, hash: '#/explore' }];
  let at = 0;
  let heard = () => {};
  const location = { hash: '#/explore' };
  const there = () => entries[at] ?? { state: null, hash: '' };
  const step = (by: number) =>
    void setTimeout(() => {
      if (entries[at + by] === undefined) return;
      at += by;
      location.hash = there().hash;
      heard();
    }, 5);
  const history = {
    get state() {
      return there().state;
    },
    pushState: (state: unknown, _: string, hash: string) => {
      entries = [...entries.slice(0, at + 1), { state, hash }];
      at += 1;
      location.hash = hash;
    },
    replaceState: (state: unknown, _: string, hash: string) => {
      entries = entries.with(at, { state, hash });
      location.hash = hash;
    },
    back: () => step(-1),
    forward: () => step(1),
  };
  vi.stubGlobal('history', history);
  vi.stubGlobal('location', location);
  vi.stubGlobal('window', { addEventListener: (_: string, listener: () => void) => (heard = listener) });
  return history;
}

const method = (value: string): Clause => ({ kind: 'in', column: 'payment_method', values: [value] });
const chosen = () => address.get().filter.clauses.flatMap((one) => (one.kind === 'in' ? one.values : []));
const settled = () => vi.advanceTimersByTimeAsync(50);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('a key that is held down undoes filters alone, one step after the other, and all of them can be done again', async () => {
  browser();
  followAddress();
  setFilter([method('01')]);
  go({ room: 'rules' });
  setFilter([method('02')]);
  // Before the first step has ended, what the history tells is what was there before it.
  expect([undoFilter(), undoFilter(), redoFilter()]).toEqual([true, true, true]);
  await settled();
  expect([address.get().room, chosen()]).toEqual(['rules', ['01']]);
  // The step before it was another room, which is no filter to undo.
  expect([undoFilter(), canRedoFilter()]).toEqual([false, true]);
  expect([redoFilter(), redoFilter(), undoFilter()]).toEqual([true, true, true]);
  await settled();
  expect([address.get().room, chosen(), canRedoFilter()]).toEqual(['rules', ['02'], false]);
});

test('filters are undone one by one, until somebody goes elsewhere', async () => {
  const history = browser();
  followAddress();
  for (const value of ['01', '02', '03']) setFilter([method(value)]);
  undoFilter();
  await settled();
  undoFilter();
  await settled();
  expect([chosen(), canRedoFilter()]).toEqual([['01'], true]);
  redoFilter();
  await settled();
  expect([chosen(), canRedoFilter()]).toEqual([['02'], true]);
  history.back();
  await settled();
  expect([chosen(), canRedoFilter(), redoFilter()]).toEqual([['01'], false, false]);
  // What is chosen while a step is on its way does not keep the next from being undone.
  setFilter([method('04')]);
  undoFilter();
  setFilter([method('05')]);
  await settled();
  const before = chosen();
  setFilter([method('06')]);
  undoFilter();
  await settled();
  expect(chosen()).toEqual(before);
});
