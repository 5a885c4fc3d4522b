import { amountPath, currencyPath, type CheckedFeature, type ScopeField } from '../expression/index.ts';
import type { FeatureCase, VectorValue } from '../model/package.ts';
import { microsText } from './micros-text.ts';
import type { VectorRecord } from './vector-records.ts';
import { recordWith } from './vector-search.ts';

/** Invented orders of a history on which a feature is tried. */

/** A history of which nothing is said yet. */
export type Asked = Omit<FeatureCase, 'values'>;

type Fields = Record<string, VectorValue>;

const start = BigInt(Date.UTC(2026, 0, 1)) * 1000n;

/** In microseconds. */
export const day = 86_400_000_000n;

/** An instant so many microseconds into a history. */
export const instant = (at: bigint): string => microsText(String(start + at)) ?? '';

/** What the time of an order is called. */
const timePath = 'order.time';

/** The amount of an order where nothing asks for another. */
const usualAmount = 1000;

export class CaseOrders {
  readonly #checked: CheckedFeature;
  /** What an order has that the feature counts. */
  readonly #met: VectorRecord;
  readonly #unmet: VectorRecord | null;
  readonly #orders: { readonly id: string; readonly at: bigint; readonly fields: Fields }[] = [];

  constructor(checked: CheckedFeature) {
    const { where, currency } = checked;
    const bare: VectorRecord = { origin: 'made', record: { [currencyPath]: currency, [timePath]: instant(0n) } };
    this.#checked = checked;
    this.#met = where === null ? bare : (recordWith('true', where, [bare]) ?? bare);
    const unmet = where === null ? null : recordWith('false', where, [this.#met]);
    this.#unmet = unmet === null ? null : { ...bare, record: { ...bare.record, ...unmet.record } };
  }

  /** Adds an order that counts, so many microseconds into the history, with its fields changed; answers its id. */
  add(at: bigint, change: (fields: Fields) => Fields = (fields) => fields): string {
    return this.#put(at, change(this.#fieldsOf(this.#met)));
  }

  /** Adds orders of one instant that do not count with the others, one for each reason; answers their ids. */
  addOthers(at: bigint): string[] {
    const { keys, of, currency } = this.#checked;
    const ids = keys.flatMap(({ order: key }) => [
      this.add(at, ({ [key.path]: _gone, ...rest }) => rest),
      this.add(at, (fields) => ({ ...fields, [key.path]: sample(key, 1) })),
    ]);
    if (of !== null) ids.push(this.add(at, ({ [of.path]: _gone, ...rest }) => rest));
    ids.push(this.add(at, (fields) => ({ ...fields, [currencyPath]: currency === 'USD' ? 'JPY' : 'USD' })));
    if (this.#unmet !== null) ids.push(this.#put(at, this.#fieldsOf(this.#unmet)));
    return ids;
  }

  /** The amount in minor units of an order that counts. */
  get amount(): number {
    const amount = this.#met.record[amountPath];
    return typeof amount === 'number' ? amount : usualAmount;
  }

  /** In the order of time, those of one instant as they were added. */
  get all(): Asked['orders'] {
    return this.#orders
      .toSorted((one, other) => Number(one.at - other.at))
      .map(({ id, at, fields }) => ({ event_id: id, at: instant(at), fields }));
  }

  #put(at: bigint, fields: Fields): string {
    const id = `o${String(this.#orders.length + 10)}`;
    this.#orders.push({ id, at, fields });
    return id;
  }

  #fieldsOf({ record }: VectorRecord): Fields {
    const { keys, of, whole } = this.#checked;
    // The time of an order is its own.
    const { [timePath]: _time, ...rest } = record;
    return {
      ...(whole === null ? {} : { [whole.path]: usualAmount }),
      ...rest,
      ...(of === null ? {} : { [of.path]: measure(of, record[of.path], this.#orders.length) }),
      ...Object.fromEntries(keys.map(({ order: key }): [string, VectorValue] => [key.path, sample(key, 0)])),
    };
  }
}

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
