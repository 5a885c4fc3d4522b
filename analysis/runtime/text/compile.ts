import type { Slot } from '../fields.ts';
import { largest, type Term } from './term.ts';
import { Writer } from './writer.ts';

/** Rules become functions of JavaScript. */

/** A line of an order; absent numbers are NaN, absent texts null. */
export interface Line {
  readonly sku: string | null;
  readonly name: string | null;
  readonly category: string | null;
  readonly unit_price: number;
  readonly quantity: number;
  readonly amount: number;
}

/** An event as rules read it. */
export interface Fields {
  /** Numbers by slot; truth values as 1 and 0; NaN where absent. */
  readonly numbers: Float64Array;
  readonly texts: (string | null)[];
  /** At least one, or null. */
  lines: readonly Line[] | null;
  /** Whether its money is in the rule set's currency. */
  own: boolean;
  /** Microseconds. */
  at: number;
}

/** 1 fires, 0 does not, 2 cannot be evaluated: of each condition, from `from` on. */
export type Compiled = (
  numbers: Float64Array,
  texts: readonly (string | null)[],
  event: Fields,
  answers: Uint8Array,
  from: number,
) => void;

/** What the code needs from outside. */
export interface Makers {
  /** 1, 0 or NaN: whether the event's value was on the list. */
  readonly listed: (list: string, slot: Slot) => (event: Fields) => number;
  readonly matcher: (pattern: string) => (text: string) => boolean;
  readonly clock: (zone: string) => { readonly part: (name: string, micros: number) => number };
  /** What a text that a condition names is compared as; itself where this is missing. */
  readonly literal?: (text: string) => string;
  /** Whether a comparison with what is absent is false, and its opposite true. */
  readonly absentIsFalse?: boolean;
}

/** The code of conditions and the values it names. */
export interface Code {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** Conditions in one function: fields are loaded once for all of them. Of forty at once it takes half as long again, of 200 twice. */
const together = 10;

/** What evaluates conditions one after the other, and writes their answers down. */
export function compile(terms: readonly Term[], makers: Makers): (event: Fields, answers: Uint8Array) => void {
  const parts: Compiled[] = [];
  for (let from = 0; from < terms.length; from += together)
    parts.push(madeOf(codeOf(terms.slice(from, from + together), makers)));
  return (event, answers) => {
    for (let at = 0; at < parts.length; at += 1) parts[at]?.(event.numbers, event.texts, event, answers, at * together);
  };
}

function madeOf({ text, values }: Code): Compiled {
  // Nothing of a package is in the text, see Writer; a test holds every word of it against a list.
  // oxlint-disable-next-line typescript/no-implied-eval
  const make = new Function('k', 'h', text) as (k: readonly unknown[], h: typeof helpers) => Compiled;
  return make(values, helpers);
}

/** The same of one condition. */
export function compileOne(term: Term, makers: Makers): (event: Fields) => 0 | 1 | 2 {
  const all = compile([term], makers);
  const answers = new Uint8Array(1);
  return (event) => {
    all(event, answers);
    const [answer] = answers;
    return answer === 1 ? 1 : answer === 0 ? 0 : 2;
  };
}

export function codeOf(terms: readonly Term[], makers: Makers): Code {
  const counted = new Writer(makers);
  for (const term of terms) counted.answer(term);
  const writer = new Writer(makers, counted.asked);
  const body = terms.map((term, at) => {
    const answer = writer.answer(term);
    const before = writer.body.join('');
    writer.body = [];
    return `${before}o[f+${at}]=${answer};`;
  });
  return {
    text: `${writer.constants}return function(n,s,e,o,f){const L=e.lines;${writer.head}${body.join('')}};`,
    values: writer.values,
  };
}

const helpers = {
  /** Sum of numbers and their signs, exact; NaN out of range. */
  sum: (parts: readonly number[]): number => {
    let sum = 0;
    for (const part of parts) {
      sum += part;
      if (!(sum <= largest && sum >= -largest)) return exactSum(parts);
    }
    return sum;
  },
  ranged: (value: number): number => (value <= largest && value >= -largest ? value : NaN),
  size: (text: string | null): number => {
    if (text === null) return NaN;
    let size = 0;
    for (const _ of text) size += 1;
    return size;
  },
};

function exactSum(parts: readonly number[]): number {
  if (parts.some(Number.isNaN)) return NaN;
  const sum = Number(parts.reduce((total, part) => total + BigInt(part), 0n));
  return helpers.ranged(sum);
}
