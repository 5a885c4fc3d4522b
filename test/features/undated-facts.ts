import { usualBadKinds, type Feature } from '../../analysis/model/features.ts';
import type { StreamFact } from './streaming.ts';

/** What is told of orders without a date, in words of its own: shares no code with the SQL. */

export const noFact: StreamFact = {
  ...{ order: '', kind: '', family: null, amount: null, daysPastDue: null, repeats: false, at: null },
};

const statusKinds: Readonly<Record<string, string>> = {
  '60': 'chargeback',
  '50': 'bad-debt',
  '40': 'overdue',
  '30': 'overdue',
};
const betterThan: Readonly<Record<string, readonly string[]>> = {
  chargeback: ['chargeback', 'chargeback-upheld', 'chargeback-reversed'],
  'bad-debt': ['bad-debt'],
  overdue: ['bad-debt', 'overdue'],
};

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
    const kind = statusKinds[String(status)] ?? '';
    const own = facts.filter(({ order }) => order === id);
    const settled = kind !== '' && !own.some((fact) => betterThan[kind]?.includes(fact.kind));
    const bad = ['chargeback', 'bad-debt', 'overdue', 'fraud-notice', 'black', 'resale', 'cancelled', 'review-ng'];
    const alone = !own.some((fact) => bad.includes(fact.kind));
    return [
      ...(settled ? [undated(id, at, `settled: ${kind}`)] : []),
      ...(label === true ? [undated(id, at, 'label-bad')] : []),
      ...(label === true && alone ? [undated(id, at, 'label alone')] : []),
    ];
  });
}

/** Whether a feature counts a fact; of a settled chargeback nobody knows the family. */
export function countsFact({ outcome = {} }: Feature, { kind, family, daysPastDue }: StreamFact): boolean {
  const { kinds = usualBadKinds, reasonFamilies = [] } = outcome;
  const asked: readonly string[] = kinds;
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
  const labels = (feature.outcome?.kinds ?? []).includes('label-bad')
    ? []
    : all.filter(({ kind }) => kind === 'label alone');
  if (feature.outcome?.assumedDelayDays !== undefined) return told.length + settled.length === 0 && labels.length > 0;
  return told.some(({ at }) => at === null) || (told.length === 0 && settled.length + labels.length > 0);
}

/** The least days a bill must be overdue to count. */
export const overdueFor = (kinds: readonly string[]): number =>
  Math.min(...[30, 60, 90].filter((days) => kinds.includes(`overdue-${days}`)));
