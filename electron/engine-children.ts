import { utilityProcess, type UtilityProcess } from 'electron';
import type { ProcessEntry } from '../analysis/process.ts';
import type { FromEngine, ToEngine } from './engine-messages.ts';
import { parts } from './folders.ts';
import { quietly } from './utility-options.ts';

export interface Children {
  readonly receive: (message: Extract<FromEngine, { kind: 'start-child' | 'child-post' | 'child-kill' }>) => void;
  readonly killAll: () => void;
}

const files: Readonly<Record<ProcessEntry, string>> = {
  'import-process': parts.importProcess,
  'engine-proof-process': parts.engineProofProcess,
  'sql-process': parts.sqlProcess,
};

/** Processes that one engine asked for. Only the shell can start any; it passes their messages on unread. */
export function createChildren(post: (message: ToEngine) => void): Children {
  const running = new Map<number, UtilityProcess>();
  const start = (child: number, entry: ProcessEntry): void => {
    const process = utilityProcess.fork(files[entry], [], quietly(`shinsa-${entry}`));
    running.set(child, process);
    process.once('spawn', () => post({ kind: 'child-started', child }));
    process.on('message', (message: unknown) => post({ kind: 'child-message', child, message }));
    process.once('exit', (code) => {
      running.delete(child);
      post({ kind: 'child-exit', child, code });
    });
  };
  return {
    receive: (message) => {
      switch (message.kind) {
        case 'start-child':
          start(message.child, message.entry);
          return;
        case 'child-post':
          running.get(message.child)?.postMessage(message.message);
          return;
        case 'child-kill':
          running.get(message.child)?.kill();
      }
    },
    killAll: () => {
      for (const process of running.values()) process.kill();
      running.clear();
    },
  };
}
