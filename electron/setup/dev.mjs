import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { buildAll } from './build.mjs';
import { esbuildOptions, nodeBundles, shellBundles } from './bundles.mjs';
import { electronArguments, electronEnvironment } from './display.mjs';
import { ensureElectron } from './electron-binary.mjs';
import { writeAtomically } from './freshness.mjs';
import { text } from './messages.mjs';
import { ensurePackages } from './packages.mjs';
import { dist, root } from './paths.mjs';
import { command, endWithUs, say } from './step.mjs';
import { ensureSystemLibraries } from './system-libraries.mjs';

/** The shell watches this file, named by SHINSA_DEV, and reloads the page when it changes. */
const reloadNote = join(dist, '.reload');

await command(async () => {
  await ensurePackages();
  const binary = await ensureElectron();
  await ensureSystemLibraries({ binary });
  await buildAll();
  const app = startApp(binary);
  await watchWindow();
  await watchBundles(app.restart);
  say(text('dev-ready'));
  return app.closed;
});

/** @param {string} binary */
function startApp(binary) {
  writeAtomically(reloadNote, '');
  const env = { ...process.env, ...electronEnvironment(), SHINSA_DEV: reloadNote };
  const args = [...electronArguments(), root, ...process.argv.slice(2)];
  let restarting = false;
  /** @type {(code: number) => void} */
  let close = () => {};
  const closed = new Promise((resolve) => (close = resolve));
  const open = () => {
    const child = spawn(binary, args, { stdio: 'inherit', env });
    endWithUs(child);
    child.once('close', (code) => {
      // The watchers would keep this process alive after the window was closed.
      if (!restarting) process.exit(code ?? 1);
      restarting = false;
      current = open();
    });
    child.once('error', () => close(1));
    return child;
  };
  let current = open();
  const restart = () => {
    say(text('dev-restart'));
    restarting = true;
    current.kill();
  };
  return { closed, restart };
}

/** The page is built as for production, so that it runs under the same protocol and the same CSP. */
async function watchWindow() {
  const { build } = await import('vite');
  const watcher = await build({
    configFile: join(root, 'vite.config.ts'),
    mode: 'development',
    logLevel: 'warn',
    build: { outDir: join(dist, 'renderer'), emptyOutDir: false, minify: false, watch: {} },
  });
  if (!('on' in watcher)) return;
  let first = true;
  watcher.on('event', (event) => {
    if (event.code === 'ERROR') say(event.error.message);
    if (event.code !== 'END') return;
    if (!first) writeAtomically(reloadNote, String(Date.now()));
    first = false;
  });
}

/** @param {() => void} restart */
async function watchBundles(restart) {
  const { context } = await import('esbuild');
  /** @type {NodeJS.Timeout | undefined} */
  let soon;
  for (const bundle of [...nodeBundles, ...shellBundles]) {
    let first = true;
    const whenBuilt = {
      name: 'restart',
      setup: (/** @type {import('esbuild').PluginBuild} */ build) => {
        build.onEnd((result) => {
          for (const file of result.outputFiles ?? []) writeAtomically(file.path, file.contents);
          if (!first && result.errors.length === 0) {
            clearTimeout(soon);
            soon = setTimeout(restart, 100);
          }
          first = false;
        });
      },
    };
    const watched = await context({ ...esbuildOptions(bundle, root), plugins: [whenBuilt], logLevel: 'warning' });
    await watched.watch();
  }
}
