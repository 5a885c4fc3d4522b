import { canRun } from '../kernels/matrix/memory.ts';
import { OutOfMemory } from '../kernels/matrix/pool.ts';
import type { Connection } from '../store/connection.ts';
import { judgedProject } from '../store/judged-views.ts';
import type { ProjectHandle } from '../store/project-handle.ts';
import { duckdbMeasure } from './duckdb-measure.ts';
import { Matrix } from './matrix/matrix.ts';
import type { Measurement, Question } from './measurement.ts';

/** Measures rules on the orders of a project, on the connection of a reading job. Throws 'cancelled' and what checking rules throws. */
export type Measuring = (
  db: Connection,
  question: Question,
  signal: AbortSignal,
  done: (share: number) => void,
) => Promise<Measurement>;

/** By the matrix; by DuckDB where this machine cannot run it, or has not the memory for so many orders. */
export function measuringOf(project: ProjectHandle): Measuring {
  if (!canRun()) return byDuckdb(project);
  const known = matrices.get(project) ?? new Matrix(project);
  matrices.set(project, known);
  return async (db, question, signal, done) => {
    try {
      return await known.measure(db, question, signal, done);
    } catch (error) {
      if (error instanceof OutOfMemory) return byDuckdb(project)(db, question, signal, done);
      throw error;
    }
  };
}

/** One for a project: its rows stand in memory once, whoever asks. */
const matrices = new WeakMap<ProjectHandle, Matrix>();

export const byDuckdb =
  (project: ProjectHandle): Measuring =>
  async (db, question, _, done) =>
    duckdbMeasure(await judgedProject(project, question.judged), db, question, done);
