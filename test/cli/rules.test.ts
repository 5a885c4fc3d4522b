import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ruleOf, ruleSetOf } from '../rule-sets.ts';
import { scratch } from '../store/projects.ts';
import { cli, smallShop } from './run-cli.ts';

let place: ReturnType<typeof scratch>;
let shop: ReturnType<typeof smallShop>;

beforeEach(() => {
  place = scratch();
  process.env['SHINSA_CACHE_DIR'] = join(place.dir, 'cache');
  shop = smallShop(place.dir);
});

afterEach(() => {
  delete process.env['SHINSA_CACHE_DIR'];
  place.dispose();
});

test('rules tells what is wrong with the rules of a set, as JSON and in words', async () => {
  const history = ['--project', shop.project, '--history', shop.history, '--mapping', shop.mapping];
  expect(await cli(['import', ...history])).toMatchObject({ code: 0 });
  const ruleSet = ruleSetOf(
    ruleOf('HIGH', 'order.amount >= 50000'),
    ruleOf('HIGHER', 'order.amount >= 60000', 'HOLD'),
    ruleOf('NEVER', 'order.amount > 5 && order.amount < 3', 'HOLD'),
    ruleOf('STATUS', 'order.settle_status == "60"'),
  );
  const path = join(place.dir, 'rules.json');
  writeFileSync(path, JSON.stringify(ruleSet));
  const asked = ['rules', '--project', shop.project, '--ruleset', path];
  const ran = await cli([...asked, '--json']);
  expect(ran.code).toBe(0);
  expect(JSON.parse(ran.out)).toMatchObject({
    orders: 5,
    findings: [
      { code: 'leak', basis: 'set', rule: 'STATUS', fields: ['order.settle_status'] },
      { code: 'contradiction', basis: 'logic', rule: 'NEVER' },
      { code: 'shadowed', basis: 'logic', rule: 'HIGHER', others: ['HIGH'] },
    ],
    unchecked: ['STATUS'],
  });
  const told = await cli(asked);
  expect(told.out).toContain('4 rules looked at on 5 orders; 3 findings.');
  expect(told.out).toContain(
    'HIGHER: Hidden by earlier rules\n    Every order that meets this rule is decided by HIGH before.',
  );
  expect(told.out).toContain('Not looked at because of errors: STATUS');
  expect(await cli(['rules', '--project', shop.project])).toMatchObject({ code: 2 });
});
