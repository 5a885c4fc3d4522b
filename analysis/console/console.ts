import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { CallContext } from '../engine-api.ts';
import { ShinsaError } from '../model/failure.ts';
import type { PersonalClass } from '../model/personal-roles.ts';
import type { SqlAnswer, SqlLook, SqlSource } from '../model/sql-console.ts';
import { isMasked } from '../model/columns.ts';
import { sqlTables, type SqlTable, type SqlTableColumn } from '../model/sql-tables.ts';
import type { ProcessStarter } from '../process.ts';
import type { ProjectHandle } from '../store/project-handle.ts';
import { askedProcess, type AskedProcess } from './asked-process.ts';
import type { Asked, Said } from './messages.ts';
import { writeSnapshot } from './snapshot.ts';

export interface ConsoleOptions {
  readonly processes: ProcessStarter;
  /** Asked at every question: classes of personal data whose values the snapshot must not have. */
  readonly masked: () => readonly PersonalClass[];
}

type Context = Pick<CallContext, 'signal' | 'progress'>;

/** A snapshot of one state of the data, as one role may see it, and the process that has it open. */
interface Held {
  readonly key: string;
  readonly folder: string;
  readonly classes: readonly PersonalClass[];
  process: AskedProcess | null;
}

/**
 * The SQL console of an open project: a process of its own over a snapshot, made when first asked and whenever data, judgement or
 * role are others than then. What becomes of the process never touches the engine: 'sql-stopped', and the next question
 * starts another.
 */
export class SqlConsole {
  readonly #project: ProjectHandle;
  readonly #options: ConsoleOptions;
  #held: Held | null = null;
  #turn: Promise<unknown> = Promise.resolve();
  #lastId = 0;
  #forgotten = 0;

  constructor(project: ProjectHandle, options: ConsoleOptions) {
    this.#project = project;
    this.#options = options;
    project.onClose(() => Promise.resolve(this.forget()));
  }

  /** The first `limit` rows of a query; 'sql-stopped' where the process ended, 'cancelled'. */
  async run(text: string, views: readonly SqlSource[], limit: number, context: Context): Promise<SqlAnswer> {
    const said = await this.#ask((id) => ({ kind: 'run', id, text, views: [...views], limit }), context);
    if (said.kind === 'answer') return said.answer;
    throw new ShinsaError('sql-stopped');
  }

  /** What each saved query reads and whether it runs; fails as `run` does. */
  async look(views: readonly SqlSource[], context: Context): Promise<readonly SqlLook[]> {
    const said = await this.#ask((id) => ({ kind: 'look', id, views: [...views] }), context);
    if (said.kind === 'looks') return said.looks;
    throw new ShinsaError('sql-stopped');
  }

  /** Ends the process and removes the snapshot: it must not outlast the role, or the project's being open. */
  forget(): void {
    this.#forgotten += 1;
    const held = this.#held;
    this.#held = null;
    held?.process?.kill();
    if (held !== null) rmSync(held.folder, { recursive: true, force: true });
  }

  /** One question after the other. */
  #ask(make: (id: number) => Asked, context: Context): Promise<Said> {
    const mine = this.#turn.then(async () => {
      // Cancelled while it waited for its turn.
      if (context.signal.aborted) throw new ShinsaError('cancelled');
      const own = await this.#ready(context);
      context.progress({ phase: 'querying', fraction: null });
      return own.ask(make((this.#lastId += 1)), context);
    });
    this.#turn = mine.catch(() => undefined);
    return unlessAborted(mine, context.signal);
  }

  async #ready(context: Context): Promise<AskedProcess> {
    const held = await this.#snapshot(context);
    if (held.process !== null && !held.process.ended()) return held.process;
    const own = askedProcess(await this.#options.processes.start('sql-process'));
    held.process = own;
    try {
      // Forgotten while it started.
      if (this.#held !== held) throw new ShinsaError('sql-stopped');
      const { timezone } = await this.#project.info();
      const open: Asked = {
        ...{ kind: 'open', id: (this.#lastId += 1), timezone },
        ...{ file: fileIn(held.folder), temp: join(held.folder, 'temp') },
        // Beside the engine's own budget, and small beside it: it lives only where somebody asks, and spills to disk.
        memory: Math.max(leastMemory, Math.min(this.#project.memory.database / 4, mostMemory)),
        threads: Math.max(1, Math.min(mostThreads, availableParallelism() - 1)),
        ...namesIn(sqlTables(await this.#project.columns(), held.classes)),
      };
      const said = await own.ask(open, context);
      if (said.kind !== 'opened') throw new ShinsaError('sql-stopped');
      return own;
    } catch (error) {
      own.kill();
      held.process = null;
      throw error;
    }
  }

  async #snapshot(context: Context): Promise<Held> {
    for (;;) {
      const classes = this.#options.masked();
      const { dataVersion } = await this.#project.info();
      const key = JSON.stringify([dataVersion, [...classes].sort()]);
      if (this.#held?.key === key && existsSync(fileIn(this.#held.folder))) return this.#held;
      this.forget();
      const before = this.#forgotten;
      const folder = this.#project.stagingPath('sql');
      mkdirSync(join(folder, 'temp'), { recursive: true, mode: 0o700 });
      try {
        await writeSnapshot(this.#project, fileIn(folder), classes, {
          signal: context.signal,
          progress: (fraction) => context.progress({ phase: 'snapshot', fraction }),
        });
      } catch (error) {
        rmSync(folder, { recursive: true, force: true });
        throw error;
      }
      if (this.#forgotten === before) {
        this.#held = { key, folder, classes, process: null };
        // The data may have changed since the key was made: the next turn of the loop tells.
        continue;
      }
      rmSync(folder, { recursive: true, force: true });
    }
  }
}

/** The answer, or 'cancelled' as soon as nobody wants it any more: whoever waits behind a long query waits for nothing then. */
function unlessAborted<T>(answer: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(new ShinsaError('cancelled'));
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    answer.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

const leastMemory = 256 * 2 ** 20;
const mostMemory = 2 ** 30;
const mostThreads = 8;

/** What of the tables is of persons, and readable. */
function namesIn(
  tables: readonly SqlTable[],
): Pick<Extract<Asked, { kind: 'open' }>, 'tables' | 'personal' | 'closed' | 'open' | 'numbers'> {
  const personal = ({ columns }: SqlTable): readonly SqlTableColumn[] =>
    columns.filter(({ maskAs, pii, masked }) => !masked && isMasked({ name: maskAs, pii }));
  const all = tables.flatMap(personal);
  const names = new Set(all.map(({ name }) => name));
  return {
    tables: tables.map(({ name }) => name),
    personal: tables.filter((table) => personal(table).length > 0).map(({ name }) => name),
    closed: [...names],
    numbers: [...new Set(all.flatMap(({ name, type }) => (type === 'text' ? [] : [name])))],
    open: tables.flatMap(({ columns }) => columns.flatMap(({ name }) => (names.has(name) ? [] : [name]))),
  };
}

const fileIn = (folder: string): string => join(folder, 'data.duckdb');
