import type { Relation } from '../syntax.ts';
import type { TextTest, TimePart } from '../term.ts';

/** The words in which conditions are told, one catalogue per language; parameters stand in braces. */
export interface ConditionWords {
  /** `{a}` and `{b}` are values. */
  readonly relations: Readonly<Record<Relation, string>>;
  readonly tests: Readonly<Record<TextTest | 'matches', string>>;
  /** The same of several texts, `{b}`, of which one is enough. */
  readonly testsAny: Readonly<Record<TextTest, string>>;
  readonly isIn: string;
  readonly notIn: string;
  readonly onList: string;
  readonly notOnList: string;
  readonly known: string;
  readonly unknown: string;
  readonly yes: string;
  readonly no: string;
  readonly alike: string;
  readonly unlike: string;
  readonly not: string;
  readonly and: string;
  readonly or: string;
  readonly group: string;
  readonly always: string;
  readonly never: string;
  readonly all: string;
  readonly any: string;
  readonly anyLine: string;
  readonly everyLine: string;
  readonly lines: string;
  readonly linesWhere: string;
  readonly totalOf: string;
  readonly conditional: string;
  readonly text: string;
  /** A code of production with its name before it. */
  readonly code: string;
  readonly listMark: string;
  readonly money: string;
  /** Of currencies that people write otherwise. */
  readonly moneyIn: Readonly<Record<string, string>>;
  readonly sizeOf: string;
  readonly remainder: string;
  readonly later: string;
  readonly earlier: string;
  readonly parts: Readonly<Record<TimePart, string>>;
  readonly seconds: string;
  readonly minutes: string;
  readonly hours: string;
  readonly days: string;
  readonly truth: Readonly<Record<'true' | 'false', string>>;
}
