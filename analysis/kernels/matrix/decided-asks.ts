import type { KernelMemory } from './memory.ts';
import {
  stateCount,
  widthOf,
  type CodesAsk,
  type ColumnKind,
  type Combination,
  type Combined,
  type GatherAsk,
  type TallyAsk,
} from './shapes.ts';

const adds = { one: 0, amount: 1, value: 2 } as const;
const everyResult = [0, 1, 2, 3] as const;

/** Where things are in the memory of a part of the rows. */
export interface Places {
  readonly memory: KernelMemory;
  readonly rows: number;
  /** Bytes of a bitmap. */
  readonly stride: number;
  readonly base: { readonly states: number; readonly amounts: number; readonly wide: number };
  readonly column: (name: string) => { readonly kind: ColumnKind; readonly at: number };
  readonly bitmap: (name: string) => number;
  /** Room that is taken back when all is answered. */
  readonly piece: (length: number) => number;
  readonly numbers: (numbers: Uint32Array) => number;
}

/** Where rows of each result are told and added up; 0 where nothing is asked. */
export interface AskRoom {
  /** Bitmaps of the results. */
  readonly results: number;
  readonly tallies: readonly number[];
  readonly counts: number;
}

export interface DecidedAsks {
  /** To be called when rows of some blocks are decided. */
  readonly add: (blocks: number, from: number, to: number) => void;
  /** Rows that leave and enter the results, as bitmaps of `stride` bytes; `add` without what has not changed. */
  readonly change: (
    part: readonly [blocks: number, from: number, to: number],
    gone: number,
    come: number,
    stride: number,
  ) => void;
  readonly answer: () => Pick<Combined, 'tallies' | 'gathered' | 'within' | 'counted'>;
}

export type Asked = Pick<Combination, 'tallies' | 'gather' | 'count'>;

export function roomOfAsks(
  { tallies = [], gather, count }: Asked,
  { stride }: Pick<Places, 'stride'>,
  lend: (length: number) => number,
): AskRoom {
  return {
    results: tallies.length > 0 || gather !== undefined || count !== undefined ? lend(4 * stride) : 0,
    tallies: tallies.map((ask) => lend(tallyNumbers(ask) * 8)),
    counts: count === undefined ? 0 : lend(count.count * 4),
  };
}

/** Columns and bitmaps that are asked for. */
export const namesOfAsks = ({ tallies = [], gather, count }: Asked): readonly string[] => [
  ...tallies.flatMap(({ codes, marks, values, among }) => [
    codes,
    marks,
    values,
    ...(among === undefined ? [] : [among]),
  ]),
  ...(gather === undefined ? [] : [gather.marks, ...(gather.among ?? [])]),
  ...(count === undefined ? [] : [count.codes]),
];

/** What is asked of rows when they are decided. */
export function decidedAsks({ tallies = [], gather, count }: Asked, places: Places, room: AskRoom): DecidedAsks {
  const { memory, stride } = places;
  const { kernel } = memory;
  const { results, counts } = room;
  const tallied = tallies.map((ask, i) => tallying(ask, room.tallies[i] ?? 0, places));
  const byResult = everyResult.map((result) => results + result * stride);
  const gathering = gather === undefined ? null : gatheringOf(gather, byResult, places);
  const beside = gather?.among === undefined ? null : gatheringOf(gather, gather.among.map(places.bitmap), places);
  const counting = count === undefined ? null : [...countingOf(count, places), counts];
  const copied = (at: number, bytes: number): ArrayBuffer => memory.bytes.buffer.slice(at, at + bytes);
  const found = (one: Gathering | null): Uint8Array<ArrayBuffer> =>
    new Uint8Array(copied(one?.begin ?? 0, (one?.end ?? 0) - (one?.begin ?? 0)));
  const addUp = (part: Blocks, rows: number, apart: number, sign: number): void => {
    for (const given of tallied) kernel.tally(...part, rows, apart, ...given, sign);
    if (counting !== null) kernel.countCodes(...part, rows, apart, ...counting, sign);
  };
  const tell = (part: Blocks): void => {
    for (const one of [gathering, beside]) if (one !== null) one.end = kernel.gather(...part, ...one.given, one.end);
  };
  return {
    add: (...part) => {
      addUp(part, results, stride, 1);
      tell(part);
    },
    change: (part, gone, come, apart) => {
      addUp(part, gone, apart, -1);
      addUp(part, come, apart, 1);
      tell(part);
    },
    answer: () => ({
      tallies: tallies.map((ask, i) => new Float64Array(copied(room.tallies[i] ?? 0, tallyNumbers(ask) * 8))),
      gathered: found(gathering),
      within: found(beside),
      counted: new Uint32Array(copied(counts, (count?.count ?? 0) * 4)),
    }),
  };
}

type Blocks = readonly [blocks: number, from: number, to: number];

const tallyNumbers = ({ count, measures }: TallyAsk): number => count * 4 * stateCount * measures.length;

/** What the loop is given for a tally behind the bitmaps of its rows. */
function tallying(
  { codes, count, marks, values, measures, only = everyResult, among }: TallyAsk,
  sums: number,
  { base: { states, amounts, wide }, column, bitmap, numbers: put }: Places,
): readonly number[] {
  const [own, value] = [column(codes), column(values)];
  const asked = put(Uint32Array.from(measures.flatMap((measure) => [adds[measure.adds], measure.of])));
  const coded = [own.at, own.kind === 'u16' ? 1 : 0, count];
  const added = [states, column(marks).at, amounts, wide, value.at, value.kind === 'f64' ? 1 : 0];
  const inside = among === undefined ? 0 : bitmap(among);
  return [...coded, ...added, asked, measures.length, bitsOf(only), inside, sums];
}

interface Gathering {
  readonly given: readonly number[];
  readonly begin: number;
  end: number;
}

function gatheringOf(
  { marks, of }: GatherAsk,
  bitmaps: readonly number[],
  { column, piece, numbers, rows }: Places,
): Gathering {
  const begin = piece(rows);
  const among = numbers(Uint32Array.from(bitmaps));
  return { begin, end: begin, given: [among, bitmaps.length, column(marks).at, of] };
}

function countingOf({ codes, count, only }: CodesAsk, { column }: Places): readonly number[] {
  const { kind, at } = column(codes);
  return [at, widthOf[kind], count, bitsOf(only)];
}

/** Results as bits. */
const bitsOf = (only: readonly number[]): number => only.reduce((all, result) => all | (1 << result), 0);
