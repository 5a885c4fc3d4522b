import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundled, builtEntries } from '../bundled.ts';
import { scratch } from '../store/projects.ts';
import { cli, ruleSet } from './run-cli.ts';

/** The command line as it is shipped, in a zone whose clocks leave out an hour that orders elsewhere have. */

const place = scratch();
const at = (name: string): string => join(place.dir, name);
const made = at('clock.shinsapkg');

beforeAll(async () => {
  process.env['SHINSA_CACHE_DIR'] = at('cache');
  // 2:30 in the night of 10 March 2024 is in Tokyo, and not in New York.
  const orders = Array.from({ length: 20 }, (_, n) => `A-${n},2024-03-10 02:${String(30 + n)}:00,${n * 5000}`);
  writeFileSync(at('history.csv'), ['注文番号,注文日時,合計金額', ...orders].join('\n'));
  const columns = { event_id: '注文番号', ordered_at: '注文日時', amount: '合計金額', currency: { value: 'JPY' } };
  writeFileSync(at('mapping.json'), JSON.stringify({ timezone: 'Asia/Tokyo', columns }));
  const night = { code: 'NIGHT', description: { ja: '深夜', en: 'Night' }, result: 'HOLD' };
  const rules = [{ ...night, when: 'order.time.getHours() == 2 && order.amount > 20000' }];
  writeFileSync(at('rules.json'), JSON.stringify({ ...ruleSet, rules }));
  const project = at('clock.shinsa');
  const taken = ['--history', at('history.csv'), '--mapping', at('mapping.json')];
  expect(await cli(['import', '--project', project, ...taken])).toMatchObject({ code: 0 });
  const exporting = ['export', '--project', project, '--ruleset', at('rules.json'), '--out', made];
  expect(await cli(exporting)).toMatchObject({ code: 0 });
}, 300_000);
afterAll(() => {
  delete process.env['SHINSA_CACHE_DIR'];
  place.dispose();
});

test('a package is proven again, and compared, whatever the clock of the machine', async () => {
  await builtEntries();
  const command = await bundled('analysis/cli.ts', 'cli.mjs');
  const env = { ...process.env, TZ: 'America/New_York', LANG: 'en_US.UTF-8', SHINSA_CACHE_DIR: at('cache') };
  const start = `process.exitCode = await (await import(${JSON.stringify(pathToFileURL(command).href)})).main(process.argv.slice(1))`;
  const run = (...args: string[]) =>
    promisify(execFile)(process.execPath, ['--input-type=module', '-e', start, '--', ...args], { env });
  const verified = await run('verify', made);
  expect(verified.stdout).toContain('all engines agree');
  const compared = await run('diff', made, at('rules.json'));
  expect(compared.stdout).toContain('The rule sets are the same.');
}, 300_000);
