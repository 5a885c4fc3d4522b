import { afterAll, beforeAll, expect, test } from 'vitest';
import type { BuiltPackage } from '../../analysis/export/build-package.ts';
import { ruleSetSchema } from '../../analysis/model/ruleset.ts';
import { generateShop, sampleOptions } from '../../samples/shop/generate.ts';
import ruleset from '../../samples/shop/ruleset.json' with { type: 'json' };
import { fraudWithin30Days, openHistory, type History } from '../backtest/history.ts';
import { insertShop } from '../samples/shop-orders.ts';
import { buildHere } from './here.ts';

const shop = generateShop(sampleOptions);
const ruleSet = ruleSetSchema.parse(ruleset);
let history: History;
let built: BuiltPackage;

beforeAll(async () => {
  history = await openHistory({ target: fraudWithin30Days });
  await history.write(insertShop(shop));
  built = await history.project.read({}, (db) => buildHere(history.project, db, ruleSet));
}, 60_000);
afterAll(() => history.close());

test('every sample rule fires on an order drawn for it, its identities replaced', () => {
  const drawn = built.vectors.vectors.filter(({ origin }) => origin === 'drawn');
  const fired = new Set(drawn.flatMap((vector) => vector.fired));
  expect([...fired].sort()).toEqual(ruleSet.rules.map(({ code }) => code).sort());
});

test('no mail address of the shop is in the vectors', () => {
  const mails = new Set(shop.orders.map(({ email }) => email));
  for (const { record } of built.vectors.vectors) {
    const mail = record['buyer.email'];
    if (typeof mail === 'string') expect(mails.has(mail)).toBe(false);
  }
});
