import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { StoredReport } from '../../analysis/model/personal-data.ts';
import { cli, importedShop } from './run-cli.ts';

const shop = importedShop();

const forget = (...args: readonly string[]) => cli(['forget', '--project', shop.project, ...args]);
const stored = async (): Promise<StoredReport> =>
  JSON.parse((await cli(['stored', '--project', shop.project, '--json'])).out) as StoredReport;

test('a person is counted, and forgotten only when it is meant', async () => {
  const counted = await forget('--order-id', 'A-2', '--reason', 'request 7');
  expect(counted).toMatchObject({ code: 0 });
  expect(counted.out).toContain('Held: 1 orders, 1 outcomes');
  expect(counted.out).toContain('Add --yes');
  expect((await stored()).deletions).toEqual([]);
  const done = await forget('--order-id', 'A-2', '--reason', 'request 7', '--yes', '--json');
  expect(done.code).toBe(0);
  expect(JSON.parse(done.out)).toMatchObject({
    held: { orders: 1, outcomes: 1 },
    deletion: { what: 'order-id', mode: 'anonymise', reason: 'request 7', rewritten: true },
  });
  const report = await stored();
  expect(report.tables.find(({ table }) => table === 'order_rows')?.rows).toBe(5);
  expect(readFileSync(shop.project).includes(Buffer.from('A-2'))).toBe(false);
  const told = await cli(['stored', '--project', shop.project]);
  expect(told.out).toContain('order-id (anonymise), 1 orders, file written anew ✓. Reason: request 7');
});

test('whom and why is asked for', async () => {
  expect((await forget('--reason', 'x')).err).toContain('--all');
  expect((await forget('--all')).err).toContain('--reason is required');
  expect(await forget('--all', '--member', 'm1', '--reason', 'x')).toMatchObject({ code: 2 });
  expect((await forget('--member', 'nobody', '--reason', 'x', '--yes')).err).toContain('nothing of this person');
});
