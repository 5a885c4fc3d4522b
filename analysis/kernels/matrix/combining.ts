import { roomFor } from './atoms.ts';
import { changeOf, rowsChanged, type Change, type Placed } from './change.ts';
import { decidedAsks, namesOfAsks, roomOfAsks, type AskRoom, type DecidedAsks, type Places } from './decided-asks.ts';
import type { KernelMemory } from './memory.ts';
import { stateCount, type Combination, type Combined, type Rest, type Scoring, type Sums } from './shapes.ts';

const bitmapBytes = 512;
const sumBytes = 16 * stateCount;
/** So many are kept of questions that differ in more than rules and steps. */
const mostKept = 2;
/** Where more of the rows may be decided otherwise, all of them are added up anew. */
const mostChanged = 1 / 2;
/** What a step is to two lists; the loops have the same. */
const kinds = { both: 0, before: 1, now: 2 } as const;

/** A part of the rows as it is asked. */
export interface CombiningPlaces extends Places {
  readonly blocks: number;
  readonly weeks: number;
  /** Bitmaps of the states, and the one of the rows that count. */
  readonly stateBits: number;
  readonly inside: number;
  readonly scoring: (scoring: Scoring) => readonly number[];
  /** Calls the work with so many blocks at most, until all are done. */
  readonly slice: number;
  readonly slices: (work: (from: number, to: number) => void) => void;
}

/** Where what a combination comes to is added up. */
interface Room extends AskRoom {
  readonly unique: number;
  readonly first: number;
  readonly decided: number;
  readonly weekly: number;
}

/** What a combination came to. */
interface Kept {
  readonly key: string;
  readonly placed: Placed;
  readonly room: Room;
  /** Names of bitmaps and columns. */
  readonly uses: ReadonlySet<string>;
}

/**
 * Combines rules. What it came to is kept where steps decide, so that the next combination of which the same is asked costs
 * little more than the rows that it decides otherwise: sums are of whole numbers, which are added and taken away exactly.
 */
export class Combining {
  readonly #memory: KernelMemory;
  #kept: readonly Kept[] = [];

  constructor(memory: KernelMemory) {
    this.#memory = memory;
  }

  combine(combination: Combination, at: CombiningPlaces): Combined {
    const key = keyOf(combination);
    const placed = placedOf(combination, at);
    const before = this.#kept.find((one) => one.key === key);
    const change = before === undefined ? null : smallChange(before.placed, placed, at);
    if (before !== undefined) this.#kept = this.#kept.filter((one) => one !== before);
    if (before !== undefined && change === null) this.#takeBack(before.room);
    const room = before === undefined || change === null ? this.#fresh(combination, at) : this.#moved(before, change);
    let kept = false;
    try {
      const asks = decidedAsks(combination, at, room);
      if (change === null) fully(combination, placed, room, asks, at);
      else changed(combination, change, room, asks, at);
      const answer = { ...sumsOf(combination, room, at), ...asks.answer() };
      kept = key !== null;
      if (key !== null) this.#keep({ key, placed, room, uses: usesOf(combination) });
      return answer;
    } finally {
      if (!kept) this.#takeBack(room);
    }
  }

  /** What was kept is of other rows now: of a bitmap or a column, or of all where no name is given. */
  forget(name?: string): void {
    const gone = this.#kept.filter(({ uses }) => name === undefined || uses.has(name));
    for (const { room } of gone) this.#takeBack(room);
    if (gone.length > 0) this.#kept = this.#kept.filter((one) => !gone.includes(one));
  }

  #keep(one: Kept): void {
    const all = [...this.#kept, one];
    for (const { room } of all.slice(0, -mostKept)) this.#takeBack(room);
    this.#kept = all.slice(-mostKept);
  }

  #takeBack({ unique, first, decided, weekly, results, tallies, counts }: Room): void {
    for (const piece of [unique, first, decided, weekly, results, ...tallies, counts]) this.#memory.takeBack(piece);
  }

  #lend(length: number): number {
    return this.#memory.lend(roomFor(length));
  }

  #sums(rules: number, decided: number): Pick<Room, 'unique' | 'decided'> {
    return { unique: this.#lend(rules * sumBytes), decided: this.#lend(decided * sumBytes) };
  }

  #fresh(combination: Combination, at: CombiningPlaces): Room {
    const sums = combination.steps.length + restSums(combination.rest);
    return {
      ...this.#sums(combination.rules.length, sums),
      weekly: this.#lend(at.weeks * 4 * 12),
      first: combination.omitFirst === true ? 0 : this.#lend(combination.rules.length * sumBytes),
      ...roomOfAsks(combination, at, (length) => this.#lend(length)),
    };
  }

  /** The sums of rules and steps that stay, in the places that they have now. */
  #moved({ placed, room }: Kept, { steps, rules }: Change): Room {
    const count = steps.filter(({ now }) => now !== null).length;
    // One more for what steps that are gone decided: nobody asks for it.
    const made = this.#sums(rules.length, count + 2);
    const copy = (from: number, to: number): void => void this.#memory.bytes.copyWithin(to, from, from + sumBytes);
    rules.forEach(({ before }, place) => {
      if (before !== null) copy(room.unique + before * sumBytes, made.unique + place * sumBytes);
    });
    for (const { before, now } of steps)
      if (before !== null && now !== null) copy(room.decided + before * sumBytes, made.decided + now * sumBytes);
    copy(room.decided + placed.steps.length * sumBytes, made.decided + count * sumBytes);
    for (const piece of [room.unique, room.decided]) this.#memory.takeBack(piece);
    return { ...room, ...made };
  }
}

/** Places of sums behind those of the steps. */
const restSums = (rest: Rest): number => (rest.kind === 'scores' ? 8 : 1);

/** All that must be the same for what was kept to be of use; null where nothing is kept. */
function keyOf({ rest, omitFirst, tallies = [], gather, count }: Combination): string | null {
  if (rest.kind === 'scores' || omitFirst !== true || tallies.length === 0) return null;
  return JSON.stringify([rest, tallies, gather, count]);
}

const placedOf = ({ rules, steps }: Combination, { bitmap }: CombiningPlaces): Placed => ({
  rules: rules.map(bitmap),
  steps: steps.map(({ conditions, ...step }) => ({ ...step, conditions: conditions.map(bitmap) })),
});

const usesOf = (combination: Combination): ReadonlySet<string> =>
  new Set([
    ...combination.rules,
    ...combination.steps.flatMap(({ conditions }) => conditions),
    ...namesOfAsks(combination),
  ]);

/** Null where so many rows may change that adding up all of them costs less. */
function smallChange(before: Placed, now: Placed, at: CombiningPlaces): Change | null {
  const { memory, rows, blocks, inside, slices } = at;
  const change = changeOf(before, now);
  const hits = (bitmap: number): number => {
    let found = 0;
    slices((from, to) => (found += Number(memory.kernel.count(blocks, from, to, bitmap, inside))));
    return found;
  };
  return rowsChanged(change, hits) > rows * mostChanged ? null : change;
}

/** Adds up all rows. */
function fully(
  { rest }: Combination,
  { rules, steps }: Placed,
  room: Room,
  asks: DecidedAsks,
  at: CombiningPlaces,
): void {
  const { memory, numbers, piece, base, blocks, stride, stateBits, inside, scoring, slices } = at;
  const { kernel } = memory;
  const { unique, first, decided, weekly, results } = room;
  const added = [base.states, base.amounts, base.wide] as const;
  const own = numbers(Uint32Array.from(rules));
  const policy = stepsAt(
    steps.map((step, now) => ({ step, before: now, now })),
    at,
  );
  const otherwise = rest.kind === 'otherwise' ? rest.result : -1;
  const of = [stateBits, stride, ...added] as const;
  const scores = rest.kind === 'scores' ? scoring(rest) : null;
  const [left, scratch] = [piece(stride), piece(4096 * 24 + 8 * bitmapBytes)];
  const behind = decided + steps.length * sumBytes;
  slices((from, to) => {
    const part = [blocks, from, to] as const;
    kernel.beside(...part, own, rules.length, inside, ...added, unique, first, scratch);
    kernel.decide(...part, ...policy, otherwise, ...of, decided, weekly, left, results, scratch);
    if (scores !== null) kernel.score(...part, ...scores, ...of, behind, weekly, left, results, scratch);
    asks.add(...part);
  });
}

/** Adds and takes away the rows that are decided otherwise. */
function changed({ rest }: Combination, change: Change, room: Room, asks: DecidedAsks, at: CombiningPlaces): void {
  const { memory, numbers, piece, base, blocks, stride, stateBits, inside, slice, slices } = at;
  const { kernel } = memory;
  const { unique, decided, weekly, results } = room;
  const { rules, steps, both, gone, come } = change;
  const added = [base.states, base.amounts, base.wide] as const;
  const listed = [both, gone, come].flatMap((some) => [numbers(Uint32Array.from(some)), some.length]);
  const own = numbers(Uint32Array.from(rules.flatMap(({ rule, before }) => [rule, before === null ? 1 : 0])));
  const places = steps.flatMap(({ before, now }, place) => (before === null || now === null ? [place] : []));
  const policy = [...stepsAt(steps, at), numbers(Uint32Array.from(places)), places.length] as const;
  const otherwise = rest.kind === 'otherwise' ? rest.result : 0;
  const left = decided + steps.filter(({ now }) => now !== null).length * sumBytes;
  const part = slice * bitmapBytes;
  const [leave, enter, scratch] = [piece(4 * part), piece(4 * part), piece(4 * bitmapBytes)];
  slices((from, to) => {
    const some = [blocks, from, to] as const;
    if (gone.length + come.length > 0)
      kernel.besideChanged(...some, ...listed, own, rules.length, inside, ...added, unique, scratch);
    const of = [otherwise, left, stateBits, stride, ...added, decided, weekly, results] as const;
    kernel.decideChanged(...some, ...policy, ...of, leave, enter, part);
    // The loops count blocks from the first of all.
    asks.change(some, leave - from * bitmapBytes, enter - from * bitmapBytes, part);
  });
}

/** Steps as the loops read them: where they stand, how many, and the bitmaps of their conditions. */
function stepsAt(steps: Change['steps'], { numbers }: CombiningPlaces): readonly [number, number, number] {
  const now = steps.filter((one) => one.now !== null).length;
  let start = 0;
  const records = steps.flatMap(({ step: { result, needs, conditions }, before, now: place }) => {
    const kind = before === null ? kinds.now : place === null ? kinds.before : kinds.both;
    const record = [result, needs === 'all' ? 1 : 0, start, conditions.length, kind, place ?? now + 1];
    start += conditions.length;
    return record;
  });
  const members = steps.flatMap(({ step }) => step.conditions);
  return [numbers(Uint32Array.from(records)), steps.length, numbers(Uint32Array.from(members))];
}

/** In the order of the rules and steps asked. */
function sumsOf({ rules, steps, rest, omitFirst }: Combination, room: Room, { memory, weeks }: CombiningPlaces) {
  const copied = (at: number, bytes: number): ArrayBuffer => memory.bytes.buffer.slice(at, at + bytes);
  const sums = (at: number, count: number): Sums => new BigInt64Array(copied(at, count * sumBytes));
  return {
    unique: sums(room.unique, rules.length),
    first: omitFirst === true ? new BigInt64Array() : sums(room.first, rules.length),
    decided: sums(room.decided, steps.length + restSums(rest)),
    weekly: new Uint32Array(copied(room.weekly, weeks * 4 * 12)),
  };
}
