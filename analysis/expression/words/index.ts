import { codeName } from '../../model/code-names.ts';
import { fill } from '../../model/messages/fill.ts';
import { currencyDigits } from '../currency.ts';
import { childrenOf, type Literal, type Term, type TermOf } from '../term.ts';
import { formatInstant } from '../time.ts';
import type { ConditionWords } from './catalogue.ts';
import { en } from './en.ts';
import { ja } from './ja.ts';
import { simplePattern } from './pattern.ts';

/** A condition in plain language: a sentence without its full stop, or parts that all hold, or of which one does. */
export type InWords =
  /** `code`: the expressions of another notation that stand in it, in their order. */
  | { readonly kind: 'sentence'; readonly text: string; readonly code: readonly string[] }
  | { readonly kind: 'all' | 'any'; readonly head: string; readonly parts: readonly InWords[] };

type Language = 'ja' | 'en';

interface Telling {
  readonly words: ConditionWords;
  readonly language: Language;
  readonly currency: string;
}

/** The condition of a rule in words; `currency` is the rule set's. Says what the rule says, and nothing of absent values. */
export function inPlainWords(term: Term, language: Language, currency: string): InWords {
  const telling = { words: language === 'ja' ? ja : en, language, currency };
  return conditionOf(telling, term);
}

function conditionOf(telling: Telling, term: Term): InWords {
  if (term.kind !== 'logic') return { kind: 'sentence', text: sentence(telling, term), code: expressionsIn(term) };
  const kind = term.op === 'and' ? 'all' : 'any';
  return { kind, head: telling.words[kind], parts: term.operands.map((operand) => conditionOf(telling, operand)) };
}

/** A condition in one line. */
function sentence(telling: Telling, term: Term): string {
  const { words } = telling;
  const of = (child: Term): string => valueOf(telling, child);
  switch (term.kind) {
    case 'literal':
      return term.value === true ? words.always : words.never;
    case 'field':
    case 'item':
      return fill(words.yes, { a: labelOf(telling, term.field) });
    case 'has':
    case 'has-item':
      return fill(words.known, { a: labelOf(telling, term.field) });
    case 'not':
      return denied(telling, term.operand);
    case 'logic':
      return term.operands
        .map((operand) =>
          operand.kind === 'logic' ? fill(words.group, { a: sentence(telling, operand) }) : sentence(telling, operand),
        )
        .join(term.op === 'and' ? words.and : words.or);
    case 'compare':
      return compared(telling, term);
    case 'in':
      return fill(words.isIn, { a: of(term.item), b: listedTexts(telling, term) });
    case 'listed':
      return fill(words.onList, { a: of(term.item), b: listOf(telling, term) });
    case 'text':
      return fill(words.tests[term.name], { a: of(term.target), b: of(term.argument) });
    case 'matches':
      return matching(telling, term);
    case 'quantified':
      return fill(term.name === 'exists' ? words.anyLine : words.everyLine, { a: sentence(telling, term.condition) });
    case 'conditional':
      return fill(words.conditional, {
        a: sentence(telling, term.condition),
        b: sentence(telling, term.then),
        c: sentence(telling, term.otherwise),
      });
    default:
      return of(term);
  }
}

function denied(telling: Telling, term: Term): string {
  const { words } = telling;
  const of = (child: Term): string => valueOf(telling, child);
  switch (term.kind) {
    case 'field':
    case 'item':
      return fill(words.no, { a: labelOf(telling, term.field) });
    case 'has':
    case 'has-item':
      return fill(words.unknown, { a: labelOf(telling, term.field) });
    case 'in':
      return fill(words.notIn, { a: of(term.item), b: listedTexts(telling, term) });
    case 'listed':
      return fill(words.notOnList, { a: of(term.item), b: listOf(telling, term) });
    default:
      return fill(words.not, { a: sentence(telling, term) });
  }
}

function compared(telling: Telling, { op, left, right }: TermOf<'compare'>): string {
  const { words } = telling;
  if (left.type === 'bool' && left.kind !== 'literal' && right.kind !== 'literal')
    return fill(op === '==' ? words.alike : words.unlike, { a: sentence(telling, left), b: sentence(telling, right) });
  const isEqual = op === '==' || op === '!=';
  const side = (own: Term, other: Term): string => (isEqual ? sameAs(telling, own, other) : valueOf(telling, own));
  return fill(words.relations[op], { a: side(left, right), b: side(right, left) });
}

/** A value that `other` is held against as a whole: a code of that field has its name beside it. */
function sameAs(telling: Telling, own: Term, other: Term): string {
  const { words, language } = telling;
  if (own.kind !== 'literal' || own.type !== 'string' || other.kind !== 'field') return valueOf(telling, own);
  const name = codeName(other.field.column, own.value);
  return name === undefined ? valueOf(telling, own) : fill(words.code, { name: name[language], code: own.value });
}

const listedTexts = (telling: Telling, { item, list }: TermOf<'in'>): string =>
  list.map((one) => sameAs(telling, one, item)).join(telling.words.listMark);

/** What a regular expression asks: in words where it only lists texts, else the expression itself. */
function matching(telling: Telling, { target, pattern }: TermOf<'matches'>): string {
  const { words } = telling;
  const a = valueOf(telling, target);
  const simple = simplePattern(pattern);
  if (simple === null) return fill(words.tests.matches, { a, b: pattern });
  const { place, texts } = simple;
  const isOne = texts.length === 1;
  const b = texts.map((text) => fill(words.text, { a: text })).join(words.listMark);
  if (place === 'whole') return fill(isOne ? words.relations['=='] : words.isIn, { a, b });
  return fill((isOne ? words.tests : words.testsAny)[place], { a, b });
}

const expressionsIn = (term: Term): readonly string[] =>
  term.kind === 'matches' && simplePattern(term.pattern) === null
    ? [term.pattern]
    : childrenOf(term).flatMap(expressionsIn);

/** A value in the middle of a sentence. */
function valueOf(telling: Telling, term: Term): string {
  const { words } = telling;
  const of = (child: Term): string => valueOf(telling, child);
  switch (term.kind) {
    case 'literal':
      return literalOf(telling, term);
    case 'field':
    case 'item':
      return labelOf(telling, term.field);
    case 'arithmetic':
      if (term.op === '%') return fill(words.remainder, { a: of(term.left), b: of(term.right) });
      return `(${of(term.left)} ${signs[term.op]} ${of(term.right)})`;
    case 'ratio':
      return `(${of(term.left)} ÷ ${of(term.right)})`;
    case 'negate':
      return `−${of(term.operand)}`;
    case 'size':
      return fill(words.sizeOf, { a: of(term.target) });
    case 'part':
      return fill(words.parts[term.name], { a: of(term.target), zone: term.zone });
    case 'shift': {
      const size = term.micros < 0n ? -term.micros : term.micros;
      return fill(term.micros < 0n ? words.earlier : words.later, { a: of(term.target), b: spanOf(telling, size) });
    }
    case 'conditional':
      return fill(words.conditional, {
        a: sentence(telling, term.condition),
        b: of(term.then),
        c: of(term.otherwise),
      });
    case 'total':
      return totalOf(telling, term);
    default:
      return fill(words.group, { a: sentence(telling, term) });
  }
}

const signs = { '+': '+', '-': '−', '*': '×', '/': '÷' } as const;

function totalOf(telling: Telling, { filter, value }: TermOf<'total'>): string {
  const { words } = telling;
  const lines = filter === null ? words.lines : fill(words.linesWhere, { a: sentence(telling, filter) });
  if (value === null) return lines;
  return fill(words.totalOf, { a: valueOf(telling, value), b: lines });
}

function literalOf({ words, currency }: Telling, literal: Literal): string {
  switch (literal.type) {
    case 'int':
      return grouped(literal.value.toString());
    case 'money':
      return fill(words.moneyIn[currency] ?? words.money, { amount: majorUnits(literal.value, currency), currency });
    case 'double':
      return String(literal.value);
    case 'string':
      return fill(words.text, { a: literal.value });
    case 'bool':
      return words.truth[`${literal.value}`];
    case 'timestamp':
      return formatInstant(literal.value);
  }
}

const grouped = (digits: string): string => digits.replace(/\B(?=(?:\d{3})+(?!\d))/g, ',');

function majorUnits(minor: bigint, currency: string): string {
  const digits = currencyDigits(currency);
  const size = (minor < 0n ? -minor : minor).toString().padStart(digits + 1, '0');
  const whole = grouped(size.slice(0, size.length - digits));
  return `${minor < 0n ? '−' : ''}${whole}${digits === 0 ? '' : `.${size.slice(-digits)}`}`;
}

const spans = [
  ['days', 86_400_000_000n],
  ['hours', 3_600_000_000n],
  ['minutes', 60_000_000n],
] as const;

function spanOf({ words }: Telling, micros: bigint): string {
  const [unit, size] = spans.find(([, one]) => micros % one === 0n) ?? [];
  if (unit === undefined || size === undefined) return fill(words.seconds, { count: String(Number(micros) / 1e6) });
  return fill(words[unit], { count: grouped((micros / size).toString()) });
}

/** Names as people know them: Japanese first, English where there is one. */
function labelOf(
  { language }: Telling,
  { labels = [], path }: { readonly labels?: readonly string[]; readonly path: string },
): string {
  const [japanese = path, english = japanese] = labels;
  return language === 'ja' ? japanese : english;
}

function listOf(telling: Telling, { list }: TermOf<'listed'>): string {
  const name = labelOf(telling, { labels: list.labels ?? [], path: list.id });
  return fill(telling.words.text, { a: name });
}
