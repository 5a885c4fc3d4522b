import { orderTimePath } from '../expression/index.ts';
import type { RuleSetException } from '../model/policy.ts';
import { snoozedBy } from './exported-exceptions.ts';
import type { VectorRecord } from './vector-records.ts';

/** What of a record was decided, as far as a record is chosen by it. */
interface Decided extends VectorRecord {
  readonly fired: readonly string[];
  readonly result: string;
}

/**
 * Records at and beside the ends of each exception's time, with its value and without any. They are made of one on which
 * the exception changes something, where there is such.
 */
export function exceptionRecords(
  exceptions: readonly RuleSetException[],
  drawn: readonly Decided[],
  bare: VectorRecord,
): VectorRecord[] {
  return exceptions.flatMap((exception) => {
    const snoozed = snoozedBy(exception);
    const changes = drawn.find(({ fired, result }) =>
      exception.kind === 'allow' ? result !== 'OK' : snoozed.some((code) => fired.includes(code)),
    );
    const { record, lists } = changes ?? drawn[0] ?? bare;
    const base = lists === undefined ? { record } : { record, lists };
    const at = (time: number): VectorRecord => ({
      ...base,
      origin: 'boundary',
      record: { ...record, [exception.field]: exception.value, [orderTimePath]: new Date(time).toISOString() },
    });
    const { [exception.field]: _value, ...without } = record;
    const from = Date.parse(exception.from);
    const until = exception.until === undefined ? [] : [Date.parse(exception.until)];
    return [
      ...[from, ...until].flatMap((time) => [at(time - 1), at(time)]),
      { ...base, origin: 'absent', record: { ...without, [orderTimePath]: new Date(from).toISOString() } },
    ];
  });
}
