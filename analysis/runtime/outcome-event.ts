import { timeOf, type RuntimeEvent } from './event.ts';
import { RuntimeRefusal } from './package.ts';
import type { Outcome } from './velocity/bad.ts';

/** What an event of kind `outcome` says; refuses one that says nothing, or what is no number. */
export function outcomeOf({ event_id: order, at, fields = {} }: RuntimeEvent): Outcome {
  const kind = fields['outcome.kind'];
  if (typeof kind !== 'string' || order === '') throw new RuntimeRefusal('field-type', 'outcome.kind');
  const number = (name: string): number | null => {
    const value = fields[name] ?? null;
    if (value === null || Number.isSafeInteger(value)) return value === null ? null : Number(value);
    throw new RuntimeRefusal('field-type', name);
  };
  const family = fields['outcome.family'] ?? null;
  if (family !== null && typeof family !== 'string') throw new RuntimeRefusal('field-type', 'outcome.family');
  return {
    ...{ order, kind, family },
    amount: number('outcome.amount'),
    daysPastDue: number('outcome.days_past_due'),
    repeats: fields['outcome.repeats'] === true,
    at: at === null ? null : timeOf(at),
  };
}
