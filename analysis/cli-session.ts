import { rmSync } from 'node:fs';
import type { CallContext, CallName, InputOf, OutputOf } from './engine-api.ts';
import { createEngine, type Engine } from './engine.ts';
import { localGrants, type LocalGrants } from './local-grants.ts';
import { ShinsaError } from './model/failure.ts';
import { personalClasses, type PersonalClass } from './model/personal-roles.ts';
import { nodeProcesses } from './node-processes.ts';
import type { ProcessStarter } from './process.ts';

/** What every command has: an engine over its project, and calls that throw their failure. */
export interface Session {
  readonly engine: Engine;
  readonly grants: LocalGrants;
  readonly ask: <N extends CallName>(name: N, input: InputOf<N>) => Promise<OutputOf<N>>;
}

export interface SessionOptions {
  readonly projectPath: string;
  readonly mode: 'open' | 'open-or-create' | 'create';
  readonly signal: AbortSignal;
  readonly progress: CallContext['progress'];
  /** Personal values are masked in every answer: all of them, or those of some classes. */
  readonly masked: boolean | readonly PersonalClass[];
  /** Day (ISO) as of which orders are judged; absent: the project's. */
  readonly asOf?: string;
  /** Absent: the bundles beside this one. */
  readonly processes?: ProcessStarter;
}

/** The classes that are masked. */
export const maskedClasses = (masked: SessionOptions['masked']): readonly PersonalClass[] =>
  typeof masked !== 'boolean' ? masked : masked ? personalClasses : [];

/**
 * Opens the project, does the work and closes it again, whatever happens. A project that this session made is removed
 * when the work fails.
 */
export async function withSession<T>(options: SessionOptions, work: (session: Session) => Promise<T>): Promise<T> {
  const { projectPath, mode, signal, progress } = options;
  const grants = localGrants();
  if (signal.aborted) throw new ShinsaError('cancelled');
  const processes = options.processes ?? nodeProcesses();
  // Each question is asked once: nothing is to stay in memory for the next.
  const limits = { keptMb: 0 };
  const engine = await createEngine({
    projectPath,
    mode,
    grants,
    processes,
    limits,
    masked: () => maskedClasses(options.masked),
    ...(options.asOf === undefined ? {} : { asOf: options.asOf }),
  });
  const ask = async <N extends CallName>(name: N, input: InputOf<N>): Promise<OutputOf<N>> => {
    const result = await engine.call(name, input, { signal, progress });
    if (result.ok) return result.value;
    const { code, params, place } = result.failure;
    throw new ShinsaError(code, params, place === undefined ? {} : { place });
  };
  let done = false;
  try {
    const value = await work({ engine, grants, ask });
    done = true;
    return value;
  } finally {
    await engine.close();
    if (!done && engine.created) for (const path of [projectPath, `${projectPath}.wal`]) rmSync(path, { force: true });
  }
}
