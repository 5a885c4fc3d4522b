import {
  amountPath,
  currencyPath,
  listedIn,
  type CheckedFeature,
  type CheckedRule,
  type ScopeField,
} from '../expression/index.ts';
import type { CaseOrder, FeatureCase, VectorValue } from '../model/package.ts';
import { microsText } from './micros-text.ts';
import { isOn } from './vector-lists.ts';
import { settled, turnedOn, variedRecords, withValue, type VectorRecord } from './vector-records.ts';
import { recordWith } from './vector-search.ts';

/** Invented orders, and events beside them, of a history on which a feature is tried. */

/** A history of which nothing is said yet. */
export type Asked = Omit<FeatureCase, 'values'>;

type Fields = Record<string, VectorValue>;

/** What an order or event tells. */
type Told = Pick<CaseOrder, 'fields' | 'lists'>;

const start = BigInt(Date.UTC(2026, 0, 1)) * 1000n;

/** In microseconds. */
export const day = 86_400_000_000n;

/** An instant so many microseconds into a history. */
export const instant = (at: bigint): string => microsText(String(start + at)) ?? '';

/** What the time of an order or event is called, and how the ids of invented ones begin. */
const sides = { order: { time: 'order.time', id: 'o' }, event: { time: 'event.time', id: 'e' } } as const;
export type Side = keyof typeof sides;

/** Orders beside the thresholds of one condition. */
const mostVaried = 60;

/** The amount of an order where nothing asks for another. */
const usualAmount = 1000;

/** Of orders: those that a feature counts, or those it is asked at; of events beside them: those it counts. */
export class CaseOrders {
  /** Whether a record was found that the feature counts: without one its window cannot be tried. */
  readonly canCount: boolean;
  readonly #checked: CheckedFeature;
  readonly #side: Side;
  readonly #met: VectorRecord;
  readonly #unmet: VectorRecord | null;
  readonly #varied: readonly VectorRecord[];
  readonly #orders: { readonly id: string; readonly at: bigint; readonly told: Told }[] = [];

  constructor(checked: CheckedFeature, side: Side) {
    const { where, currency } = checked;
    const bare: VectorRecord = {
      origin: 'made',
      record: { [currencyPath]: currency, [sides[side].time]: instant(0n) },
    };
    const from = where === null ? [] : startsOf(where, bare);
    const met = where === null ? bare : recordWith('true', where, from);
    this.#checked = checked;
    this.#side = side;
    this.canCount = met !== null;
    this.#met = met ?? bare;
    const unmet = where === null ? null : recordWith('false', where, [this.#met, ...from]);
    this.#unmet = unmet === null ? null : { ...unmet, record: { ...bare.record, ...unmet.record } };
    this.#varied = where === null ? [] : beside(where, this.#met).slice(0, mostVaried);
  }

  /** Adds an order that counts, so many microseconds into the history, with its fields changed; answers its id. */
  add(at: bigint, change: (fields: Fields) => Fields = (fields) => fields): string {
    return this.#put(at, this.#toldOf(this.#met, change));
  }

  /** Adds orders of one instant that do not count with the others, one for each reason; answers their ids. */
  addOthers(at: bigint): string[] {
    const { of, currency } = this.#checked;
    const ids = this.#keys.flatMap((key) => [
      this.add(at, ({ [key.path]: _gone, ...rest }) => rest),
      this.add(at, (fields) => ({ ...fields, [key.path]: sample(key, 1) })),
    ]);
    if (of !== null) ids.push(this.add(at, ({ [of.path]: _gone, ...rest }) => rest));
    ids.push(this.add(at, (fields) => ({ ...fields, [currencyPath]: currency === 'USD' ? 'JPY' : 'USD' })));
    if (this.#unmet !== null)
      ids.push(
        this.#put(
          at,
          this.#toldOf(this.#unmet, (fields) => fields),
        ),
      );
    return ids;
  }

  /**
   * Adds an order for every record on and beside a threshold of the condition, on and off each of its lists and without each field
   * it reads, a microsecond after the other from `at` on; answers the ids.
   */
  addVaried(at: bigint): string[] {
    return this.#varied.map((record, n) =>
      this.#put(
        at + BigInt(n),
        this.#toldOf(record, (fields) => fields),
      ),
    );
  }

  /** The amount in minor units of an order that counts. */
  get amount(): number {
    const amount = this.#met.record[amountPath];
    return typeof amount === 'number' ? amount : usualAmount;
  }

  /** In the order of time, those of one instant as they were added. */
  get all(): CaseOrder[] {
    return this.#orders
      .toSorted((one, other) => Number(one.at - other.at))
      .map(({ id, at, told }) => ({ event_id: id, at: instant(at), ...told }));
  }

  get #keys(): readonly ScopeField[] {
    return this.#checked.keys.map((key) => key[this.#side]);
  }

  #put(at: bigint, told: Told): string {
    const id = `${sides[this.#side].id}${this.#orders.length + 10}`;
    this.#orders.push({ id, at, told });
    return id;
  }

  /** A record with the keys of the history; its values that stood on a list stand there still, whatever they are now. */
  #toldOf(base: VectorRecord, change: (fields: Fields) => Fields): Told {
    const { where } = this.#checked;
    const fields = change(this.#fieldsOf(base));
    const asked = where === null ? [] : listedIn(where);
    if (asked.length === 0) return { fields };
    const lists: Record<string, string[]> = {};
    for (const term of asked) {
      const on = (lists[term.list.id] ??= []);
      const value = fields[term.item.field.path];
      if (isOn(base, term) === true && typeof value === 'string' && !on.includes(value)) on.push(value);
    }
    return { fields, lists };
  }

  #fieldsOf({ record }: VectorRecord): Fields {
    const { of, whole } = this.#checked;
    // The time of an order is its own.
    const { [sides[this.#side].time]: _time, ...rest } = record;
    return {
      ...(whole === null ? {} : { [whole.path]: usualAmount }),
      ...rest,
      ...(of === null ? {} : { [of.path]: measure(of, record[of.path], this.#orders.length) }),
      ...Object.fromEntries(this.#keys.map((key): [string, VectorValue] => [key.path, sample(key, 0)])),
    };
  }
}

/** Records that one meeting a condition is looked for from: empty, with something in all it reads, and beside its thresholds. */
function startsOf(where: CheckedRule, bare: VectorRecord): VectorRecord[] {
  const listed = listedIn(where).map(({ item }) => item.field);
  const named = listed.reduce((one, field) => withValue(one, field.path, sample(field, 0), 'made'), bare);
  const filled = settled(where, named);
  return [bare, filled, ...beside(where, filled)];
}

const beside = (where: CheckedRule, base: VectorRecord): VectorRecord[] =>
  variedRecords(where, base, turnedOn(where, base, []));

function sample({ path, type }: ScopeField, n: number): VectorValue {
  if (type === 'bool') return n === 0;
  if (type === 'timestamp') return new Date(Date.UTC(2025, 0, 1 + n)).toISOString();
  return type === 'string' ? `${path} ${n}` : 7 + n;
}

/** Sums of powers of two tell which orders are in them. */
function measure(field: ScopeField, base: VectorValue | undefined, n: number): VectorValue {
  if (field.type !== 'int' && field.type !== 'money' && field.type !== 'double') return sample(field, n % 4);
  return (typeof base === 'number' ? base : 0) + 2 ** n;
}
