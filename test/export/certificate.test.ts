import { afterEach, beforeEach, expect, test } from 'vitest';
import { celProof } from '../../analysis/export/engine-proof.ts';
import { readPackage } from '../../analysis/export/read-package.ts';
import type { CheckedEntry } from '../../analysis/export/cel-file.ts';
import { check, scopeOf } from '../../analysis/expression/index.ts';
import { projectColumns } from '../../analysis/model/columns.ts';
import type { Certificate } from '../../analysis/model/package-certificate.ts';
import type { Vector, VectorsFile } from '../../analysis/model/package.ts';
import type { RuleSet } from '../../analysis/model/ruleset.ts';
import type { History } from '../backtest/history.ts';
import { ruleOf, ruleSetOf } from '../rule-sets.ts';
import { proveHere } from './here.ts';
import { buildIn, packagedHistory } from './packages.ts';

let history: History;
beforeEach(async () => {
  history = await packagedHistory();
});
afterEach(() => history.close());

/** The certificate of a package, once another program has proven it again. */
async function certificateOf(ruleSet: RuleSet): Promise<Certificate> {
  const read = readPackage((await buildIn(history, ruleSet)).folder);
  const { engines } = await proveHere(read);
  expect(engines.filter(({ mismatches }) => mismatches > 0)).toEqual([]);
  if (read.proof === null) throw new Error('no certificate');
  return read.proof.certificate;
}

const most = Number.MAX_SAFE_INTEGER;
const onVectors = ({ engines }: Certificate, name: string) =>
  engines.find((one) => one.subject === 'vectors' && one.engine === name && one.file.startsWith('rules.'));

test('whole numbers beyond 2^53 are outside what plain CEL says, and refuse no package', async () => {
  const certificate = await certificateOf(
    ruleSetOf(
      // One unit beyond its threshold the sum is 2^53, and so is the product of another.
      ruleOf('SUM', `items.quantity + 1 > ${most}`, 'NG'),
      ruleOf('PRODUCT', `items.quantity * 4503599627370496 > 9007199254740990 && !has(buyer.id)`, 'NG'),
      ruleOf('HIGH', 'order.amount > 5000', 'NG'),
    ),
  );
  const cel = onVectors(certificate, '@bufbuild/cel');
  const others = onVectors(certificate, '@marcbachmann/cel-js');
  if (cel?.subject !== 'vectors' || others?.subject !== 'vectors') throw new Error('not proven');
  expect(cel.outside).toBeGreaterThan(0);
  expect(cel.compared + cel.outside).toBe(certificate.vectors.total * 4);
  // Guarded texts ask for the range themselves.
  expect(others.outside).toBe(0);
});

test('only what left the range is outside: another answer of plain CEL is a difference', () => {
  const when = 'items.quantity + 1 > 5';
  const checked = check(when, scopeOf(projectColumns([], new Set()), 'JPY', 'Asia/Tokyo'));
  if (!checked.ok) throw new Error('the rule does not check');
  const entries: CheckedEntry[] = [{ code: 'SUM', checked }];
  const vector = (id: string, quantity: number): Vector => ({
    ...{ id, origin: 'made', record: { 'items.quantity': quantity } },
    ...{ fired: [], unevaluable: ['SUM'], result: 'OK' },
  });
  const vectors: VectorsFile = {
    ...{ format: 'shinsa-vectors', formatVersion: 1, currency: 'JPY', fields: { 'items.quantity': 'int' } },
    vectors: [vector('v1', most), vector('v2', 7)],
  };
  const said = ['v1', 'v2'].map((id) => ({ vector: id, rule: 'SUM', expected: 'unevaluable', got: 'true' }));
  const read = { ruleSet: ruleSetOf(ruleOf('SUM', when)), vectors };
  expect(celProof(said, read, entries)).toMatchObject({
    ...{ compared: 3, outside: 1, mismatches: 1 },
    first: { vector: 'v2' },
  });
  // A guarded text that says so is wrong whatever the range.
  const guarded = [{ vector: 'v1', rule: 'SUM', expected: 'unevaluable', got: 'guarded true' }];
  expect(celProof(guarded, read, entries)).toMatchObject({ outside: 0, mismatches: 1 });
});

test('an engine that had nothing to compare is named as not proven, never as proven', async () => {
  const read = readPackage(
    (await buildIn(history, ruleSetOf(ruleOf('WORDS', 'buyer.name.matches("^山")', 'REVIEW')))).folder,
  );
  const { manifest, proof } = read;
  if (manifest.formatVersion === 1) throw new Error('of version 1');
  expect(manifest.targets.find(({ id }) => id === 'cel')?.proven).toEqual(['@bufbuild/cel']);
  expect(proof?.certificate.notProven).toEqual([
    { file: 'rules.cel.json', engine: '@marcbachmann/cel-js' },
    { file: 'rules.clickhouse.sql', engine: null },
    { file: 'rules.dmn', engine: null },
  ]);
  for (const one of proof?.certificate.engines ?? []) {
    expect(one.compared).toBeGreaterThan(0);
    expect(one.engine).not.toBe('@marcbachmann/cel-js');
  }
  expect((await proveHere(read)).engines.filter(({ compared }) => compared === 0)).toHaveLength(1);
});

test('answers on values given are counted: of features everywhere, of the clock where a format cannot say it', async () => {
  const certificate = await certificateOf({
    ...ruleSetOf(
      ruleOf('HIGH', 'order.amount > 5000', 'NG'),
      ruleOf('MANY', 'velocity.by_device >= 2', 'REVIEW'),
      ruleOf('NIGHT', 'order.time.getHours() >= 22', 'HOLD'),
    ),
    features: [{ id: 'by_device', agg: 'count', by: ['device.id'], window: '24h' }],
  });
  const { total } = certificate.vectors;
  const derived = Object.fromEntries(
    certificate.engines.flatMap((one) =>
      one.subject === 'vectors' ? [[`${one.engine} ${one.file}`, one.derived]] : [],
    ),
  );
  // MANY and the decision; a second rule where the clock is handed over; cel-js makes no decision.
  expect(derived).toMatchObject({
    '@bufbuild/cel rules.cel.json': total * 2,
    'duckdb rules.duckdb.sql': total * 2,
    '@marcbachmann/cel-js rules.cel.json': total,
    '@gorules/zen-engine rules.jdm.json': total * 3,
    'json-logic-engine rules.jsonlogic.json': total * 3,
  });
});
