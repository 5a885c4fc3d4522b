import type { FinderId, FinderParams, PatternFact } from '../patterns.ts';
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
}

/** The catalogue of a language. */
export function patternMessages(language: 'ja' | 'en'): PatternMessages {
  return language === 'ja' ? ja : en;
}

const shares: ReadonlySet<string> = new Set(['smallShare', 'largeShare', 'declined']);

/** The limits of a finder as its method says them. */
export function paramTexts(params: FinderParams): Record<string, string> {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => {
      if (typeof value !== 'number') return [name, value.join(' / ')];
      return [name, shares.has(name) ? `${value * 100}%` : String(value)];
    }),
  );
}
