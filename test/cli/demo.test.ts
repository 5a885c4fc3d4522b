import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { targetPresets } from '../../analysis/model/target.ts';
import { ensureSample } from '../../samples/shop/generate.ts';
import { scratch } from '../store/projects.ts';
import { cli } from './run-cli.ts';

let place: ReturnType<typeof scratch>;

beforeEach(() => {
  place = scratch();
  process.env['SHINSA_CACHE_DIR'] = join(place.dir, 'cache');
});

afterEach(() => {
  delete process.env['SHINSA_CACHE_DIR'];
  place.dispose();
});

test('the main job without a window: results, two charts and the package, again over the same folder', async () => {
  const out = join(place.dir, 'out');
  mkdirSync(out);
  writeFileSync(join(out, 'mine.txt'), 'stays');
  const first = await cli(['demo', '--out', out], { lang: 'ja_JP.UTF-8', processes: true });
  expect([first.code, first.code === 0 ? '' : first.err]).toEqual([0, '']);
  const names = readdirSync(out).sort();
  expect(names).toEqual([
    expect.stringMatching(/\.shinsapkg$/),
    'mine.txt',
    'results.json',
    'rule-hits.svg',
    'weekly-decisions.svg',
  ]);
  for (const name of names.filter((one) => one !== 'mine.txt')) expect(first.out).toContain(join(out, name));
  const { import: report, backtest } = JSON.parse(readFileSync(join(out, 'results.json'), 'utf8')) as Record<
    string,
    Record<string, number>
  >;
  expect(report?.['accepted']).toBe(20_000);
  expect(backtest?.['rows']).toBe(20_000);
  // 234 fraud chargebacks stand; consumer disputes and won ones share settlement status 60 but are no card fraud.
  expect(backtest).toMatchObject({ bad: 183, immatureBad: 51 });
  for (const chart of ['weekly-decisions.svg', 'rule-hits.svg']) {
    const svg = readFileSync(join(out, chart), 'utf8');
    expect(svg).toMatch(/^<svg [\s\S]*<\/svg>$/);
    expect(svg.match(/aria-roledescription="bar"/g)?.length).toBeGreaterThan(10);
  }
  const again = await cli(['demo', '--out', out, '--json']);
  expect(again.code).toBe(0);
  expect(readdirSync(out).sort()).toEqual(names);
  expect(readdirSync(join(place.dir, 'cache')).filter((name) => name.startsWith('demo-'))).toEqual([]);
}, 120_000);

test('the sample shop asked for unpaid orders: pay later alone, and nothing is measured by age', async () => {
  const sample = await ensureSample(join(place.dir, 'sample'));
  const mapping = JSON.parse(readFileSync(sample.mapping, 'utf8')) as Record<string, unknown>;
  const asked = join(place.dir, 'mapping.json');
  writeFileSync(asked, JSON.stringify({ ...mapping, target: targetPresets.find(({ id }) => id === 'unpaid') }));
  const project = join(place.dir, 'shop.shinsa');
  const sources = [
    '--history',
    sample.orders,
    '--mapping',
    asked,
    '--outcomes',
    sample.chargebacks,
    '--project',
    project,
  ];
  expect((await cli(['import', ...sources])).code).toBe(0);
  const ran = await cli(['backtest', '--project', project, '--ruleset', sample.ruleset, '--json']);
  // 5,261 orders are paid later; 137 of them were refused or cancelled and 51 came back.
  expect(JSON.parse(ran.out)).toMatchObject({
    maturity: 'not measured',
    asOf: null,
    bad: 148,
    good: 4_779,
    blocked: 137,
    excluded: 14_936,
  });
}, 120_000);

test('a folder that cannot be one is told', async () => {
  const file = join(place.dir, 'file');
  writeFileSync(file, '');
  const ran = await cli(['demo', '--out', file]);
  expect(ran.code).toBe(2);
  expect(ran.err).toContain('file');
});
