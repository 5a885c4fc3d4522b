import {
  noResult,
  stateCount,
  type Atom,
  type Combination,
  type Combined,
  type Cube,
  type CubeAsk,
  type Figures,
  type Overlap,
  type Program,
  type Tallied,
  type TallyAsk,
  type ScoringAmong,
} from './shapes.ts';

/** The rows of a history, whole: columns as they are kept, and the week of each row. */
export interface PlainRows {
  readonly rows: number;
  readonly weeks: number;
  readonly week: (row: number) => number;
  readonly columns: ReadonlyMap<string, Uint8Array | Uint16Array | Uint32Array | Float64Array>;
}

/** Rows by name: 1 where it holds. */
export type PlainBits = ReadonlyMap<string, Uint8Array>;

/** What the loops answer, row by row and in the plainest way: tests compare them with it. */
export function plainBits({ rows, columns }: PlainRows, { instructions }: Program): PlainBits {
  const found = new Map<string, Uint8Array>();
  for (const one of instructions) if (one.kind === 'keep') found.set(one.name, new Uint8Array(rows));
  for (let row = 0; row < rows; row += 1) {
    const slots = [false, true];
    for (const one of instructions) {
      if (one.kind === 'atom') slots[one.to] = holds(one.atom, columns.get(one.atom.column)?.[row] ?? NaN);
      else if (one.kind === 'keep') (found.get(one.name) ?? [])[row] = slots[one.slot] === true ? 1 : 0;
      else slots[one.to] = combined(one.kind, slots[one.a] === true, slots[one.b] === true);
    }
  }
  return found;
}

function combined(kind: 'and' | 'or' | 'and-not', a: boolean, b: boolean): boolean {
  if (kind === 'or') return a || b;
  return kind === 'and' ? a && b : a && !b;
}

function holds(atom: Atom, code: number): boolean {
  return 'table' in atom ? atom.table[code] === 1 : code >= atom.low && code <= atom.high;
}

/** How rows ended (0: outside) and what they are worth. */
export interface PlainBase {
  readonly states: Uint8Array;
  readonly amounts: Uint32Array | Float64Array;
}

export function plainFigures(rows: PlainRows, base: PlainBase, bits: readonly Uint8Array[]): Figures {
  const sums = new BigInt64Array(bits.length * 2 * stateCount);
  const weekly = new Uint32Array(bits.length * rows.weeks * 3);
  bits.forEach((hits, rule) => {
    for (let row = 0; row < rows.rows; row += 1) {
      if (hits[row] !== 1 || base.states[row] === 0) continue;
      add(sums, rule, base, row);
      tell(weekly, rule * rows.weeks + rows.week(row), base.states[row]);
    }
  });
  return { sums, weekly };
}

function add(sums: BigInt64Array, place: number, { states, amounts }: PlainBase, row: number): void {
  const at = 2 * (place * stateCount + (states[row] ?? 0) - 1);
  sums[at] = (sums[at] ?? 0n) + 1n;
  sums[at + 1] = (sums[at + 1] ?? 0n) + BigInt(amounts[row] ?? 0);
}

function tell(weekly: Uint32Array, place: number, state: number | undefined): void {
  const count = (at: number): void => void (weekly[at] = (weekly[at] ?? 0) + 1);
  count(place * 3);
  if (state === 1 || state === 2) count(place * 3 + state);
}

/** `conditions` are the bitmaps that steps and scores name. */
export function plainCombined(
  rows: PlainRows,
  base: PlainBase,
  { rules, steps, rest, tallies = [], gather, count }: Combination,
  bits: PlainBits,
): Combined {
  const made = (places: number): BigInt64Array<ArrayBuffer> => new BigInt64Array(places * 2 * stateCount);
  const found = {
    unique: made(rules.length),
    first: made(rules.length),
    decided: made(steps.length + (rest.kind === 'scores' ? 8 : 1)),
    weekly: new Uint32Array(rows.weeks * 12),
    tallies: tallies.map(({ count: codes, measures }) => new Float64Array(codes * 4 * stateCount * measures.length)),
    counted: new Uint32Array(count?.count ?? 0),
  };
  const [gathered, within]: [number[], number[]] = [[], []];
  const column = (name: string, row: number): number => rows.columns.get(name)?.[row] ?? 0;
  for (let row = 0; row < rows.rows; row += 1) {
    const fires = (name: string): boolean => bits.get(name)?.[row] === 1;
    const asked = gather !== undefined && (column(gather.marks, row) & gather.of) === gather.of;
    if (asked && gather.among !== undefined) {
      const place = gather.among.findIndex(fires);
      within.push(place < 0 ? noResult : place);
    }
    if (base.states[row] === 0) {
      if (asked) gathered.push(noResult);
      continue;
    }
    const fired = rules.flatMap((name, rule) => (fires(name) ? [rule] : []));
    const [first] = fired;
    if (first !== undefined) add(found.first, first, base, row);
    if (first !== undefined && fired.length === 1) add(found.unique, first, base, row);
    const step = steps.findIndex(({ needs, conditions }) =>
      needs === 'all' ? conditions.every(fires) : conditions.some(fires),
    );
    const { place, result } =
      step < 0 ? restOf(rest, fires) : { place: step - steps.length, result: steps[step]?.result };
    add(found.decided, steps.length + place, base, row);
    tell(found.weekly, rows.week(row) * 4 + (result ?? 0), base.states[row]);
    found.tallies.forEach((sums, i) => tallied(sums, tallies[i], { rows, base, row, result: result ?? 0, fires }));
    if (asked) gathered.push(result ?? 0);
    const code = count === undefined ? 0 : column(count.codes, row);
    if (count?.only.includes(result ?? 0) === true && code < count.count)
      found.counted[code] = (found.counted[code] ?? 0) + 1;
  }
  return { ...found, gathered: Uint8Array.from(gathered), within: Uint8Array.from(within) };
}

interface Decided {
  readonly rows: PlainRows;
  readonly base: PlainBase;
  readonly row: number;
  readonly result: number;
  readonly fires: (name: string) => boolean;
}

function tallied(sums: Tallied, ask: TallyAsk | undefined, { rows, base, row, result, fires }: Decided): void {
  const read = (column: string): number => rows.columns.get(column)?.[row] ?? 0;
  if (ask === undefined || read(ask.codes) >= ask.count || ask.only?.includes(result) === false) return;
  if (ask.among !== undefined && !fires(ask.among)) return;
  const cell = (read(ask.codes) * 4 + result) * stateCount + (base.states[row] ?? 0) - 1;
  const worth = { one: 1, amount: base.amounts[row] ?? 0, value: read(ask.values) };
  ask.measures.forEach(({ adds, of }, measure) => {
    const at = cell * ask.measures.length + measure;
    if ((read(ask.marks) & of) === of) sums[at] = (sums[at] ?? 0) + worth[adds];
  });
}

/** Rows of `among`, for each rule, whose result by scores differs where it does not fire. */
export function plainChanging(base: PlainBase, { among, ...scoring }: ScoringAmong, bits: PlainBits): Uint32Array {
  const rest = { kind: 'scores' as const, ...scoring };
  return Uint32Array.from(scoring.rules, (_, without) => {
    const others = { ...rest, rules: scoring.rules.filter((__, place) => place !== without) };
    return base.states.reduce((changed, state, row) => {
      const fires = (name: string): boolean => bits.get(name)?.[row] === 1;
      const differs = restOf(rest, fires).result !== restOf(others, fires).result;
      return changed + (state !== 0 && fires(among) && differs ? 1 : 0);
    }, 0);
  });
}

/** Which place behind the steps decides, and its result. */
function restOf(rest: Combination['rest'], fires: (name: string) => boolean): { place: number; result: number } {
  if (rest.kind === 'otherwise') return { place: 0, result: rest.result };
  const sums = [0, 1, 2].map((part) =>
    rest.rules.reduce((sum, { name, weights }) => sum + (fires(name) ? (weights[part] ?? 0) : 0), 0),
  );
  const place = sums.reduce((reached, sum, part) => reached + (sum >= (rest.thresholds[part] ?? 0) ? 1 << part : 0), 0);
  return { place, result: rest.results[place] ?? 0 };
}

export function plainCubes(rows: PlainRows, base: PlainBase, asks: readonly CubeAsk[], bits: PlainBits): Cube[] {
  return asks.map(({ among, first, second }) => {
    const seconds = second?.count ?? 1;
    const sums = new BigInt64Array(2 * stateCount * first.count * seconds);
    const code = (column: string | undefined, row: number): number =>
      column === undefined ? 0 : (rows.columns.get(column)?.[row] ?? 0);
    for (let row = 0; row < rows.rows; row += 1)
      if (bits.get(among)?.[row] === 1 && base.states[row] !== 0)
        add(sums, code(first.column, row) * seconds + code(second?.column, row), base, row);
    return sums;
  });
}

export function plainOverlap(base: PlainBase, rules: readonly Uint8Array[]): Overlap {
  const [pairs, bad] = [new Uint32Array(rules.length ** 2), new Uint32Array(rules.length ** 2)];
  rules.forEach((a, i) =>
    rules.forEach((b, j) => {
      if (j <= i) return;
      base.states.forEach((state, row) => {
        if (state === 0 || a[row] !== 1 || b[row] !== 1) return;
        const at = i * rules.length + j;
        pairs[at] = (pairs[at] ?? 0) + 1;
        if (state === 1) bad[at] = (bad[at] ?? 0) + 1;
      });
    }),
  );
  return { pairs, bad };
}
