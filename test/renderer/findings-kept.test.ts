import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ShinsaError } from '../../analysis/model/failure.ts';
import type { AddFinding, ArrangeFindings, FindingEntry } from '../../analysis/model/findings.ts';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import { addToPage, editPage, keepPage, undoPage, without, worded } from '../../renderer/state/findings.ts';
import { call } from '../../renderer/state/jobs.ts';
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
