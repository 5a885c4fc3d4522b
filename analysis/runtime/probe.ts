import { causesOf, readsOf } from './causes.ts';
import type { FieldValue } from './event.ts';
import { itemsPath, type Layout, type Slot } from './fields.ts';
import { keyedPath, type Lists } from './lists.ts';
import { compileOne, type Fields, type Makers } from './text/compile.ts';
import { partsOf, type Term } from './text/term.ts';

/** What a runtime reads an order by. */
export interface Reading {
  readonly terms: readonly Term[];
  /** The order taken last. */
  readonly order: Fields;
  readonly lists: Lists;
  readonly layout: Layout;
  readonly makers: Makers;
}

/** Lists asked in so many ways by one rule are tried together, not one by one in every combination. */
const mostTried = 6;

/** What rules would say of the order taken last were it otherwise; nothing of it is kept. */
export class Probe {
  readonly #reading: Reading;
  readonly #asks = new Map<number, readonly Asked[]>();
  readonly #plain = new Map<number, (event: Fields) => 0 | 1 | 2>();
  readonly #folded = new Map<number, (event: Fields) => 0 | 1 | 2>();

  constructor(reading: Reading) {
    this.#reading = reading;
  }

  /** Fields the rule reads, features among them. */
  reads(rule: number): readonly string[] {
    const { slots, lines } = readsOf(this.#term(rule));
    return [...slots.map(({ path }) => path), ...(lines ? [itemsPath] : [])];
  }

  /** Fields the rule reads, or asks whether they are there, that the order does not have. */
  absent(rule: number): readonly string[] {
    const { order, lists } = this.#reading;
    const term = this.#term(rule);
    const known = causesOf(readsOf(term), order, (list) => lists.isUnknown(list)).flatMap(({ cause, of = '' }) =>
      cause === 'absent' || cause === 'absent-in-lines' || cause === 'currency' ? [of] : [],
    );
    return [...new Set([...known, ...askedWhetherThere(term, order)])];
  }

  /** The lists on which the order's values would have to stand otherwise for the rule to fire, or not to; null for none. */
  flipped(rule: number, fires: boolean): readonly string[] | null {
    const { lists, order, makers } = this.#reading;
    const asks = this.#asksOf(rule).filter(({ slot }) => order.texts[slot.index] !== null);
    if (asks.length === 0) return null;
    const on = asks.map(({ listed }) => listed(order) === 1);
    const told = lists.told;
    const answer = this.#made(this.#plain, rule, makers);
    try {
      for (const tried of asks.length > mostTried ? [(1 << asks.length) - 1] : waysOf(asks.length)) {
        const content = new Map(asks.map(({ list }) => [list, new Array<string>()]));
        asks.forEach(({ list, slot }, at) => {
          if (on[at] !== ((tried & (1 << at)) !== 0)) content.get(list)?.push(order.texts[slot.index] ?? '');
        });
        lists.told = { ...told, ...Object.fromEntries(content) };
        if ((answer(order) === 1) === fires)
          return [...new Set(asks.filter((_, at) => (tried & (1 << at)) !== 0).map(({ list }) => list))];
      }
    } finally {
      lists.told = told;
    }
    return null;
  }

  /**
   * Whether the rule would fire, or not, were texts compared folded: NFKC, small letters, without white space, all dashes
   * alike; and, where that is not enough, fields by their keys of 名寄せ. `fields` are those of the order.
   */
  normalised(rule: number, fires: boolean, fields: Readonly<Record<string, FieldValue>>): boolean {
    const { order, makers, layout } = this.#reading;
    const listed: Makers['listed'] = (list, slot) => {
      const ask = makers.listed(list, slot);
      return () => ask(order);
    };
    const answer = this.#made(this.#folded, rule, { ...makers, listed, literal: folded });
    const lines =
      order.lines?.map((line) => ({
        ...line,
        ...{ sku: foldedOrNull(line.sku), name: foldedOrNull(line.name), category: foldedOrNull(line.category) },
      })) ?? null;
    const of = (texts: (string | null)[]): Fields => ({
      ...{ numbers: order.numbers, own: order.own, at: order.at, lines },
      texts: texts.map(foldedOrNull),
    });
    const byKey = order.texts.map((text, index) => {
      const path = layout.texts[index]?.path ?? '';
      const key = fields[keyedPath(path) ?? ''];
      return typeof key === 'string' ? key : text;
    });
    return [order.texts, byKey].some((texts) => (answer(of(texts)) === 1) === fires);
  }

  #term(rule: number): Term {
    return this.#reading.terms[rule] ?? { is: 'truth', type: 'bool', value: false };
  }

  #asksOf(rule: number): readonly Asked[] {
    const known = this.#asks.get(rule);
    if (known !== undefined) return known;
    const found = new Map<string, Asked>();
    const walk = (one: Term): void => {
      if (one.is === 'listed')
        found.set(JSON.stringify([one.list, one.slot.path]), {
          ...{ list: one.list, slot: one.slot, listed: this.#reading.makers.listed(one.list, one.slot) },
        });
      partsOf(one).forEach(walk);
    };
    walk(this.#term(rule));
    const asks = [...found.values()];
    this.#asks.set(rule, asks);
    return asks;
  }

  #made(among: Map<number, (event: Fields) => 0 | 1 | 2>, rule: number, makers: Makers): (event: Fields) => 0 | 1 | 2 {
    const known = among.get(rule) ?? compileOne(this.#term(rule), makers);
    among.set(rule, known);
    return known;
  }
}

interface Asked {
  readonly list: string;
  readonly slot: Slot;
  readonly listed: (event: Fields) => number;
}

/** Every choice of some of `count`, the smallest first, as bits. */
function waysOf(count: number): number[] {
  const bits = (way: number): number => way.toString(2).replaceAll('0', '').length;
  return Array.from({ length: 2 ** count - 1 }, (_, at) => at + 1).sort((a, b) => bits(a) - bits(b) || a - b);
}

function askedWhetherThere(term: Term, order: Fields): string[] {
  const found: string[] = [];
  const walk = (one: Term): void => {
    if (one.is === 'has' && isMissing(one.slot, order)) found.push(one.slot?.path ?? itemsPath);
    partsOf(one).forEach(walk);
  };
  walk(term);
  return found;
}

function isMissing(slot: Slot | null, { lines, texts, numbers }: Fields): boolean {
  if (slot === null) return lines === null;
  return slot.type === 'string' ? texts[slot.index] === null : Number.isNaN(numbers[slot.index]);
}

const folded = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/\s/gu, '')
    .replaceAll(/[‐‑‒–—―−ー]/gu, '-');

const foldedOrNull = (text: string | null): string | null => (text === null ? null : folded(text));
