import type { ScopeField } from '../../../analysis/expression/index.ts';
import { isMasked } from '../../../analysis/model/columns.ts';
import type { ProjectInfo } from '../../../analysis/model/project.ts';
import { call } from '../../state/jobs.ts';

export interface KnownValue {
  readonly value: string;
  readonly orders: number;
}

const asked = new Map<string, Promise<readonly KnownValue[]>>();
/** Columns with more values than this hold names and numbers of people rather than kinds of things. */
const fewEnough = 300;

/** The values of a text column with few of them, most frequent first; none for the others. */
export function knownValues(field: ScopeField, info: ProjectInfo): Promise<readonly KnownValue[]> {
  if (field.type !== 'string' || field.refused !== undefined) return Promise.resolve([]);
  // A mask in a rule would never be met.
  const column = info.masked ? info.columns.find(({ name }) => name === field.column) : undefined;
  if (column !== undefined && isMasked(column)) return Promise.resolve([]);
  const key = `${info.dataVersion}\n${field.column}`;
  const known = asked.get(key);
  if (known) return known;
  const asking = ask(field.column).catch(() => {
    asked.delete(key);
    return [];
  });
  asked.set(key, asking);
  return asking;
}

async function ask(column: string): Promise<readonly KnownValue[]> {
  const profile = await call('explore.column', { column, filter: { clauses: [] } });
  if (profile.distinct === null || profile.distinct > fewEnough) return [];
  return profile.bins.flatMap(({ clause, kind, orders }) => {
    if (kind !== 'value' || clause.kind !== 'in') return [];
    const [value] = clause.values;
    return typeof value === 'string' ? [{ value, orders }] : [];
  });
}
