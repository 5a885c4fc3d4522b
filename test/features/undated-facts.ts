import { usualBadKinds, type Feature } from '../../analysis/model/features.ts';
import type { StreamFact } from './streaming.ts';

/** What is told of orders without a date, in words of its own: shares no code with the SQL. */

export const noFact: StreamFact = {
  ...{ order: '', kind: '', family: null, amount: null, daysPastDue: null, repeats: false, at: null },
};

const charges = ['chargeback', 'chargeback-upheld', 'chargeback-reversed'];

/** What a status says where facts of these kinds are told of its order; null where they say it better. */
function settledKind(status: string, told: readonly string[]): string | null {
  const unpaid = told.includes('overdue') || told.includes('bad-debt');
  if (status === '60') return told.some((kind) => charges.includes(kind)) ? null : 'chargeback';
  if (status === '30' || status === '40') return unpaid ? null : 'overdue';
  if (status !== '50' || told.includes('bad-debt')) return null;
  return unpaid ? 'bad-debt of an overdue bill' : 'bad-debt';
}

/** What columns of the orders themselves say without a date: `settled: …` by their status where no fact says it better, and labels. */
export function factsOfColumns(
  orders: readonly {
    readonly id: string;
    readonly at: bigint;
    readonly settle_status: unknown;
    readonly label: unknown;
  }[],
  facts: readonly StreamFact[],
): StreamFact[] {
  const undated = (order: string, placed: bigint, kind: string): StreamFact => ({
    ...{ order, kind, family: null, amount: null, daysPastDue: null, repeats: false, at: null, placed },
  });
  return orders.flatMap(({ id, at, settle_status: status, label }) => {
    const told = facts.filter(({ order }) => order === id).map(({ kind }) => kind);
    const settled = settledKind(String(status), told);
    return [
      ...(settled === null ? [] : [undated(id, at, `settled: ${settled}`)]),
      ...(label === true ? [undated(id, at, 'label-bad')] : []),
    ];
  });
}

/** Whether a feature counts a fact; of a settled chargeback nobody knows the family. */
export function countsFact({ outcome = {} }: Feature, { kind, family, daysPastDue }: StreamFact): boolean {
  const { kinds = usualBadKinds, reasonFamilies = [] } = outcome;
  const asked: readonly string[] = kinds;
  if (kind === 'settled: bad-debt of an overdue bill') return asked.includes('bad-debt') && !asked.includes('overdue');
  const own = kind.replace(/^settled: /, '');
  if (own === 'chargeback' || own === 'chargeback-upheld') {
    const families: readonly string[] = reasonFamilies;
    return asked.includes('chargeback') && (families.length === 0 || families.includes(family ?? 'unknown'));
  }
  return asked.includes(own) || (kind === 'overdue' && overdueFor(asked) <= (daysPastDue ?? -1));
}

/** Whether it cannot be told what was known when, or nothing that the feature counts is told of orders that are bad. */
export function isRefused(feature: Feature, facts: readonly StreamFact[], orders: ReadonlySet<string>): boolean {
  if (feature.agg !== 'known_bad') return false;
  const all = facts.filter(({ order }) => orders.has(order));
  const counted = all.filter((fact) => countsFact(feature, fact));
  const settled = counted.filter(({ kind }) => kind.startsWith('settled: '));
  const told = counted.filter((fact) => !settled.includes(fact));
  const labels = all.filter(
    ({ kind, order: own }) => kind === 'label-bad' && !counted.some(({ order }) => order === own),
  );
  if (feature.outcome?.assumedDelayDays !== undefined) return told.length + settled.length === 0 && labels.length > 0;
  return told.some(({ at }) => at === null) || (told.length === 0 && settled.length + labels.length > 0);
}

/** The least days a bill must be overdue to count. */
export const overdueFor = (kinds: readonly string[]): number =>
  Math.min(...[30, 60, 90].filter((days) => kinds.includes(`overdue-${days}`)));
