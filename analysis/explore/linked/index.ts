import { canRun } from '../../kernels/matrix/memory.ts';
import { OutOfMemory } from '../../kernels/matrix/pool.ts';
import type { LinkedAnswer, LinkedAsked, LinkedIndex, LinkedIndexAsked } from '../../model/linked.ts';
import type { Connection } from '../../store/connection.ts';
import type { ProjectHandle } from '../../store/project-handle.ts';
import type { Compared, CompareAsked } from '../../model/compare.ts';
import type { Differs, DiffersAsked } from '../../model/differs.ts';
import { compared } from './compared.ts';
import { comparedByDuckdb, differsByDuckdb, linkedByDuckdb, linkedIndexByDuckdb } from './by-duckdb.ts';
import { LinkedViews, type Watch } from './linked-views.ts';

export type { Watch } from './linked-views.ts';

export interface LinkedCalls {
  readonly figures: (db: Connection, asked: LinkedAsked, watch: Watch) => Promise<LinkedAnswer>;
  readonly index: (db: Connection, asked: LinkedIndexAsked, watch: Watch) => Promise<LinkedIndex>;
  readonly differs: (db: Connection, asked: DiffersAsked, watch: Watch) => Promise<Differs>;
  readonly compared: (db: Connection, asked: CompareAsked, watch: Watch) => Promise<Compared>;
}

/** By loops over coded columns; by DuckDB where this machine cannot run them, or has not the memory for so many orders. */
export function linkedCalls(project: ProjectHandle): LinkedCalls {
  const slower = canRun() ? 'memory' : 'simd';
  const byDuckdb: LinkedCalls = {
    figures: async (db, asked) => ({ ...(await linkedByDuckdb(project, db, asked)), slower }),
    index: (db, asked) => linkedIndexByDuckdb(project, db, asked),
    differs: (db, asked) => differsByDuckdb(project, db, asked),
    compared: async (db, asked) => ({
      ...(await compared(project, db, asked, () => comparedByDuckdb(project, db, asked))),
      slower,
    }),
  };
  if (!canRun()) return byDuckdb;
  const views = new LinkedViews(project);
  return {
    figures: orElse((...given) => views.figures(...given), byDuckdb.figures),
    index: orElse((...given) => views.index(...given), byDuckdb.index),
    differs: orElse((...given) => views.differs(...given), byDuckdb.differs),
    compared: orElse(
      (db, asked, watch) => compared(project, db, asked, () => views.compared(db, asked, watch)),
      byDuckdb.compared,
    ),
  };
}

const orElse =
  <A extends readonly unknown[], T>(work: (...given: A) => Promise<T>, other: (...given: A) => Promise<T>) =>
  async (...given: A): Promise<T> => {
    try {
      return await work(...given);
    } catch (error) {
      if (error instanceof OutOfMemory) return other(...given);
      throw error;
    }
  };
