import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import type { Page } from '@playwright/test';
import { hashOf, compare, notMeasured, report } from './shared/measure.ts';
import { startWindow, whyNoWindow, workbench } from './shared/window.ts';

/** At most this many times the start of an Electron window with nothing in it. */
const limit = 3;
const rounds = 5;

interface Started {
  readonly ms: number;
  readonly answer: string;
  readonly electron: string;
}

/** From the start of the process until `ready`, as a person sees it; the same driver for both. */
async function start(folder: string, home: string, ready: (page: Page) => Promise<void>): Promise<Started> {
  const began = performance.now();
  const app = await startWindow(folder, home);
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

const why = whyNoWindow();
if (why !== null) notMeasured('cold start', why);
else await bench();
