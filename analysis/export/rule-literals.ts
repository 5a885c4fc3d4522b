import { childrenOf, type CheckedRule, type Literal, type Term } from '../expression/index.ts';

/** What the rules name themselves: a reader of the package sees it anyway, and rules turn on it. */
export interface RuleLiterals {
  /** Texts, and the plain runs of characters inside patterns. */
  readonly texts: readonly string[];
  /** Numbers, ascending. */
  readonly numbers: readonly number[];
  /** Instants in epoch milliseconds, ascending. */
  readonly times: readonly number[];
}

/** The literals of checked rules. */
export function literalsOf(rules: readonly CheckedRule[]): RuleLiterals {
  const terms = rules.flatMap((rule) => termsOf(rule.ast));
  const literals = terms.filter((term): term is Literal => term.kind === 'literal');
  const patterns = terms.flatMap((term) => (term.kind === 'matches' ? plainRuns(term.pattern) : []));
  const texts = literals.flatMap((literal) => (literal.type === 'string' ? [literal.value] : []));
  const numbers = literals.flatMap((literal) => {
    if (literal.type === 'int' || literal.type === 'double') return [Number(literal.value)];
    return [];
  });
  const times = literals.flatMap((literal) => (literal.type === 'timestamp' ? [Number(literal.value) / 1000] : []));
  const ascending = (values: readonly number[]): number[] => [...new Set(values)].sort((a, b) => a - b);
  return { texts: [...new Set([...texts, ...patterns])], numbers: ascending(numbers), times: ascending(times) };
}

/** Texts and runs of patterns that one rule names. */
export const textsNamedBy = (rule: CheckedRule): readonly string[] => literalsOf([rule]).texts;

function termsOf(term: Term): readonly Term[] {
  const listed = term.kind === 'in' ? term.list : [];
  return [term, ...listed, ...childrenOf(term).flatMap(termsOf)];
}

/** One character written as a class or escaped, which stands for itself: `[.]`, `\.`, `\-`. */
const single = /\[([^\]^\\])\]|\\([^\w\s])/g;

/** Where a run of plain characters ends: classes, escapes, counts, and every other sign with a meaning. */
const between = /\[[^\]]*\]|\\.|\{[^}]*\}|[.^$|?*+()]/u;

/** Private characters hold what stands for itself while the pattern is cut up. */
const held = 0xe000;

/**
 * The runs of at least two characters that a pattern names as they are: `^050` names `050`, and
 * `@(mailinator[.]com|yopmail[.]com)$` names both domains.
 */
export function plainRuns(pattern: string): string[] {
  const kept: string[] = [];
  const marked = pattern.replaceAll(single, (_whole, inClass?: string, escaped?: string) => {
    kept.push(inClass ?? escaped ?? '');
    return String.fromCharCode(held + kept.length - 1);
  });
  const restored = (run: string): string => Array.from(run, (char) => kept[char.charCodeAt(0) - held] ?? char).join('');
  return marked
    .split(between)
    .map(restored)
    .filter((run) => [...run].length >= 2);
}
