import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ShinsaError } from '../../analysis/model/failure.ts';
import type { FindingEntry } from '../../analysis/model/findings.ts';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import { addToPage, editPage, undoPage, without, worded } from '../../renderer/state/findings.ts';
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
