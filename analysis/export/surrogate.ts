import { createHmac } from 'node:crypto';
import { numberSurrogate, timeSurrogate } from './number-surrogate.ts';
import type { RuleLiterals } from './rule-literals.ts';

/** Salts of one package: what they are for, and the how-many-eth try. */
export type Salt = (purpose: 'exception' | 'record', round: number) => Buffer;

/**
 * Salts that only the project can make again: from its own secret, and another for every state of its data and every
 * rule set, so that surrogates of two packages have nothing in common.
 */
export const saltsOf =
  (secret: string, of: string): Salt =>
  (purpose, round) =>
    createHmac('sha256', secret).update(`${purpose}\n${round}\n${of}`).digest();

/**
 * Replaces identity values by look-alikes: the same value always gives the same surrogate under one salt, lengths and
 * kinds of characters stay (digit for digit, kana for kana, kanji for kanji), so that prefix, pattern and equality
 * rules behave as on the original. Texts that the rules themselves name are kept as they are: they are in the rule
 * set already, and without them the rule could not be shown to fire. Numbers and times keep their side of every
 * threshold.
 */
export class Surrogates {
  readonly #salt: Buffer;
  readonly #kept: readonly string[];
  readonly #named: RuleLiterals;
  readonly #known: Map<string, string>;

  /** `named` is what the rules name, `given` surrogates decided before; the salt never leaves the project. */
  constructor(salt: Buffer, named: RuleLiterals, given: ReadonlyMap<string, string> = new Map()) {
    this.#known = new Map(given);
    this.#salt = salt;
    this.#named = named;
    this.#kept = [...new Set(named.texts)].filter((text) => text !== '').sort((a, b) => b.length - a.length);
  }

  /** The surrogate of a personal number. */
  ofNumber(value: number): number {
    return numberSurrogate(value, this.#named.numbers, () => this.#fraction(`number ${value}`));
  }

  /** The surrogate of a personal instant, both in epoch milliseconds. */
  ofTime(value: number): number {
    return timeSurrogate(value, this.#named.times, () => this.#fraction(`time ${value}`));
  }

  /** The surrogate of one identity value. */
  of(value: string): string {
    const known = this.#known.get(value);
    if (known !== undefined) return known;
    const surrogate = this.#build(value);
    this.#known.set(value, surrogate);
    return surrogate;
  }

  #build(value: string): string {
    const bytes = this.#stream(value);
    return this.#pieces(value)
      .map((piece) => (piece.kept ? piece.text : Array.from(piece.text, (char) => replaced(char, bytes)).join('')))
      .join('');
  }

  #pieces(value: string): { text: string; kept: boolean }[] {
    const literal = this.#kept.find((text) => value.includes(text));
    if (literal === undefined) return value === '' ? [] : [{ text: value, kept: false }];
    const at = value.indexOf(literal);
    return [
      ...this.#pieces(value.slice(0, at)),
      { text: literal, kept: true },
      ...this.#pieces(value.slice(at + literal.length)),
    ];
  }

  #fraction(value: string): number {
    return createHmac('sha256', this.#salt).update(value).digest().readUIntBE(0, 6) / 2 ** 48;
  }

  #stream(value: string): () => number {
    let block = Buffer.alloc(0);
    let at = 0;
    let counter = 0;
    return () => {
      if (at === block.length) {
        block = createHmac('sha256', this.#salt).update(`${counter}\u0000${value}`).digest();
        counter += 1;
        at = 0;
      }
      const byte = block[at] ?? 0;
      at += 1;
      return byte;
    };
  }
}

const kanji = [...'山川田木林森石井水野原島村中上下大小松竹梅桜春夏秋冬東西南北青白赤黒金銀'];
const classes: readonly { test: RegExp; pool: readonly string[] }[] = [
  { test: /[0-9]/, pool: [...'0123456789'] },
  { test: /[０-９]/, pool: [...'０１２３４５６７８９'] },
  { test: /[a-z]/, pool: [...'abcdefghijklmnopqrstuvwxyz'] },
  { test: /[A-Z]/, pool: [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'] },
  {
    test: /[ァ-ヺ]/,
    pool: [...'アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワ'],
  },
  {
    test: /[ぁ-ゖ]/,
    pool: [...'あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろわ'],
  },
  { test: /[ｦ-ﾝ]/, pool: [...'ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉ'] },
  { test: /\p{Script=Han}/u, pool: kanji },
  { test: /\p{Script=Latin}/u, pool: [...'abcdefghijklmnopqrstuvwxyz'] },
];

/** Marks that lengthen or repeat the kana before them: no value of their own, and patterns of kana count on them. */
const kanaMarks = /[ーｰﾞﾟゝゞヽヾ]/;

function replaced(char: string, next: () => number): string {
  if (kanaMarks.test(char)) return char;
  const found = classes.find(({ test }) => test.test(char));
  if (found === undefined) return /\p{L}/u.test(char) ? (kanji[next() % kanji.length] ?? char) : char;
  return found.pool[next() % found.pool.length] ?? char;
}
