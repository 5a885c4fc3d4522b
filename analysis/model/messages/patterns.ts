import type { FinderId, FinderLack, FinderParams, PatternFact } from '../patterns.ts';
import { en } from './patterns-en.ts';
import { ja } from './patterns-ja.ts';

export interface FinderTexts {
  readonly name: string;
  /** What is looked for and how, with the finder's limits. */
  readonly method: string;
  /** Who looks alike and is right. */
  readonly alike: string;
  /** What the draft rule asks, and what of the pattern no rule can ask. */
  readonly rule: string;
}

/** Texts of the pattern finders, shared by window and command line. */
export interface PatternMessages {
  readonly finders: Readonly<Record<FinderId, FinderTexts>>;
  readonly facts: Readonly<Record<PatternFact, string>>;
  /** What its limits are called, by name. */
  readonly limits: Readonly<Record<string, string>>;
  /** What a finder may need that is no column. */
  readonly lacks: Readonly<Record<FinderLack, string>>;
}

/** The catalogue of a language. */
export function patternMessages(language: 'ja' | 'en'): PatternMessages {
  return language === 'ja' ? ja : en;
}

/** Limits by their names: what a draft and a pinned result say they were found by. */
export function limitsText(params: FinderParams, language: 'ja' | 'en'): string {
  const { limits } = patternMessages(language);
  return Object.entries(paramTexts(params))
    .map(([name, value]) => `${(limits[name] ?? name).replace(/ ?[（(].*[）)]$/, '')} ${value}`)
    .join(language === 'ja' ? '、' : ', ');
}

const shares: ReadonlySet<string> = new Set(['smallShare', 'largeShare', 'declined']);
/** Whether a limit of that name is a share, from 0 to 1. */
export const isShare = (name: string): boolean => shares.has(name);

/** The limits of a finder as its method says them. */
export function paramTexts(params: FinderParams): Record<string, string> {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => {
      if (typeof value !== 'number') return [name, value.join(' / ')];
      return [name, isShare(name) ? `${Number((value * 100).toPrecision(12))}%` : String(value)];
    }),
  );
}
