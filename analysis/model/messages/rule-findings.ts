import type { RuleFinding } from '../rule-findings.ts';
import type { RuleSet } from '../ruleset.ts';
import { fill } from './fill.ts';
import { en } from './rule-findings-en.ts';
import { ja } from './rule-findings-ja.ts';

export type RuleFindingText =
  | 'leak'
  | 'contradiction'
  | 'contradiction-group'
  | 'shadowed-logic'
  | 'shadowed-data'
  | 'shadowed-logic-group'
  | 'shadowed-data-group'
  | 'duplicate-text'
  | 'duplicate-logic'
  | 'duplicate-data'
  | 'duplicate-scores'
  | 'duplicate-data-scores'
  | 'idle-logic'
  | 'idle-logic-covered'
  | 'idle-data'
  | 'always-logic'
  | 'always-data'
  | 'dead'
  | 'dead-unevaluable'
  | 'dead-group'
  | 'unreached'
  | 'ungrouped'
  | 'unsure';

/** What a finding is called, how it comes about and what to do about it. */
export interface RuleFindingWords {
  readonly name: string;
  readonly means: string;
  readonly todo: string;
}

/** Texts of findings about rules, shared by window and command line. */
export interface RuleFindingMessages {
  /** Between codes in a sentence. */
  readonly and: string;
  /** The combination of sums in which none reaches its threshold. */
  readonly noneReached: string;
  readonly group: string;
  /** How a set decides. */
  readonly policy: string;
  readonly findings: Readonly<Record<RuleFindingText, RuleFindingWords>>;
}

/** A finding in words; `orders` is how many were looked at. */
export function ruleFindingWords(finding: RuleFinding, orders: number, language: 'ja' | 'en'): RuleFindingWords {
  const messages = language === 'ja' ? ja : en;
  const words = messages.findings[textOf(finding)];
  const write = (value: number): string => value.toLocaleString('en-US');
  const params = {
    others: listed(finding.others, messages.and, language),
    fields: finding.fields.join(messages.and),
    combinations: finding.combinations
      .map((one) => (one === 'none' ? messages.noneReached : one.toUpperCase().replaceAll('+', ' + ')))
      .join(messages.and),
    hits: write(finding.hits),
    unevaluable: write(finding.unevaluable),
    orders: write(orders),
  };
  return { name: words.name, means: fill(words.means, params), todo: fill(words.todo, params) };
}

const namedCodes = 5;

function listed(codes: readonly string[], and: string, language: 'ja' | 'en'): string {
  const named = codes.slice(0, namedCodes).join(and);
  const more = codes.length - namedCodes;
  if (more <= 0) return named;
  return language === 'ja' ? `${named} ほか${more}件` : `${named} and ${more} more`;
}

/** What a finding is about: a rule, a group, or how the whole set decides. */
export function ruleFindingSubject(
  { rule, group }: RuleFinding,
  groups: RuleSet['groups'],
  language: 'ja' | 'en',
): string {
  const named = group === null ? undefined : groups?.[group];
  if (named !== undefined) return groupName(named, language);
  return rule ?? (language === 'ja' ? ja : en).policy;
}

/** A group as people know it: its priority, result and kind. */
function groupName(
  { priority, result, kind }: { readonly priority: number; readonly result: string; readonly kind: string },
  language: 'ja' | 'en',
): string {
  const { group } = language === 'ja' ? ja : en;
  const kinds =
    language === 'ja'
      ? { single: '単発', combination: '組み合わせ' }
      : { single: 'single', combination: 'combination' };
  return fill(group, { priority, result, kind: kind === 'single' ? kinds.single : kinds.combination });
}

function textOf({ code, basis, rule, unevaluable, adds, others }: RuleFinding): RuleFindingText {
  const logic = basis === 'data' ? 'data' : 'logic';
  switch (code) {
    case 'contradiction':
      return rule === null ? 'contradiction-group' : 'contradiction';
    case 'shadowed':
      return rule === null ? `shadowed-${logic}-group` : `shadowed-${logic}`;
    case 'idle':
      if (basis === 'data') return 'idle-data';
      return others.length > 0 ? 'idle-logic-covered' : 'idle-logic';
    case 'duplicate':
      if (adds) return basis === 'data' ? 'duplicate-data-scores' : 'duplicate-scores';
      return basis === 'text' ? 'duplicate-text' : `duplicate-${logic}`;
    case 'always':
      return `always-${logic}`;
    case 'dead':
      return rule === null ? 'dead-group' : unevaluable > 0 ? 'dead-unevaluable' : 'dead';
    case 'leak':
    case 'unreached':
    case 'ungrouped':
    case 'unsure':
      return code;
  }
}
