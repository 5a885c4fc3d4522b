import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import type { Material } from '../../../analysis/scorecard/report.ts';
import { buildScorecard } from '../../../analysis/scorecard/report.ts';
import type { Values } from '../../../analysis/scorecard/assign.ts';
import { unlabelled } from '../../../analysis/scorecard/prebin.ts';
import type { ScorecardSpec } from '../../../analysis/model/scorecard/spec.ts';

/** A public table of people and whether they paid: its label, what is no number, and what is no variable. */
export interface CreditTable {
  readonly file: string;
  readonly rows: number;
  readonly bad: number;
  readonly label: string;
  readonly badText: string;
  readonly categories: readonly string[] | 'all but numbers';
  readonly leave: readonly string[];
  /** Times the table is split; a Gini of few rows is chance, its mean over splits less so. */
  readonly splits: number;
}

export const creditTables: readonly CreditTable[] = [
  {
    ...{ file: 'credit-default.csv', rows: 30_000, bad: 6636, label: 'default_payment_next_month', badText: '1' },
    ...{ categories: ['SEX', 'EDUCATION', 'MARRIAGE'], leave: ['ID'], splits: 5 },
  },
  {
    ...{ file: 'german-credit.csv', rows: 1000, bad: 300, label: 'creditability', badText: 'bad' },
    ...{ categories: 'all but numbers', leave: [], splits: 40 },
  },
];

export interface ReadCredit {
  readonly names: readonly string[];
  readonly categories: readonly string[];
  readonly columns: readonly Values[];
  readonly bad: Uint8Array;
}

export function readCredit(path: string, table: CreditTable): ReadCredit {
  const rows = parse(readFileSync(path), { bom: true, columns: true }) as Readonly<Record<string, string>>[];
  const names = Object.keys(rows[0] ?? {}).filter((name) => name !== table.label && !table.leave.includes(name));
  const isNumber = (name: string): boolean => rows.every((row) => Number.isFinite(Number(row[name] || NaN)));
  const categories =
    table.categories === 'all but numbers' ? names.filter((name) => !isNumber(name)) : table.categories;
  return {
    ...{ names, categories },
    bad: Uint8Array.from(rows, (row) => (row[table.label] === table.badText ? 1 : 0)),
    columns: names.map((name): Values => {
      const texts = rows.map((row) => row[name] ?? '');
      if (!categories.includes(name)) return { kind: 'numeric', values: Float64Array.from(texts, Number) };
      const known = [...new Set(texts)];
      return { kind: 'categories', names: known, codes: Uint16Array.from(texts, (text) => known.indexOf(text) + 1) };
    }),
  };
}

/** Whether a row is held out; peers/scorecard.py holds out the same. */
export function isHeldOut(row: number, split: number): boolean {
  let x = Math.imul(row, 2_654_435_761) + Math.imul(split, 2_246_822_519);
  x = Math.imul(x ^ (x >>> 15), 2_246_822_519);
  x = Math.imul(x ^ (x >>> 13), 3_266_489_917);
  return (x ^ (x >>> 16)) >>> 0 < 0.3 * 2 ** 32;
}

/** A part of a table as what a scorecard is built of. */
export function materialOf({ columns, bad }: ReadCredit, split: number): Material {
  const held = bad.map((_, row) => (isHeldOut(row, split) ? 1 : 0));
  return {
    rows: bad.length,
    part: held.map((one) => 1 + one),
    training: bad.map((one, row) => (held[row] === 1 ? unlabelled : one)),
    outOfTime: bad.map((one, row) => (held[row] === 1 ? one : unlabelled)),
    rejected: new Uint8Array(bad.length),
    clusters: { by: 'order', groups: bad.map((_, row) => row % 256) },
    column: (index) => Promise.resolve(columns[index] ?? { kind: 'numeric', values: new Float64Array(bad.length) }),
    about: [],
    segment: () => Promise.reject(new Error('no segments')),
    asked: [],
    pause: () => Promise.resolve(),
    tell: () => undefined,
  };
}

/** Every variable in the scorecard, as the peer has it; the rest as is usual. */
export const creditSpec = ({ names }: Pick<ReadCredit, 'names'>): ScorecardSpec => ({
  ...{ format: 'shinsa-scorecard', formatVersion: 1, name: 'credit' },
  variables: names.map((field) => ({ field })),
  selection: { minIv: 0, dropWrongSign: false },
});

/** Gini on the rows held out, split by split. */
export async function ginisOf(read: ReadCredit, splits: number): Promise<number[]> {
  const found: number[] = [];
  for (let split = 0; split < splits; split += 1) {
    const { outOfTime } = await buildScorecard(creditSpec(read), materialOf(read, split));
    found.push(outOfTime?.gini?.value ?? NaN);
  }
  return found;
}

export const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
