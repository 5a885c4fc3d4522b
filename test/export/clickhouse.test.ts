import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { check, DerivedInputs, listedColumnOf, listedIn } from '../../analysis/expression/index.ts';
import { checkedPackage } from '../../analysis/export/package-checked.ts';
import { fieldsRead } from '../../analysis/export/package-rules.ts';
import { readPackage } from '../../analysis/export/read-package.ts';
import { clickhouseTarget } from '../../analysis/export/targets/clickhouse.ts';
import type { Vector } from '../../analysis/model/package.ts';
import { ruleSetSchema, type RuleSet } from '../../analysis/model/ruleset.ts';
import { generateShop, sampleOptions } from '../../samples/shop/generate.ts';
import sampleRules from '../../samples/shop/ruleset.json' with { type: 'json' };
import { fraudWithin30Days, openHistory, type History } from '../backtest/history.ts';
import { notMeasured, openClickhouse, type Clickhouse } from '../clickhouse/engine.ts';
import { clickhouseProof } from '../clickhouse/vectors.ts';
import { fields, scope } from '../expression/generated.ts';
import { ruleOf, ruleSetOf } from '../rule-sets.ts';
import { insertShop } from '../samples/shop-orders.ts';
import { buildIn, packagedHistory, packagedSet } from './packages.ts';

/** rules.clickhouse.sql of packages, run as it stands on ClickHouse over the package's vectors. */
let clickhouse: Clickhouse | null;
let shop: History;
let history: History;
beforeAll(async () => {
  [clickhouse, history, shop] = await Promise.all([
    openClickhouse(),
    packagedHistory(),
    openHistory({ target: fraudWithin30Days }),
  ]);
  await shop.write(insertShop(generateShop(sampleOptions)));
}, 60_000);
afterAll(async () => {
  await clickhouse?.close();
  await Promise.all([history.close(), shop.close()]);
});

function engine(): Clickhouse {
  if (clickhouse === null) throw new Error(notMeasured);
  return clickhouse;
}

/** What ClickHouse says of a package, by nothing but the package. */
async function saidOf(folder: string, change = (text: string): string => text) {
  const read = readPackage(folder);
  const checked = checkedPackage(read);
  if (checked === null) throw new Error('of version 1');
  const rules = [...checked.entries.map((entry) => entry.checked), ...checked.exceptions];
  const asked = [...new Map(rules.flatMap(listedIn).map((term) => [listedColumnOf(term), term])).values()];
  return clickhouseProof(
    engine(),
    change(readFileSync(join(folder, 'rules.clickhouse.sql'), 'utf8')),
    read.vectors.vectors,
    read.ruleSet.rules.map(({ code }) => code),
    { fields: fieldsRead(rules), asked, currency: read.ruleSet.currency },
  );
}

/** Rules that decide by sums of scores. */
const summed: RuleSet = {
  ...ruleSetOf(
    ...Array.from({ length: 9 }, (_, n) => ({
      ...ruleOf(`R${n}`, `order.amount >= ${n * 800} && buyer.name != delivery.name`, 'NG'),
      scores: { ok: n % 3, ng: n % 5, hold: n % 2 },
    })),
  ),
  policy: {
    kind: 'scores',
    thresholds: { ok: 4, ng: 8, hold: 2 },
    results: {
      ...{ none: 'OK', ok: 'OK', ng: 'NG', 'ok+ng': 'REVIEW' },
      ...{ hold: 'HOLD', 'ok+hold': 'OK', 'ng+hold': 'NG', 'ok+ng+hold': 'REVIEW' },
    },
  },
};

/** Lists of codes as large clients write them: more text than ClickHouse reads of a query by itself. */
const long = ruleSetOf(
  ...Array.from({ length: 16 }, (_, n) =>
    ruleOf(`R${n}`, `card.bin in [${Array.from({ length: 1750 }, (_one, at) => `"${n}-${at}"`).join(', ')}]`, 'NG'),
  ),
);

describe('the ClickHouse file of a package', () => {
  it.each([
    ['the sample shop', () => ({ of: shop, set: ruleSetSchema.parse(sampleRules) })],
    ['groups, features and an exception', () => ({ of: history, set: packagedSet })],
    ['sums of scores', () => ({ of: history, set: summed })],
  ])(
    'decides every vector as it must: %s',
    async (_, given) => {
      const { of, set } = given();
      const built = await buildIn(of, set);
      const said = await saidOf(built.folder);
      expect([said.mismatches, said.first]).toEqual([0, null]);
      expect(said.vectors).toBe(built.vectors.vectors.length);
      expect(new Set(built.vectors.vectors.map(({ result }) => result)).size).toBeGreaterThan(1);
    },
    120_000,
  );

  it('is seen to decide otherwise where one sign is another', async () => {
    const { folder } = await buildIn(history);
    const said = await saidOf(folder, (text) => text.replaceAll('"amount", NULL) > 5000', '"amount", NULL) >= 5000'));
    expect(said.first).toMatchObject({ rule: 'HIGH', expected: 'false', got: 'true' });
  });

  it('says how it is read where it is longer than ClickHouse reads by itself', async () => {
    const entries = long.rules.flatMap(({ code, when }) => {
      const checked = check(when, scope);
      return checked.ok ? [{ code, checked }] : [];
    });
    const facts = { hash: '', orders: 0, from: null, to: null, asOf: null };
    const given = {
      ruleSet: long,
      entries,
      exceptions: [],
      features: [],
      lists: null,
      facts,
      derived: new DerivedInputs(),
    };
    const text = clickhouseTarget.files(given)[0]?.text ?? '';
    const codes = long.rules.map(({ code }) => code);
    const one: Vector = {
      id: 'v1',
      origin: 'drawn',
      record: { 'card.bin': '7-1599' },
      fired: ['R7'],
      unevaluable: [],
      result: 'NG',
      by: 'rule:R7',
    };
    const said = () => clickhouseProof(engine(), text, [one], codes, { fields, asked: [], currency: 'USD' });
    await expect(said()).rejects.toThrow('Max query size exceeded');
    await engine().ask(`SET max_query_size = ${/max_query_size = (\d+)/.exec(text)?.[1]}`);
    expect(await said()).toMatchObject({ vectors: 1, mismatches: 0, first: null });
    await engine().ask('SET max_query_size = DEFAULT');
  });

  it('is run by the version that the documents name', async () => {
    const [[version] = []] = await engine().ask('SELECT version()');
    const documents = ['README.md', 'docs/package-format.md'].map((name) => readFileSync(name, 'utf8'));
    for (const text of documents)
      expect(text).toContain(`ClickHouse ${String(version).split('.').slice(0, 2).join('.')}`);
  });
});
