import { Few } from './few.ts';
import { heldOf, type Beside, type Held, type Value } from './held.ts';
import { addedBy, type Kept, type Key, type Store, type Values } from './store.ts';

/** Of so many events a key's features are read from the events themselves; of more, from what is kept for each feature. */
const most = 16;

/** A key of many events: what is kept of it for each feature, its last row, and how many of its rows stand. */
interface Busy {
  readonly held: readonly Held[];
  last: number;
  rows: number;
}

/**
 * The events that the longest window of some features reaches, of all keys together as rows in the order of time, in a ring:
 * what no window reaches any more stands first and is forgotten there. Each row knows the one before it of its key.
 */
export class Recent implements Store {
  readonly #kept: readonly Kept[];
  /** From which instant on events count, of each length of window, and which of them a feature has. */
  readonly #windows: readonly ((now: number) => number)[];
  readonly #windowOf: readonly number[];
  readonly #since: Float64Array;
  /** The last row of a key. */
  readonly #keys = new Map<Key, number | Busy>();
  /** Rows are counted from the first event ever; a row stands at its number modulo the size of the ring, a power of two. */
  #first = 0;
  #end = 0;
  #ring: Ring;
  readonly #rows: number[] = [];
  readonly #few = new Few();

  /** `texts`: whether the values of a column are texts. */
  constructor(kept: readonly Kept[], texts: readonly boolean[]) {
    this.#kept = kept;
    const lengths = [...new Set(kept.map(({ plan }) => plan.window))];
    this.#windows = lengths.map((length) => kept.find(({ plan }) => plan.window === length)?.plan.since ?? never);
    this.#windowOf = kept.map(({ plan }) => lengths.indexOf(plan.window));
    this.#since = new Float64Array(lengths.length);
    this.#ring = new Ring(256, texts);
  }

  get size(): number {
    return this.#keys.size;
  }

  put(key: Key, at: number, values: Values): void {
    this.#forget(this.#sincesAt(at));
    if (this.#end - this.#first === this.#ring.size) this.#ring = this.#ring.doubled(this.#first, this.#end);
    const kept = this.#keys.get(key);
    const last = typeof kept === 'object' ? kept.last : kept;
    const row = this.#end;
    this.#end += 1;
    this.#ring.write(row, key, at, last === undefined ? 0 : row - last, values);
    if (typeof kept !== 'object') {
      const rows = this.#chain(row);
      this.#keys.set(key, rows > most ? this.#busy(rows) : row);
      return;
    }
    kept.last = row;
    kept.rows += 1;
    for (let index = 0; index < this.#kept.length; index += 1) {
      const [one, held] = [this.#kept[index], kept.held[index]];
      if (one === undefined || held === undefined) continue;
      held.forget(this.#sinceOf(index));
      const value = addedBy(one, at, values);
      if (value !== undefined) held.add(at, value);
    }
  }

  read(key: Key, now: number, beside: ((index: number) => readonly Beside[]) | null, into: Float64Array): void {
    const kept = this.#keys.get(key);
    this.#sincesAt(now);
    const rows = typeof kept === 'number' ? this.#chain(kept) : 0;
    for (let index = 0; index < this.#kept.length; index += 1) {
      const one = this.#kept[index];
      if (one === undefined) continue;
      const besides = beside === null ? none : beside(index);
      if (typeof kept === 'object') {
        const held = kept.held[index];
        held?.forget(this.#sinceOf(index));
        into[one.plan.place] = held?.read(now, besides) ?? NaN;
      } else into[one.plan.place] = this.#readFew(one, now, this.#sinceOf(index), rows, besides);
    }
  }

  #readFew({ plan, column }: Kept, now: number, since: number, rows: number, besides: readonly Beside[]): number {
    const [few, ring] = [this.#few, this.#ring];
    few.clear();
    for (let index = besides.length - 1; index >= 0; index -= 1) {
      const one = besides[index];
      if (one !== undefined) few.add(one.at, one.value);
    }
    for (let index = 0; index < rows; index += 1) {
      const row = this.#rows[index] ?? 0;
      const at = ring.at(row);
      if (at < since) break;
      const value = column === null ? at : ring.value(column, row);
      if (value !== undefined) few.add(at, value);
    }
    return plan.aggregate === null ? NaN : few.read(plan.aggregate, now);
  }

  /** Notes the rows of a key that stand, the newest first, and says how many: one more than `most` at the most. */
  #chain(last: number): number {
    let count = 0;
    for (let row = last; row >= this.#first && count <= most;) {
      this.#rows[count] = row;
      count += 1;
      const back = this.#ring.back(row);
      if (back === 0) break;
      row -= back;
    }
    return count;
  }

  /** Makes a key busy by the rows noted last. */
  #busy(rows: number): Busy {
    const held = this.#kept.map(({ plan, column }) => {
      const own = heldOf(plan.aggregate ?? { is: 'count' });
      for (let index = rows - 1; index >= 0; index -= 1) {
        const row = this.#rows[index] ?? 0;
        const at = this.#ring.at(row);
        const value = column === null ? at : this.#ring.value(column, row);
        if (value !== undefined) own.add(at, value);
      }
      return own;
    });
    return { held, last: this.#rows[0] ?? 0, rows };
  }

  /** Forgets the rows before an instant. A key of few rows is read from them again. */
  #forget(before: number): void {
    for (; this.#first < this.#end && this.#ring.at(this.#first) < before; this.#first += 1) {
      const row = this.#first;
      const key = this.#ring.key(row);
      const kept = this.#keys.get(key);
      if (kept === row) this.#keys.delete(key);
      else if (typeof kept === 'object') {
        kept.rows -= 1;
        if (kept.last === row) this.#keys.delete(key);
        else if (kept.rows <= most / 2) this.#keys.set(key, kept.last);
      }
      this.#ring.clear(row);
    }
  }

  /** Settles since when events count at an instant, and says the earliest of it. */
  #sincesAt(now: number): number {
    let earliest = Infinity;
    for (let index = 0; index < this.#windows.length; index += 1) {
      const since = this.#windows[index]?.(now) ?? NaN;
      this.#since[index] = since;
      if (since < earliest) earliest = since;
    }
    return earliest;
  }

  #sinceOf(index: number): number {
    return this.#since[this.#windowOf[index] ?? 0] ?? NaN;
  }

  save(): unknown {
    return Array.from({ length: this.#end - this.#first }, (_, index) => this.#ring.saved(this.#first + index));
  }

  restore(saved: unknown): void {
    for (const [key, at, ...values] of saved as readonly (readonly [Key, number, ...(Value | null)[]])[])
      this.put(
        key,
        at,
        values.map((value) => value ?? undefined),
      );
  }
}

const none: readonly Beside[] = [];
const never = (): number => -Infinity;

/** Rows by their number: time, key, how far back the one before of the same key stands (0: none), and values by column. */
class Ring {
  readonly size: number;
  readonly #texts: readonly boolean[];
  readonly #at: Float64Array;
  readonly #back: Float64Array;
  readonly #keys: Key[];
  readonly #columns: readonly (Float64Array | (string | undefined)[])[];

  constructor(size: number, texts: readonly boolean[]) {
    this.size = size;
    this.#texts = texts;
    this.#at = new Float64Array(size);
    this.#back = new Float64Array(size);
    this.#keys = new Array<Key>(size).fill('');
    this.#columns = texts.map((text) =>
      text ? new Array<string | undefined>(size).fill(undefined) : new Float64Array(size),
    );
  }

  at(row: number): number {
    return this.#at[row & (this.size - 1)] ?? NaN;
  }

  back(row: number): number {
    return this.#back[row & (this.size - 1)] ?? 0;
  }

  key(row: number): Key {
    return this.#keys[row & (this.size - 1)] ?? '';
  }

  value(column: number, row: number): Value | undefined {
    const value = this.#columns[column]?.[row & (this.size - 1)];
    return typeof value === 'number' && Number.isNaN(value) ? undefined : value;
  }

  write(row: number, key: Key, at: number, back: number, values: Values): void {
    const place = row & (this.size - 1);
    this.#at[place] = at;
    this.#back[place] = back;
    this.#keys[place] = key;
    for (let index = 0; index < this.#columns.length; index += 1) {
      const [column, value] = [this.#columns[index], values[index]];
      if (column instanceof Float64Array) column[place] = typeof value === 'number' ? value : NaN;
      else if (column !== undefined) column[place] = typeof value === 'string' ? value : undefined;
    }
  }

  /** Lets go of the texts of a row. */
  clear(row: number): void {
    const place = row & (this.size - 1);
    this.#keys[place] = '';
    for (const column of this.#columns) if (!(column instanceof Float64Array)) column[place] = undefined;
  }

  saved(row: number): unknown {
    return [this.key(row), this.at(row), ...this.#columns.map((_, column) => this.value(column, row) ?? null)];
  }

  doubled(first: number, end: number): Ring {
    const other = new Ring(this.size * 2, this.#texts);
    for (let row = first; row < end; row += 1) {
      const values = this.#columns.map((_, column) => this.value(column, row));
      other.write(row, this.key(row), this.at(row), this.back(row), values);
    }
    return other;
  }
}
