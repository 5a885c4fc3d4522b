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

interface DecidedAsks {
  /** Where the bitmaps of each result have to be for it; 0 where nothing is asked. */
  readonly results: number;
  /** To be called when rows are decided. */
  readonly add: (blocks: number, from: number, to: number) => void;
  readonly answer: () => Pick<Combined, 'tallies' | 'gathered' | 'within' | 'counted'>;
}

type Asked = Pick<Combination, 'tallies' | 'gather' | 'count'>;

/** What is asked of rows when they are decided. */
export function decidedAsks({ tallies = [], gather, count }: Asked, places: Places): DecidedAsks {
  const { memory, piece, stride } = places;
  const { kernel } = memory;
  const results = tallies.length > 0 || gather !== undefined || count !== undefined ? piece(4 * stride) : 0;
  const tallied = tallies.map((ask) => tallying(ask, results, places));
  const byResult = everyResult.map((result) => results + result * stride);
  const gathering = gather === undefined ? null : gatheringOf(gather, byResult, places);
  const beside = gather?.among === undefined ? null : gatheringOf(gather, gather.among.map(places.bitmap), places);
  const counting = count === undefined ? null : countingOf(count, results, places);
  const copied = (at: number, bytes: number): ArrayBuffer => memory.bytes.buffer.slice(at, at + bytes);
  const found = (one: Gathering | null): Uint8Array<ArrayBuffer> =>
    new Uint8Array(copied(one?.begin ?? 0, (one?.end ?? 0) - (one?.begin ?? 0)));
  return {
    results,
    add: (...part) => {
      for (const { given } of tallied) kernel.tally(...part, ...given);
      for (const one of [gathering, beside]) if (one !== null) one.end = kernel.gather(...part, ...one.given, one.end);
      if (counting !== null) kernel.countCodes(...part, ...counting.given);
    },
    answer: () => ({
      tallies: tallied.map(({ sums, numbers }) => new Float64Array(copied(sums, numbers * 8))),
      gathered: found(gathering),
      within: found(beside),
      counted: new Uint32Array(copied(counting?.counts ?? 0, counting?.bytes ?? 0)),
    }),
  };
}

/** What the loop is given for a tally of the rows of `results`, and where its sums are. */
function tallying(
  { codes, count, marks, values, measures, only = everyResult, among }: TallyAsk,
  results: number,
  { base: { states, amounts, wide }, column, bitmap, piece, numbers: put, stride }: Places,
) {
  const [own, value] = [column(codes), column(values)];
  const numbers = count * 4 * stateCount * measures.length;
  const sums = piece(numbers * 8);
  const asked = put(Uint32Array.from(measures.flatMap((measure) => [adds[measure.adds], measure.of])));
  const coded = [own.at, own.kind === 'u16' ? 1 : 0, count];
  const added = [states, column(marks).at, amounts, wide, value.at, value.kind === 'f64' ? 1 : 0];
  const inside = among === undefined ? 0 : bitmap(among);
  const given = [results, stride, ...coded, ...added, asked, measures.length, bitsOf(only), inside, sums];
  return { sums, numbers, given };
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

function countingOf({ codes, count, only }: CodesAsk, results: number, { column, piece, stride }: Places) {
  const { kind, at } = column(codes);
  const bytes = count * 4;
  const counts = piece(bytes);
  return { counts, bytes, given: [results, stride, at, widthOf[kind], count, bitsOf(only), counts] };
}

/** Results as bits. */
const bitsOf = (only: readonly number[]): number => only.reduce((all, result) => all | (1 << result), 0);
