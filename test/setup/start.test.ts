import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root } from '../../electron/setup/paths.mjs';

it('npm start without a display does the sample job and leaves results, charts and package where it says', () => {
  const out = join(root, 'out');
  rmSync(out, { recursive: true, force: true });
  const env = { ...process.env, DISPLAY: '', WAYLAND_DISPLAY: '' };
  const ran = spawnSync(process.execPath, [join(root, 'electron', 'setup', 'start.mjs')], { env, encoding: 'utf8' });
  expect(ran.status, ran.stderr).toBe(0);
  expect(`${ran.stdout}${ran.stderr}`).toContain(out);
  const results = JSON.parse(readFileSync(join(out, 'results.json'), 'utf8')) as { import: { accepted: number } };
  expect(results.import.accepted).toBe(20_000);
  for (const chart of ['weekly-decisions.svg', 'rule-hits.svg'])
    expect(readFileSync(join(out, chart), 'utf8')).toMatch(/^<svg/);
  const folder = readdirSync(out).find((name) => name.endsWith('.shinsapkg')) ?? '';
  expect(existsSync(join(out, folder, 'manifest.json'))).toBe(true);
}, 120_000);
