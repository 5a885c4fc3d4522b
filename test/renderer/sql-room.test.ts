import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import type { SqlColumn, SqlKind } from '../../analysis/model/sql-console.ts';
import { firstChoice } from '../../renderer/sql/sql-chart.ts';
import { isCurrent, isEarlier, run, sqlConsole, write } from '../../renderer/sql/sql-store.ts';
import { call } from '../../renderer/state/jobs.ts';

vi.mock('../../renderer/state/jobs.ts', () => ({ call: vi.fn() }));

const info = { projectId: 'p', dataVersion: 'v1', masked: false, asOf: 5 } as ProjectInfo;
let answer: (value: unknown) => void;
beforeEach(() => {
  vi.mocked(call).mockImplementation((name: string) =>
    name === 'sql.run'
      ? new Promise((resolve) => {
          answer = resolve as typeof answer;
        })
      : Promise.resolve([] as never),
  );
});
afterEach(() => vi.restoreAllMocks());

test('an answer is of the query and of the state of the project that it was asked of', async () => {
  write('SELECT 1');
  run(info);
  write('SELECT 2');
  answer({ kind: 'rows', columns: [], rows: 0, cut: false, total: 0, ms: 1 });
  await vi.waitFor(() => expect(sqlConsole.get().running).toBeNull());
  const { answered } = sqlConsole.get();
  if (answered === null) throw new Error('not answered');
  expect(answered).toMatchObject({ text: 'SELECT 1', of: { dataVersion: 'v1', asOf: 5 } });
  expect([isEarlier(answered, 'SELECT 2'), isEarlier(answered, ' SELECT 1\n')]).toEqual([true, false]);
  expect(isCurrent(answered, info)).toBe(true);
  expect(isCurrent(answered, { ...info, dataVersion: 'v2' })).toBe(false);
  expect(isCurrent(answered, { ...info, masked: true })).toBe(false);
  expect(isCurrent(answered, { ...info, projectId: 'q' })).toBe(false);
});

const columns = (...kinds: readonly SqlKind[]): readonly SqlColumn[] =>
  kinds.map((kind, at) => ({ name: `c${at}`, type: '', kind, personal: false, values: [] }));

test.each<[what: string, kinds: readonly SqlKind[], drawn: unknown]>([
  ['a text and its counts', ['text', 'number', 'number'], { mark: 'bar', x: 0, y: 1, colour: null }],
  ['a day behind its figure', ['number', 'date'], { mark: 'line', x: 1, y: 0, colour: null }],
  ['a number before the text', ['number', 'text', 'number'], { mark: 'bar', x: 1, y: 2, colour: null }],
  ['numbers alone', ['number', 'number', 'number'], { mark: 'point', x: 0, y: 1, colour: null }],
  ['a day, what it is cut by and a count', ['date', 'text', 'number'], { mark: 'line', x: 0, y: 2, colour: 1 }],
  ['one number, which says nothing along itself', ['number'], null],
  ['texts alone', ['text', 'text'], null],
])('what is drawn at first: %s', (_, kinds, drawn) => {
  expect(firstChoice(columns(...kinds))).toEqual(drawn);
});

test('a column of more values than hues that can be told apart colours nothing', () => {
  const [day, text, number] = columns('date', 'text', 'number');
  if (day === undefined || text === undefined || number === undefined) throw new Error('three columns');
  const of = (values: number) =>
    firstChoice([day, { ...text, values: Array.from({ length: values }, (_, at) => `v${at}`) }, number])?.colour;
  expect([of(8), of(9)]).toEqual([1, null]);
});
