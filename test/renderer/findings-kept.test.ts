import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ShinsaError } from '../../analysis/model/failure.ts';
import type { AddFinding, ArrangeFindings, FindingEntry } from '../../analysis/model/findings.ts';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import {
  addToPage,
  editPage,
  keepPage,
  putBack,
  redoPage,
  undoPage,
  without,
  worded,
  type Placed,
} from '../../renderer/state/findings.ts';
import { call } from '../../renderer/state/jobs.ts';
import { toasts } from '../../renderer/state/toasts.ts';
import { unsavedWork } from '../../renderer/state/unsaved.ts';

vi.mock('../../renderer/state/jobs.ts', () => ({ call: vi.fn() }));

const entry = (findingId: string, title: string): FindingEntry => ({
  ...{ findingId, title, note: '', pinnedAt: 0, result: null },
  quoted: { values: [], columns: [] },
});
// Of the project the page asks for nothing else.
const info = { projectId: 'p', dataVersion: 'v', masked: true } as ProjectInfo;
let asked: (readonly [name: string, input: unknown])[] = [];
let stopped = false;

beforeEach(() => {
  vi.useFakeTimers();
  asked = [];
  stopped = false;
  vi.mocked(call).mockImplementation((name: string, input: unknown) => {
    asked.push([name, input]);
    if (name === 'findings.arrange' && stopped) return Promise.reject(new ShinsaError('engine-stopped'));
    const entries = [entry('a', '●●●'), entry('b', 'B')];
    return Promise.resolve((name === 'findings.add' ? { findingId: 'b', entries } : entries) as never);
  });
});
afterEach(() => vi.useRealTimers());
const arranged = () => asked.filter(([name]) => name === 'findings.arrange').map(([, input]) => input);

test('what is typed is kept in one piece, waits for an engine that ended, and sends back nothing that is shown masked', async () => {
  await addToPage(info, { title: 'B', note: '' });
  expect(asked.map(([name]) => name)).toEqual(['findings.list', 'findings.add']);
  stopped = true;
  editPage('note b', (page) => worded(page, 'b', { note: '一' }));
  editPage('note b', (page) => worded(page, 'b', { note: '一二' }));
  expect(unsavedWork.get()).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(300);
  expect(arranged()).toHaveLength(1);
  expect(unsavedWork.get()).toHaveLength(1);
  editPage('delete', (page) => without(page, 'a'));
  undoPage();
  stopped = false;
  await vi.advanceTimersByTimeAsync(4000);
  expect(arranged().at(-1)).toEqual({ entries: [{ findingId: 'a' }, { findingId: 'b', note: '一二' }] });
  expect(unsavedWork.get()).toEqual([]);
  // Nothing is told again that is kept.
  const before = asked.length;
  await vi.advanceTimersByTimeAsync(10_000);
  expect(asked).toHaveLength(before);
});

describe('while another entry is added', () => {
  /** An engine that has its own entries and answers when it is told to. */
  const engine = (...ids: readonly string[]) => {
    let there: readonly FindingEntry[] = ids.map((id) => entry(id, id));
    const waiting: (() => void)[] = [];
    vi.mocked(call).mockImplementation((name: string, input: unknown) => {
      asked.push([name, input]);
      const work = () => {
        if (name === 'findings.add') {
          const { after, title } = input as AddFinding;
          const at = after === undefined ? there.length : there.findIndex((one) => one.findingId === after) + 1;
          there = there.toSpliced(at, 0, entry('new', title));
          return { findingId: 'new', entries: there };
        }
        if (name === 'findings.arrange') {
          const known = new Map([...all, ...there].map((one) => [one.findingId, one]));
          there = (input as ArrangeFindings).entries.map((one) => ({
            ...(known.get(one.findingId) ?? entry(one.findingId, '')),
            ...one,
          }));
        }
        return there;
      };
      const all = there;
      if (name === 'findings.list') return Promise.resolve(work() as never);
      return new Promise<never>((resolve) => waiting.push(() => resolve(work() as never)));
    });
    const next = async () => {
      await vi.advanceTimersByTimeAsync(0);
      waiting.shift()?.();
      await vi.advanceTimersByTimeAsync(0);
    };
    return { next, kept: () => there.map(({ findingId, note }) => [findingId, note]) };
  };
  const settled = async (own: ReturnType<typeof engine>) => {
    for (let i = 0; i < 4; i += 1) {
      await vi.advanceTimersByTimeAsync(400);
      await own.next();
    }
  };

  test('what is typed, moved and deleted meanwhile is kept, and the new one stands where it was put', async () => {
    const own = engine('a', 'b', 'c');
    const added = addToPage({ ...info, projectId: 'q' } as ProjectInfo, { title: 'new', note: '', after: 'b' });
    await vi.advanceTimersByTimeAsync(0);
    editPage('note a', (page) => worded(page, 'a', { note: 'typed' }));
    editPage('delete b', (page) => without(page, 'b'));
    await own.next();
    expect(await added).toBe('new');
    expect(unsavedWork.get()).toHaveLength(1);
    await settled(own);
    // Behind what stood before the one that is gone.
    expect(own.kept()).toEqual([
      ['a', 'typed'],
      ['new', ''],
      ['c', ''],
    ]);
    expect(unsavedWork.get()).toEqual([]);
    undoPage();
    await settled(own);
    expect(own.kept().map(([id]) => id)).toEqual(['a', 'c']);
    undoPage();
    await settled(own);
    expect(own.kept().map(([id]) => id)).toEqual(['a', 'b', 'c']);
  });

  test('an edit before it is kept first, one call after the other', async () => {
    const own = engine('a', 'b');
    await addTo(own, { title: 'new', note: '' });
    asked = [];
    editPage('note a', (page) => worded(page, 'a', { note: 'before' }));
    const keeping = keepPage();
    await vi.advanceTimersByTimeAsync(0);
    editPage('note b', (page) => worded(page, 'b', { note: 'after' }));
    const added = addToPage({ ...info, projectId: 'r' } as ProjectInfo, { title: 'again', note: '' });
    await vi.advanceTimersByTimeAsync(0);
    expect(asked.map(([name]) => name)).toEqual(['findings.arrange']);
    await own.next();
    await keeping;
    await own.next();
    await own.next();
    await added;
    expect(asked.map(([name]) => name)).toEqual(['findings.arrange', 'findings.arrange', 'findings.add']);
    expect(own.kept().slice(0, 2)).toEqual([
      ['a', 'before'],
      ['b', 'after'],
    ]);
  });

  async function addTo(own: ReturnType<typeof engine>, given: AddFinding): Promise<void> {
    const added = addToPage({ ...info, projectId: 'r' } as ProjectInfo, given);
    await own.next();
    await added;
  }
});

describe('an entry that goes for good, as with a person who is deleted', () => {
  /** An engine that keeps deleted entries until they are forgotten, and refuses what it does not know. */
  const engine = () => {
    const known = new Map(['a', 'b', 'c'].map((id) => [id, entry(id, `title ${id}`)]));
    let there = [...known.keys()];
    let added = 0;
    let masked = false;
    const list = () =>
      there.flatMap((id) => {
        const one = known.get(id);
        return one === undefined ? [] : [masked ? { ...one, title: '●●●', maskedTitle: true as const } : one];
      });
    vi.mocked(call).mockImplementation((name: string, input: unknown) => {
      asked.push([name, input]);
      if (name === 'findings.add') {
        const findingId = `new ${++added}`;
        known.set(findingId, entry(findingId, (input as AddFinding).title));
        there.push(findingId);
        return Promise.resolve({ findingId, entries: list() } as never);
      }
      if (name === 'findings.arrange') {
        const { entries } = input as ArrangeFindings;
        if (!entries.every((one) => known.has(one.findingId)))
          return Promise.reject(new ShinsaError('finding-unknown'));
        there = entries.map((one) => one.findingId);
        for (const one of entries)
          known.set(one.findingId, { ...(known.get(one.findingId) ?? entry(one.findingId, '')), ...one });
      }
      return Promise.resolve(list() as never);
    });
    return {
      forget: (id: string) => {
        known.delete(id);
        there = there.filter((one) => one !== id);
      },
      mask: (on: boolean) => void (masked = on),
      kept: () => there.map((id) => [id, known.get(id)?.title, known.get(id)?.note]),
    };
  };
  let version = 0;
  /** The page as it is read anew where data have changed, or what is masked. */
  const readAnew = () =>
    addToPage({ ...info, dataVersion: `d${++version}` } as ProjectInfo, { title: 'added', note: '' });
  const settle = () => vi.advanceTimersByTimeAsync(1000);
  const named = () => JSON.stringify(asked.filter(([name]) => name === 'findings.arrange'));
  beforeEach(() => toasts.set([]));

  test('is not among the steps of the page that is read then, and whatever is done next is kept', async () => {
    const own = engine();
    await readAnew();
    editPage('delete a', (page) => without(page, 'a'));
    await settle();
    own.forget('a');
    // The same page as was kept, but for the entry that leads to it being read.
    await readAnew();
    asked = [];
    for (let i = 0; i < 4; i += 1) undoPage();
    await settle();
    for (let i = 0; i < 4; i += 1) redoPage();
    editPage('note b', (page) => worded(page, 'b', { note: 'typed' }));
    await settle();
    expect(named()).not.toContain('"a"');
    expect(toasts.get()).toEqual([]);
    expect(own.kept().map(([id, , note]) => [id, note])).toContainEqual(['b', 'typed']);
    expect(unsavedWork.get()).toEqual([]);
  });

  test('goes from the page where it is put back all the same, and words of the others stay', async () => {
    const own = engine();
    await readAnew();
    const a: Placed = { findingId: 'a', title: 'title a', note: '' };
    editPage('delete a', (page) => without(page, 'a'));
    await settle();
    own.forget('a');
    await readAnew();
    editPage('note b', (page) => worded(page, 'b', { note: 'typed' }));
    editPage('back a', (page) => putBack(page, a, [a, ...page]));
    await settle();
    expect(toasts.get()).toMatchObject([{ kind: 'failure', failure: { code: 'finding-unknown' } }]);
    expect(own.kept().map(([id, , note]) => [id, note])).toEqual([
      ...[
        ['b', 'typed'],
        ['c', ''],
        ['new 1', ''],
        ['new 2', ''],
      ],
    ]);
    expect(unsavedWork.get()).toEqual([]);
    editPage('note c', (page) => worded(page, 'c', { note: 'later' }));
    await settle();
    expect(own.kept().map(([, , note]) => note)).toEqual(['typed', 'later', '', '']);
  });

  test('one that comes back after masks were changed has its own words, not those it was shown with', async () => {
    const own = engine();
    own.mask(true);
    await readAnew();
    editPage('delete a', (page) => without(page, 'a'));
    await settle();
    own.mask(false);
    await readAnew();
    const shown: Placed = { findingId: 'a', title: '●●●', note: '' };
    editPage('back a', (page) => putBack(page, shown, [shown, ...page]));
    await settle();
    editPage('note a', (page) => worded(page, 'a', { note: 'typed' }));
    await settle();
    expect(own.kept()[0]).toEqual(['a', 'title a', 'typed']);
  });
});
