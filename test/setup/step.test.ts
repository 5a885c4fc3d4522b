import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { root } from '../../electron/setup/paths.mjs';
import { runStep } from '../../electron/setup/step.mjs';

// What the steps say here would read as failures of the run itself.
beforeEach(() => void vi.spyOn(process.stderr, 'write').mockReturnValue(true));
afterEach(() => void vi.restoreAllMocks());

/** Starts a program that calls the port, ignores SIGTERM and loops without end; the call breaks only when it dies. */
const endless = (port: number): string => {
  const loop = `process.on('SIGTERM', () => {});
    require('node:net').connect(${port}, '127.0.0.1', () => { for (;;); });`;
  return `require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(loop)}]);
    setInterval(() => {}, 1000);`;
};

describe('a step', () => {
  it('passes on what was printed', async () => {
    expect(await runStep('printing', process.execPath, ['-e', "console.log('審査')"])).toBe('審査\n');
  });

  it('fails with the exit code of its program', async () => {
    const failing = runStep('failing', process.execPath, ['-e', 'process.exit(7)']);
    await expect(failing).rejects.toMatchObject({ label: 'failing', code: 7 });
  });

  it('that runs over its limit is ended', async () => {
    const hanging = runStep('hanging', process.execPath, ['-e', 'for (;;) {}'], { limitMs: 300 });
    await expect(hanging).rejects.toMatchObject({ label: 'hanging' });
  });

  it('ends with the command, even a worker below it that is caught in a loop', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const step = new URL('electron/setup/step.mjs', `file://${root}/`).href;
    const script = `import(${JSON.stringify(step)}).then(({ command, runStep }) =>
      command(() => runStep('endless', process.execPath, ['-e', ${JSON.stringify(endless(port))}]).then(() => 0)))`;
    const running = spawn(process.execPath, ['-e', script], { stdio: 'ignore' });
    const [call] = (await once(server, 'connection')) as [Socket];
    call.on('error', () => {}).resume();
    const worker = once(call, 'close');
    running.kill('SIGTERM');
    const [code] = (await once(running, 'close')) as [number];
    expect(code).toBe(143);
    await worker;
    server.close();
  });
});
