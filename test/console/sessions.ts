import { onTestFinished } from 'vitest';
import type { Engine } from '../../analysis/engine.ts';
import { nodeProcesses } from '../../analysis/node-processes.ts';
import type { ChildProcess, ProcessStarter } from '../../analysis/process.ts';
import type { SqlAnswer, SqlCell, SqlProblem, SqlRows } from '../../analysis/model/sql-console.ts';
import { builtEntries } from '../bundled.ts';

/** Processes as the command line starts them; those of the console are told to whoever wants to end one. */
export async function realProcesses(): Promise<{
  readonly processes: ProcessStarter;
  readonly started: ChildProcess[];
}> {
  const real = nodeProcesses(await builtEntries());
  const started: ChildProcess[] = [];
  const processes: ProcessStarter = {
    start: async (entry) => {
      const child = await real.start(entry);
      if (entry === 'sql-process') started.push(child);
      return child;
    },
  };
  onTestFinished(() => started.forEach((child) => child.kill()));
  return { processes, started };
}

/** What a query answers. */
export async function answerOf(engine: Engine, text: string, limit = 1000): Promise<SqlAnswer> {
  const result = await engine.call('sql.run', { text, limit });
  if (!result.ok) throw new Error(result.failure.code);
  return result.value;
}

export async function rowsOf(engine: Engine, text: string, limit = 1000): Promise<SqlRows> {
  const answer = await answerOf(engine, text, limit);
  if (answer.kind !== 'rows') throw new Error(JSON.stringify(answer.problem));
  return answer;
}

/** Rows of a result, one list of cells each. */
export const cellsOf = ({ columns, rows }: SqlRows): readonly (readonly SqlCell[])[] =>
  Array.from({ length: rows }, (_, at) => columns.map(({ values }) => values[at] ?? null));

export async function problemOf(engine: Engine, text: string): Promise<SqlProblem> {
  const answer = await answerOf(engine, text);
  if (answer.kind === 'rows') throw new Error(`ran: ${text} ${JSON.stringify(cellsOf(answer))}`);
  return answer.problem;
}
