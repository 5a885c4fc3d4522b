import { canRun } from '../kernels/matrix/memory.ts';
import { OutOfMemory } from '../kernels/matrix/pool.ts';
import type { Slower, SlowerWhy } from '../model/backtest.ts';
import { isFeature } from '../model/features.ts';
import type { Connection } from '../store/connection.ts';
import { judgedProject } from '../store/judged-views.ts';
import type { ProjectHandle } from '../store/project-handle.ts';
import { duckdbMeasure } from './duckdb-measure.ts';
import { Matrix } from './matrix/matrix.ts';
import type { Measurement, Question } from './measurement.ts';

/**
 * Measures rules on the orders of a project, on the connection of a reading job; `done` is told the share of the columns that
 * are read, or, where rules are asked one by one, of the rules. Throws 'cancelled' and what checking rules throws.
 */
export type Measuring = (
  db: Connection,
  question: Question,
  signal: AbortSignal,
  done: (share: number, of?: 'rules') => void,
) => Promise<Measurement>;

/** By the matrix; by DuckDB where this machine cannot run it, or has not the memory for so many orders, which the answer says. */
export function measuringOf(project: ProjectHandle): Measuring {
  if (!canRun()) return slower(project, byDuckdb(project), 'simd');
  const known = matrices.get(project) ?? new Matrix(project);
  matrices.set(project, known);
  const byMatrix = slower(project, (...given) => known.measure(...given), null);
  const without = slower(project, byDuckdb(project), 'memory');
  return async (...given) => {
    try {
      return await byMatrix(...given);
    } catch (error) {
      if (error instanceof OutOfMemory) return without(...given);
      throw error;
    }
  };
}

/** Says why the rules are measured slowly (null: they are not), and whether features that they read were made slowly. */
const slower =
  (project: ProjectHandle, measure: Measuring, why: SlowerWhy | null): Measuring =>
  async (...given) => {
    const found = await measure(...given);
    const reads = [...found.rules.values()].some(({ rule }) => rule.fields.some(({ path }) => isFeature(path)));
    const features = reads ? project.slowFeatures() : null;
    const told: Slower[] = [
      ...(why === null ? [] : [{ what: 'rules' as const, why }]),
      ...(features === null ? [] : [{ what: 'features' as const, why: features }]),
    ];
    return told.length === 0 ? found : { ...found, slower: told };
  };

/** One for a project: its rows stand in memory once, whoever asks. */
const matrices = new WeakMap<ProjectHandle, Matrix>();

export const byDuckdb =
  (project: ProjectHandle): Measuring =>
  async (db, question, _, done) =>
    duckdbMeasure(await judgedProject(project, question.judged), db, question, (share) => done(share, 'rules'));
