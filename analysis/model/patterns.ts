import type { ByState } from './backtest.ts';
import type { Feature } from './features.ts';
import type { Filter } from './filter.ts';
import type { Maturity } from './project.ts';
import type { Target } from './target.ts';

/** 手口: what the finders of analysis/discover look for. Methods and words stand in `messages/patterns.ts` and docs/finders.md. */
export const finderIds = [
  'stolen-cards',
  'card-testing',
  'forwarding',
  'account-takeover',
  'first-offer-resale',
  'pay-later-ring',
  'affiliate-abuse',
  'device-farm',
  'velocity-burst',
  'name-reading',
  'ip-abroad',
  'listed-shared',
  'language-zone',
] as const;
export type FinderId = (typeof finderIds)[number];

/** A number that made a finding be found, or tells what it is. */
export const patternFacts = [
  'names',
  'cards',
  'devices',
  'homes',
  'addresses',
  'rooms',
  'mails',
  'phones',
  'ips',
  /** Share of declined authorisations among those of known result. */
  'declined',
  /** The most different values within the finder's window. */
  'within',
  /** How many there would be at the usual rate. */
  'expected',
  /** How many times what is usual. */
  'times',
  /** Median of the member's own earlier amounts, minor units. */
  'usualAmount',
  'earlier',
  'units',
  /** Benjamini–Yekutieli adjusted p-value among everything the finder looked at. */
  'q',
] as const;
export type PatternFact = (typeof patternFacts)[number];

/** Limits of a finder, shown beside what it found. */
export type FinderParams = Readonly<Record<string, number | readonly string[]>>;

/** What a finder may need beside columns: a negative list with entries that orders may meet; the browser's language or time zone. */
export const finderLacks = ['negative-list', 'browser-language'] as const;
export type FinderLack = (typeof finderLacks)[number];

/** A rule that asks, with what is known at screening, for orders like those of a finding; to be backtested. */
export interface PatternDraft {
  readonly code: string;
  readonly when: string;
  readonly features: readonly Feature[];
}

/** Orders that belong together. */
export interface PatternFinding {
  /** What all of them share, by column; masked where the column is. */
  readonly shared: readonly { readonly column: string; readonly value: string }[];
  readonly orders: number;
  /** Of the first and the last of them, epoch ms. */
  readonly first: number;
  readonly last: number;
  readonly amount: number;
  readonly facts: readonly { readonly fact: PatternFact; readonly value: number }[];
  readonly states: ByState;
  /** Exactly its orders; null where they are more than a filter can name, or all filters together. */
  readonly filter: Filter | null;
  readonly draft: PatternDraft;
}

/** What one finder came to. `orders`, `amount` and `states` count every order of its findings once. */
export interface FinderReport {
  readonly id: FinderId;
  readonly params: FinderParams;
  /** Columns that it needs and no file filled; it has not looked then. */
  readonly missing: readonly string[];
  /** What else it needs; null where it is there. */
  readonly lacks: FinderLack | null;
  readonly found: number;
  /** What is most at stake first, at most `mostFindings`. */
  readonly findings: readonly PatternFinding[];
  readonly orders: number;
  readonly amount: number;
  readonly states: ByState;
}

export const mostFindings = 200;
/** Orders that a filter names one by one. */
export const mostNamed = 5_000;
/** Orders that the filters of all findings name together. */
export const mostNamedInAll = 50_000;

export interface PatternsReport {
  readonly dataVersion: string;
  /** By which outcomes were judged, and what was known on which day (epoch ms). */
  readonly target: Target;
  readonly asOf: number | null;
  readonly maturity: Maturity;
  /** The orders looked at, which a filter may have chosen. */
  readonly orders: number;
  readonly period: { readonly from: number; readonly to: number } | null;
  readonly states: ByState;
  readonly currency: string;
  readonly timezone: string;
  readonly finders: readonly FinderReport[];
}

/** bad ÷ (bad + good) of a finding or finder, and its share of all bad orders looked at; null without any. */
export function patternRates(
  states: ByState,
  all: ByState,
): { readonly precision: number | null; readonly recall: number | null } {
  const known = states.bad.orders + states.good.orders;
  return {
    precision: known === 0 ? null : states.bad.orders / known,
    recall: all.bad.orders === 0 ? null : states.bad.orders / all.bad.orders,
  };
}
