/** A fraction of [0, 1) that is the same for the same value and salt. */
export type Fraction = () => number;

const hour = 3_600_000;
const day = 24 * hour;

/**
 * A look-alike of a personal number: as many digits and decimals, the same sign, and on the same side of every
 * threshold (ascending) of the rules. A value that is itself a threshold, or that has no neighbour between two of
 * them, stays: the rules tell it anyway.
 */
export function numberSurrogate(value: number, thresholds: readonly number[], fraction: Fraction): number {
  if (thresholds.includes(value)) return value;
  const scale = 10 ** decimalsOf(value);
  const steps = Math.round(value * scale);
  const surrogate =
    Number.isSafeInteger(steps) && steps / scale === value
      ? drawn(
          steps,
          within(likeDigits(steps), value, thresholds, (at) => at * scale),
          fraction,
        ) / scale
      : smaller(value, thresholds, fraction);
  return thresholds.every((at) => at < value === at < surrogate && at !== surrogate) ? surrogate : value;
}

/** All whole numbers with the digits and the sign of one. */
function likeDigits(steps: number): Room {
  const digits = String(Math.abs(steps)).length;
  const most = Math.min(10 ** digits - 1, Number.MAX_SAFE_INTEGER);
  const least = 10 ** (digits - 1);
  if (steps < 0) return { least: -most, most: -least };
  return { least: digits === 1 ? 0 : least, most };
}

/** For numbers beyond counting: nearer to zero by at most a half, short of the threshold on the way. */
function smaller(value: number, thresholds: readonly number[], fraction: Fraction): number {
  const onTheWay = value > 0 ? thresholds.findLast((at) => at < value) : thresholds.find((at) => at > value);
  const half = value / 2;
  const end = onTheWay !== undefined && Math.abs(onTheWay - value) < Math.abs(half) ? onTheWay : half;
  return value + (end - value) * fraction();
}

/**
 * A look-alike of a personal instant (epoch milliseconds): at most half a year away and on the same side of every
 * threshold. What lies on a full hour, as a date without a time does, moves by whole days.
 */
export function timeSurrogate(value: number, thresholds: readonly number[], fraction: Fraction): number {
  if (thresholds.includes(value)) return value;
  const step = value % hour === 0 ? day : 1000;
  const far = Math.floor((183 * day) / step);
  const room = within({ least: -far, most: far }, value, thresholds, (at) => (at - value) / step);
  return value + drawn(0, room, fraction) * step;
}

interface Room {
  readonly least: number;
  readonly most: number;
}

/** The room cut down to strictly between the thresholds beside the value; `place` turns a threshold into steps. */
function within(room: Room, value: number, thresholds: readonly number[], place: (at: number) => number): Room {
  const below = thresholds.findLast((at) => at < value);
  const above = thresholds.find((at) => at > value);
  return {
    least: below === undefined ? room.least : Math.max(room.least, Math.floor(place(below)) + 1),
    most: above === undefined ? room.most : Math.min(room.most, Math.ceil(place(above)) - 1),
  };
}

/** A whole number of the room other than the own one; the own one where there is no other. */
function drawn(own: number, { least, most }: Room, fraction: Fraction): number {
  const others = most - least;
  if (others < 1 || own < least || own > most) return own;
  const at = least + Math.floor(fraction() * others);
  return at >= own ? at + 1 : at;
}

function decimalsOf(value: number): number {
  const [, decimals = ''] = /^-?\d+\.(\d+)$/.exec(String(value)) ?? [];
  return decimals.length;
}
