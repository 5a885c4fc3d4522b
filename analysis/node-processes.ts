import { fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ShinsaError } from './model/failure.ts';
import type { ChildProcess, ProcessEntry, ProcessStarter } from './process.ts';

/** Variables a child needs to find its libraries and a folder for temporary files; nothing else is handed on. */
const handedOn = ['PATH', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot', 'HOME', 'LANG'];

/**
 * Starts processes of plain Node. `folder` holds the bundles of the entries; without one they lie beside the running
 * bundle.
 */
export function nodeProcesses(folder = dirname(fileURLToPath(import.meta.url))): ProcessStarter {
  return { start: (entry) => start(join(folder, `${entry satisfies ProcessEntry}.mjs`)) };
}

function start(path: string): Promise<ChildProcess> {
  if (!existsSync(path)) return Promise.reject(new ShinsaError('internal', { detail: 'entry-missing' }));
  const child = fork(path, [], {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    execArgv: [],
    env: Object.fromEntries(handedOn.flatMap((name) => entryOf(name))),
  });
  const started: ChildProcess = {
    post: (message) => {
      // A child that has ended is told of by onExit; what was meant for it is lost with it.
      if (child.connected && isSendable(message)) child.send(message);
    },
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => void child.once('exit', listener),
    kill: () => void child.kill('SIGKILL'),
  };
  return new Promise((resolve, reject) => {
    child.once('spawn', () => resolve(started));
    child.once('error', (cause) => reject(new ShinsaError('engine-stopped', {}, { cause })));
  });
}

const isSendable = (message: unknown): message is object => typeof message === 'object' && message !== null;

function entryOf(name: string): [string, string][] {
  const value = process.env[name];
  return value === undefined ? [] : [[name, value]];
}
