import type { TextTest } from '../term.ts';

/** What a text must or must not begin, end or hold. */
export interface TextDemand {
  readonly name: TextTest;
  readonly argument: string;
  readonly wanted: boolean;
}

/**
 * A set of values: of texts, yes/no or names of an order of two values (`finite`, where `values` null is every one that
 * is not in `without`); of whole numbers (ints, money, microseconds) or of doubles (`range`).
 * A set may be larger than what it stands for, never smaller: what is said of an empty one is certain.
 */
export type Domain =
  | {
      readonly kind: 'finite';
      readonly values: ReadonlySet<string | boolean> | null;
      readonly without: ReadonlySet<string | boolean>;
      readonly demands: readonly TextDemand[];
    }
  | Whole
  | Real;

export interface Whole {
  readonly kind: 'whole';
  readonly from: bigint;
  readonly to: bigint;
  readonly holes: ReadonlySet<bigint>;
}

export interface Real {
  readonly kind: 'real';
  readonly from: number;
  readonly to: number;
  /** The bound itself is not in it. */
  readonly fromOpen: boolean;
  readonly toOpen: boolean;
  readonly holes: ReadonlySet<number>;
}

const nothing: ReadonlySet<never> = new Set();

export const only = (...values: readonly (string | boolean)[]): Domain => ({
  kind: 'finite',
  values: new Set(values),
  without: nothing,
  demands: [],
});

export const allBut = (...values: readonly (string | boolean)[]): Domain => ({
  kind: 'finite',
  values: null,
  without: new Set(values),
  demands: [],
});

export const demanded = (demand: TextDemand): Domain => ({
  kind: 'finite',
  values: null,
  without: nothing,
  demands: [demand],
});

export const whole = (from: bigint, to: bigint, holes: readonly bigint[] = []): Whole => ({
  kind: 'whole',
  from,
  to,
  holes: new Set(holes),
});

export const everyReal: Real = {
  kind: 'real',
  from: -Infinity,
  to: Infinity,
  fromOpen: false,
  toOpen: false,
  holes: nothing,
};

/** Values that are in both. Sets of different kinds do not meet: they cannot be of one term. */
export function both(a: Domain, b: Domain): Domain {
  if (a.kind === 'whole' && b.kind === 'whole') {
    const from = a.from > b.from ? a.from : b.from;
    return { kind: 'whole', from, to: a.to < b.to ? a.to : b.to, holes: new Set([...a.holes, ...b.holes]) };
  }
  if (a.kind === 'real' && b.kind === 'real') return bothReal(a, b);
  if (a.kind !== 'finite' || b.kind !== 'finite') return a;
  return {
    kind: 'finite',
    values: bothValues(a.values, b.values),
    without: new Set([...a.without, ...b.without]),
    demands: [...a.demands, ...b.demands],
  };
}

function bothReal(a: Real, b: Real): Real {
  const [low, high] = [a.from > b.from ? a : b, a.to < b.to ? a : b];
  return {
    kind: 'real',
    from: low.from,
    fromOpen: a.from === b.from ? a.fromOpen || b.fromOpen : low.fromOpen,
    to: high.to,
    toOpen: a.to === b.to ? a.toOpen || b.toOpen : high.toOpen,
    holes: new Set([...a.holes, ...b.holes]),
  };
}

type Values = Extract<Domain, { kind: 'finite' }>['values'];

function bothValues(a: Values, b: Values): Values {
  if (a === null) return b;
  return b === null ? a : new Set([...a].filter((value) => b.has(value)));
}

/** Whether there is certainly no value in it. */
export function isEmpty(domain: Domain): boolean {
  switch (domain.kind) {
    case 'whole':
      return emptyWhole(domain);
    case 'real':
      return emptyReal(domain);
    case 'finite': {
      const { values, without, demands } = domain;
      if (values === null) return contradict(demands);
      return [...values].every((value) => without.has(value) || !demands.every((demand) => meets(value, demand)));
    }
  }
}

function emptyWhole({ from, to, holes }: Whole): boolean {
  if (from > to) return true;
  if (to - from >= BigInt(holes.size)) return false;
  for (let value = from; value <= to; value += 1n) if (!holes.has(value)) return false;
  return true;
}

function emptyReal({ from, to, fromOpen, toOpen, holes }: Real): boolean {
  if (from > to) return true;
  return from === to && (fromOpen || toOpen || holes.has(from));
}

function meets(value: string | boolean, { name, argument, wanted }: TextDemand): boolean {
  return typeof value === 'string' && textTest(name, value, argument) === wanted;
}

function textTest(name: TextTest, text: string, argument: string): boolean {
  if (name === 'startsWith') return text.startsWith(argument);
  return name === 'endsWith' ? text.endsWith(argument) : text.includes(argument);
}

/** Demands that no text meets: two beginnings, two ends, or holding a text and not a part of it. */
function contradict(demands: readonly TextDemand[]): boolean {
  return demands.some((one) => one.wanted && demands.some((other) => opposed(one, other)));
}

function opposed(one: TextDemand, other: TextDemand): boolean {
  const [a, b] = [one.argument, other.argument];
  if (!other.wanted) {
    if (other.name === 'contains') return a.includes(b);
    return one.name === other.name && textTest(other.name, a, b);
  }
  if (one.name !== other.name) return false;
  if (one.name === 'startsWith') return !a.startsWith(b) && !b.startsWith(a);
  return one.name === 'endsWith' && !a.endsWith(b) && !b.endsWith(a);
}
