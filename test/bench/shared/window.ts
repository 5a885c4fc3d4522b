import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import type { _electron as electronDriver, ElectronApplication } from '@playwright/test';

type Electron = typeof electronDriver;
export const workbench = resolve('.');
const electron = process.env['SHINSA_ELECTRON'] ?? '';

// Loaded at run time: a test runner does not bear being bundled.
const load = createRequire(join(workbench, 'package.json'));
const { _electron } = load('@playwright/test') as { readonly _electron: Electron };

/** Starts the application of a folder with user data of its own under `home`; `more` are its arguments. */
export function startWindow(folder: string, home: string, more: readonly string[] = []): Promise<ElectronApplication> {
  const asRoot = process.getuid?.() === 0;
  const own = { XDG_CACHE_HOME: join(home, 'cache'), SHINSA_NO_SANDBOX: asRoot ? '1' : undefined };
  const all = { ...process.env, ...own, ELECTRON_RUN_AS_NODE: undefined };
  const env = Object.fromEntries(
    Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
  const args = [...(asRoot ? ['--no-sandbox'] : []), `--user-data-dir=${join(home, 'data')}`, folder, ...more];
  return _electron.launch({ executablePath: electron, args, env });
}

/** Why no window can be opened here; null where one can. */
export function whyNoWindow(): string | null {
  const display = process.platform !== 'linux' || Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);
  if (!display) return 'there is no display';
  if (!existsSync(electron)) return 'there is no Electron';
  return existsSync(join(workbench, 'dist', 'main.mjs')) ? null : 'the workbench is not built';
}
