import { ShinsaError } from '../analysis/model/failure.ts';
import type { ChildProcess, ProcessStarter } from '../analysis/process.ts';
import type { FromEngine, ToEngine } from './engine-messages.ts';

type ChildNews = Extract<ToEngine, { kind: 'child-started' | 'child-message' | 'child-exit' }>;

interface Child {
  readonly started: () => void;
  /** It ended before it had begun. */
  readonly failed: () => void;
  readonly messages: ((message: unknown) => void)[];
  readonly exits: ((code: number | null) => void)[];
}

export interface RelayedStarter extends ProcessStarter {
  readonly receive: (news: ChildNews) => void;
}

/** Starts processes through the shell, which alone can; messages go through it. */
export function createProcessStarter(post: (message: FromEngine) => void): RelayedStarter {
  const children = new Map<number, Child>();
  let last = 0;
  return {
    start: (entry) =>
      new Promise((resolve, reject) => {
        last += 1;
        const id = last;
        const child: Child = {
          started: () => resolve(handle(id, child)),
          failed: () => reject(new ShinsaError('engine-stopped')),
          messages: [],
          exits: [],
        };
        children.set(id, child);
        post({ kind: 'start-child', child: id, entry });
      }),
    receive: (news) => {
      const child = children.get(news.child);
      switch (news.kind) {
        case 'child-started':
          child?.started();
          return;
        case 'child-message':
          for (const listener of child?.messages ?? []) listener(news.message);
          return;
        case 'child-exit':
          children.delete(news.child);
          child?.failed();
          for (const listener of child?.exits ?? []) listener(news.code);
      }
    },
  };

  function handle(id: number, child: Child): ChildProcess {
    return {
      post: (message) => post({ kind: 'child-post', child: id, message }),
      onMessage: (listener) => child.messages.push(listener),
      onExit: (listener) => child.exits.push(listener),
      kill: () => post({ kind: 'child-kill', child: id }),
    };
  }
}
