import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ensureSample } from '../../samples/shop/generate.ts';
import type { QualityReport } from '../../analysis/model/quality.ts';
import { cli } from '../cli/run-cli.ts';
import { scratch } from '../store/projects.ts';
import { told } from './shop.ts';

const place = scratch();
const project = join(place.dir, 'sample.shinsa');
beforeAll(async () => {
  process.env['SHINSA_CACHE_DIR'] = join(place.dir, 'cache');
  const { orders, chargebacks, mapping } = await ensureSample(join(place.dir, 'shop'));
  const files = ['--history', orders, '--outcomes', chargebacks, '--mapping', mapping];
  expect(await cli(['import', '--project', project, ...files])).toMatchObject({ code: 0 });
}, 120_000);
afterAll(() => {
  delete process.env['SHINSA_CACHE_DIR'];
  place.dispose();
});

test('the sample shop has nothing to fix first, and what is said of it is true', async () => {
  const ran = await cli(['quality', '--project', project, '--json']);
  expect(ran.code, ran.err).toBe(0);
  const report = JSON.parse(ran.out) as QualityReport;
  expect(report.findings.filter(({ severity }) => severity === 'blocking')).toEqual([]);
  expect(report.findings.map(told)).toEqual([
    // Chargebacks of orders before the period, as the sample's description says.
    ['outcomes-unmatched', null, 3, 264],
    // The invented throw-away domain sutemail.example: nobody can have a mail address there.
    ['placeholder-values', 'email', 89, 20_000],
    // Two evenings of card testing: sixty orders each on top of a usual day.
    ['days-high', null, 217, 20_000],
    ['rows-rejected', null, 9, 20_012],
    ['ids-reused', null, 3, 20_000],
  ]);
  expect(report.skipped).toEqual([]);
  expect(report.known).toEqual({ bad: 183, good: 13_241 });
});

test.each([
  [
    'ja_JP.UTF-8',
    [
      '要確認: 値の代わりの文字（メールアドレス）: 20,000 のうち 89 件',
      '調べて見つからなかったもの: 結果を知っている値',
    ],
  ],
  [
    'en_US.UTF-8',
    ['Warning: Placeholders taken for values (E-mail): 89 of 20,000 orders', 'Looked for and not found: A value that'],
  ],
])('it is readable in %s', async (lang, lines) => {
  const ran = await cli(['quality', '--project', project], { lang });
  expect(ran.code).toBe(0);
  for (const line of lines) expect(ran.out).toContain(line);
  expect(ran.out).not.toMatch(/undefined|[{}]|\bNaN\b/);
});
