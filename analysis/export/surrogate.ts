import { createHmac } from 'node:crypto';
import type { RuleSet } from '../model/ruleset.ts';
import { hashOf } from '../store/hash.ts';
import { domainSurrogate, type KeptDomain } from './domain-surrogate.ts';
import { numberSurrogate, timeSurrogate } from './number-surrogate.ts';
import type { RuleLiterals } from './rule-literals.ts';

/** Salts of one package: what they are for, and the how-many-eth try. */
export type Salt = (purpose: 'exception' | 'record', round: number) => Buffer;

/**
 * Salts that only the project can make again: from its own secret, and another for every state of its data and every
 * rule set, whomever its exceptions are for, so that surrogates of two packages have nothing in common.
 */
export function saltsOf(secret: string, ruleSet: RuleSet, data: string): Salt {
  const exceptions = ruleSet.exceptions?.map(({ value: _value, note: _note, surrogate: _is, ...one }) => one);
  const of = hashOf({ ...ruleSet, ...(exceptions === undefined ? {} : { exceptions }) });
  return (purpose, round) => createHmac('sha256', secret).update(`${purpose}\n${round}\n${of}\n${data}`).digest();
}

/**
 * Replaces identity values by look-alikes: the same value always gives the same surrogate under one salt, lengths and
 * kinds of characters stay (digit for digit, kana for kana, kanji for kanji), so that prefix, pattern and equality
 * rules behave as on the original. Texts that the rules themselves name are kept as they are: they are in the rule
 * set already, and without them the rule could not be shown to fire. Mail addresses keep what their domain is to rules: one
 * surrogate for every domain, the domain itself where it is everybody's or named. Numbers and times keep their side of every
 * threshold.
 */
export class Surrogates {
  readonly #salt: Buffer;
  readonly #kept: readonly string[];
  readonly #named: RuleLiterals;
  readonly #given: ReadonlyMap<string, string>;
  readonly #known = new Map<string, string>();
  readonly #isKept: KeptDomain;

  /** `named` is what the rules name, `given` surrogates decided before; the salt never leaves the project. */
  constructor(
    salt: Buffer,
    named: RuleLiterals,
    given: ReadonlyMap<string, string> = new Map(),
    isPublic: KeptDomain = () => false,
  ) {
    const own = new Set(named.texts.flatMap((text) => /@(.+)$/.exec(text)?.[1]?.toLowerCase() ?? []));
    this.#isKept = (domain) => own.has(domain) || isPublic(domain);
    this.#given = given;
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

  /** The surrogate of one identity value; `path` is the field's, where it is one of orders. */
  of(value: string, path = ''): string {
    const given = this.#given.get(value);
    if (given !== undefined) return given;
    const isDomain = domainPaths.has(path);
    // A member's id may look like a domain.
    const name = `${isDomain ? '@' : ' '}${value}`;
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const surrogate = this.#withNamed(value, isDomain ? this.#ofDomain(value) : this.#ofText(value));
    this.#known.set(name, surrogate);
    return surrogate;
  }

  #ofText(value: string): string {
    const [, account = '', at = '', domain = ''] = /^([^@＠\s]*)([@＠])([^@＠\s]*[.．][^@＠\s]*)$/.exec(value) ?? [];
    return at === '' ? this.#scrambled(value, value) : this.#scrambled(account, account) + at + this.#ofDomain(domain);
  }

  #ofDomain(value: string): string {
    return domainSurrogate(value, this.#isKept, (label, of) => this.#scrambled(label, `domain ${of}`));
  }

  #scrambled(text: string, of: string): string {
    const bytes = this.#stream(of);
    return Array.from(text, (char) => replaced(char, bytes)).join('');
  }

  /** What rules name stands where it stood: surrogates are as long as what they stand for. */
  #withNamed(value: string, surrogate: string): string {
    const chars = Array.from(surrogate);
    let from = 0;
    return this.#pieces(value)
      .map(({ text, kept }) => {
        const start = from;
        from += Array.from(text).length;
        return kept ? text : chars.slice(start, from).join('');
      })
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

/** Fields whose values are domains of mail addresses. */
const domainPaths: ReadonlySet<string> = new Set(['buyer.email_domain']);

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
