import {
  qualityLimits,
  type Finding,
  type FindingCode,
  type Outliers,
  type Severity,
  type SkipReason,
} from '../quality.ts';
import { fill } from './fill.ts';
import { en } from './quality-en.ts';
import { ja } from './quality-ja.ts';

/** What a finding is called, what it means for the figures and what to do about it. */
export interface FindingTexts {
  readonly name: string;
  readonly means: string;
  readonly todo: string;
}

/** Texts of the data quality report, shared by window and command line. */
export interface QualityMessages {
  readonly severities: Readonly<Record<Severity, string>>;
  readonly units: Readonly<Record<Finding['unit'], string>>;
  /** Why nothing opens behind a number that counts no orders. */
  readonly noOrders: Readonly<Record<Exclude<Finding['unit'], 'orders'>, string>>;
  /** By what rule a value is an outlier, for the middle of a sentence. */
  readonly outlierRules: Readonly<Record<Outliers['rule'], string>>;
  readonly skipReasons: Readonly<Record<SkipReason, string>>;
  readonly findings: Readonly<Record<FindingCode, FindingTexts>>;
}

/** The catalogue of a language. */
export function qualityMessages(language: 'ja' | 'en'): QualityMessages {
  return language === 'ja' ? ja : en;
}

/** A finding in words; `column` is what its column is called in that language. */
export function findingWords(finding: Finding, column: string, language: 'ja' | 'en'): FindingTexts {
  const texts = qualityMessages(language).findings[finding.code];
  const params = written({ ...qualityLimits, ...finding.params, count: finding.count, of: finding.of });
  const say = (text: string): string => fill(text, { ...params, column });
  return { name: say(texts.name), means: say(texts.means), todo: say(texts.todo) };
}

/** The rule by which values are outliers, in words. */
export function outlierRule(rule: Outliers['rule'], language: 'ja' | 'en'): string {
  return fill(qualityMessages(language).outlierRules[rule], written(qualityLimits));
}

const rates: ReadonlySet<string> = new Set([
  'precision',
  'recall',
  'leakPrecision',
  'leakRecall',
  'hubShare',
  'hubPart',
  'unitShare',
  'matchedShare',
]);
const areas: ReadonlySet<string> = new Set(['area', 'leakArea']);

function written(params: Readonly<Record<string, string | number>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => {
      if (typeof value === 'string') return [name, value];
      if (rates.has(name)) return [name, percent(value)];
      return [name, areas.has(name) ? shortened(value) : value.toLocaleString('en-US', { maximumFractionDigits: 1 })];
    }),
  );
}

/** Rounded down: only what is whole is called 100 %. */
const percent = (share: number): string => `${(Math.floor(share * 1000 + 1e-9) / 10).toLocaleString('en-US')}%`;

const shortened = (area: number): string => (Math.floor(area * 1000 + 1e-9) / 1000).toFixed(3);
