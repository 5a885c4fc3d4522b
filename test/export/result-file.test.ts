import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { stageResult } from '../../analysis/export/result-file.ts';
import type { ResultFile } from '../../analysis/model/results/result-file.ts';
import { fraudWithin30Days, openHistory, type History } from '../backtest/history.ts';

let history: History;
beforeAll(async () => {
  history = await openHistory({ target: fraudWithin30Days });
});
afterAll(() => history.close());

const csv: ResultFile = {
  kind: 'csv',
  name: 'しきい値: BIG/1',
  encoding: 'utf-8',
  rows: [
    ['しきい値', '純便益', '注'],
    [10_000, -20.5, '=1+1'],
    [9000, null, 'a,b'],
  ],
  about: [['基準日', '2024-06-30']],
};
const staged = (
  file: ResultFile,
): { readonly bytes: Buffer; readonly suggestedName: string; readonly replaced: number } => {
  const found = stageResult(history.project, file);
  const folder = history.project.stagingPath('x').replace(/[^/\\]*$/, '');
  return { ...found, bytes: readFileSync(join(folder, found.staged)) };
};

test('a table begins with its heads, and what it stands on follows below', () => {
  const { bytes, suggestedName } = staged(csv);
  expect(suggestedName).toBe('しきい値_ BIG_1.csv');
  expect(bytes.toString('utf8')).toBe(
    '\uFEFFしきい値,純便益,注\r\n10000,-20.5,\'=1+1\r\n9000,,"a,b"\r\n\r\n基準日,2024-06-30\r\n',
  );
});

test('as Shift_JIS it reads back, and characters that it lacks are counted', () => {
  const { bytes, replaced } = staged({ ...csv, encoding: 'shift_jis', rows: [['①髙～−–', '한𠮟']] });
  expect(new TextDecoder('shift_jis').decode(bytes)).toBe('①髙～--,〓〓\r\n\r\n基準日,2024-06-30\r\n');
  expect(replaced).toBe(2);
});

test('what is no picture is refused', () => {
  const refused = (file: ResultFile): void => expect(() => stageResult(history.project, file)).toThrow('input-invalid');
  refused({ kind: 'png', name: 'a', bytes: new Uint8Array([1, 2, 3]) });
  refused({ kind: 'svg', name: 'a', text: '<html></html>' });
  refused({ kind: 'svg', name: 'a', text: '<svg ><script>1</script></svg>' });
  expect(staged({ kind: 'svg', name: 'a', text: '<svg xmlns="x"></svg>' }).bytes.toString()).toBe(
    '<svg xmlns="x"></svg>',
  );
});
