import { spawn } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { bundled, builtEntries } from '../bundled.ts';
import { scratch } from '../store/projects.ts';
import { smallShop } from './run-cli.ts';

let place: ReturnType<typeof scratch>;

beforeEach(() => {
  place = scratch();
});

afterEach(() => place.dispose());

test('Ctrl-C stops the engine, leaves no project and ends with 130', async () => {
  const shop = smallShop(place.dir);
  const rows = Array.from({ length: 400_000 }, (_, i) => `A-${i},2024-01-05 10:00:00,1000,m${i}`);
  writeFileSync(shop.history, `注文番号,注文日時,合計金額,会員ID\n${rows.join('\n')}\n`);
  await builtEntries();
  const bundle = await bundled('analysis/cli.ts', 'cli.mjs');
  const start = `import(${JSON.stringify(bundle)}).then(({main})=>main(process.argv.slice(1))).then((code)=>{process.exitCode=code})`;
  const args = ['import', '--project', shop.project, '--history', shop.history, '--mapping', shop.mapping];
  const child = spawn(process.execPath, ['-e', start, '--', ...args], {
    env: { ...process.env, LANG: 'C', SHINSA_CACHE_DIR: join(place.dir, 'cache') },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let err = '';
  let out = '';
  child.stdout.on('data', (data: Buffer) => (out += data.toString()));
  child.stderr.on('data', (data: Buffer) => {
    if (err === '') child.kill('SIGINT');
    err += data.toString();
  });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  expect({ code, out }).toEqual({ code: 130, out: '' });
  expect(err).toContain('Cancelled');
  expect(existsSync(shop.project)).toBe(false);
}, 60_000);
