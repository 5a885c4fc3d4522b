import type { Combined, Cube, Figures, Sums, Tallied } from './shapes.ts';

/** What parts of the rows came to, added up. There is at least one part. */
export const addedFigures = (parts: readonly Figures[]): Figures => ({
  sums: addedSums(parts.map(({ sums }) => sums)),
  weekly: addedCounters(parts.map(({ weekly }) => weekly)),
});

export const addedCombined = (parts: readonly Combined[]): Combined => ({
  unique: addedSums(parts.map(({ unique }) => unique)),
  first: addedSums(parts.map(({ first }) => first)),
  decided: addedSums(parts.map(({ decided }) => decided)),
  weekly: addedCounters(parts.map(({ weekly }) => weekly)),
  tallies: (parts[0]?.tallies ?? []).map((_, i) => addedTallies(parts.flatMap(({ tallies }) => tallies[i] ?? []))),
  gathered: joined(parts.map(({ gathered }) => gathered)),
  within: joined(parts.map(({ within }) => within)),
  counted: addedCounters(parts.map(({ counted }) => counted)),
});

/** Parts follow each other as their rows do. */
function joined(parts: readonly Uint8Array<ArrayBuffer>[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function addedTallies(parts: readonly Tallied[]): Tallied {
  const [total = new Float64Array(), ...others] = parts;
  for (const other of others) for (let i = 0; i < total.length; i += 1) total[i] = (total[i] ?? 0) + (other[i] ?? 0);
  return total;
}

export function addedCounters(parts: readonly Uint32Array<ArrayBuffer>[]): Uint32Array<ArrayBuffer> {
  const [total = new Uint32Array(), ...others] = parts;
  for (const other of others) other.forEach((value, i) => (total[i] = (total[i] ?? 0) + value));
  return total;
}

export const addedCubes = (parts: readonly (readonly Cube[])[]): readonly Cube[] =>
  (parts[0] ?? []).map((_, i) => addedSums(parts.flatMap((cubes) => cubes[i] ?? [])));

function addedSums(parts: readonly Sums[]): Sums {
  const [total = new BigInt64Array(), ...others] = parts;
  for (const other of others) other.forEach((value, i) => (total[i] = (total[i] ?? 0n) + value));
  return total;
}
