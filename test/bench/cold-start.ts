import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import type { _electron as electronDriver, Page } from '@playwright/test';
import { hashOf, compare, notMeasured, report } from './shared/measure.ts';

/** At most this many times the start of an Electron window with nothing in it. */
const limit = 3;
const rounds = 5;
type Electron = typeof electronDriver;
const workbench = resolve('.');

// Loaded at run time: a test runner does not bear being bundled.
const load = createRequire(join(workbench, 'package.json'));
const { _electron } = load('@playwright/test') as { readonly _electron: Electron };

interface Started {
  readonly ms: number;
  readonly answer: string;
  readonly electron: string;
}

/** From the start of the process until `ready`, as a person sees it; the same driver for both. */
async function start(folder: string, home: string, ready: (page: Page) => Promise<void>): Promise<Started> {
  const asRoot = process.getuid?.() === 0;
  const own = { XDG_CACHE_HOME: join(home, 'cache'), SHINSA_NO_SANDBOX: asRoot ? '1' : undefined };
  const all = { ...process.env, ...own, ELECTRON_RUN_AS_NODE: undefined };
  const env = Object.fromEntries(
    Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
  const args = [...(asRoot ? ['--no-sandbox'] : []), `--user-data-dir=${join(home, 'data')}`, folder];
  const began = performance.now();
  const app = await _electron.launch({ executablePath: electron, args, env });
  try {
    await ready(await app.firstWindow());
    const ms = performance.now() - began;
    return { ms, answer: hashOf('a window'), electron: await app.evaluate(() => process.versions['electron'] ?? '') };
  } finally {
    await app.close();
  }
}

/**
 * Usable: the sample shop's orders are counted and painted. Watched from within the page, because the driver's own
 * waiting for an element looks only every half second, where its waiting for an empty window to load is told at once.
 */
async function orders(page: Page): Promise<void> {
  await page.waitForLoadState('domcontentloaded');
  await page.evaluate(`new Promise((resolve) => {
    const look = () => {
      if (document.querySelector('[data-testid="orders-in-view"]') === null) return;
      seen.disconnect();
      requestAnimationFrame(() => setTimeout(resolve));
    };
    const seen = new MutationObserver(look);
    seen.observe(document, { childList: true, subtree: true, attributes: true });
    look();
  })`);
}

const loaded = (page: Page): Promise<void> => page.waitForLoadState('load');

function emptyApp(folder: string): string {
  const own = join(folder, 'empty');
  mkdirSync(own);
  writeFileSync(join(own, 'package.json'), JSON.stringify({ name: 'empty', main: 'main.cjs' }));
  writeFileSync(
    join(own, 'main.cjs'),
    `const { app, BrowserWindow } = require('electron');
    app.whenReady().then(() => new BrowserWindow({ width: 1280, height: 800 }).loadURL('data:text/html,<p>empty'));
    app.on('window-all-closed', () => app.quit());`,
  );
  return own;
}

async function bench(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'shinsa-bench-'));
  try {
    const empty = emptyApp(folder);
    const home = (name: string): string => join(folder, name);
    mkdirSync(join(home('ours'), 'data'), { recursive: true });
    // The first start of all imports the sample shop; what is measured are the starts after it.
    const first = await start(workbench, home('ours'), orders);
    console.log(
      `node ${process.versions.node}, electron ${first.electron}, ${cpus().length} cores, first start ${Math.round(first.ms)} ms`,
    );
    const found = await compare(
      { name: 'workbench', run: () => start(workbench, home('ours'), orders) },
      { name: 'empty window', run: () => start(empty, home('peer'), loaded) },
      rounds,
    );
    report('cold start to usable orders against an empty Electron window', found, limit);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const electron = process.env['SHINSA_ELECTRON'] ?? '';
const display = process.platform !== 'linux' || Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);
if (!display) notMeasured('cold start', 'there is no display');
else if (!existsSync(electron)) notMeasured('cold start', 'there is no Electron');
else if (!existsSync(join(workbench, 'dist', 'main.mjs'))) notMeasured('cold start', 'the workbench is not built');
else await bench();
