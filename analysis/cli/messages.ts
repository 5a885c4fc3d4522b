import type { Progress } from '../engine-api.ts';
import type { UsageCode } from './args.ts';
import { en } from './messages.en.ts';
import { ja } from './messages.ja.ts';

export type Language = 'ja' | 'en';

/** Lines and words of what features say. */
export type FeatureText =
  | ('head' | 'filled' | 'bin' | 'cost' | 'hindsight' | 'atLeastOne')
  | ('ties' | 'outcomes' | 'lists' | 'window' | 'unmeasured');

/** Lines and words of the report on label maturity. */
export type MaturityText =
  | 'head'
  | 'notMeasured'
  | 'tooFew'
  | 'age'
  | 'ageBanded'
  | 'trusted'
  | 'horizon'
  | 'curve'
  | 'ladder'
  | 'at'
  | 'cohorts'
  | 'cohort'
  | 'within'
  | 'soFar'
  | 'byTarget'
  | 'byPayment'
  | 'byFamily'
  | 'group'
  | 'groupOther'
  | 'days'
  | 'none';

/** The command line's own texts; parameters stand in braces. */
export interface CliMessages {
  readonly help: string;
  readonly usage: Readonly<Record<UsageCode, string>>;
  readonly phases: Readonly<Record<Progress['phase'], string>>;
  /** What a schema found wrong with a JSON file, by its kind of issue. */
  readonly schemaIssues: Readonly<Record<'not-json' | 'unrecognized_keys' | 'invalid_type' | 'other', string>>;
  readonly place: { readonly line: string; readonly column: string; readonly field: string };
  readonly imported: string;
  readonly recorded: string;
  readonly eventsWritten: string;
  readonly linesRead: string;
  readonly linesOrphans: string;
  readonly upserted: string;
  readonly upsertedColumn: string;
  readonly importedFile: string;
  readonly rejected: string;
  readonly outcomes: string;
  readonly matchedBy: string;
  /** What the outcomes say together, and an order whose outcomes do not agree. */
  readonly chargebacks: string;
  readonly unexplained: string;
  readonly conflict: string;
  readonly conflictOrder: string;
  readonly events: {
    readonly none: string;
    readonly kind: string;
    readonly file: string;
    readonly taken: string;
  };
  readonly states: string;
  readonly decisions: string;
  /** What decided, its result and how many orders. */
  readonly decidedBy: string;
  readonly total: string;
  readonly rule: string;
  readonly rules: { readonly head: string; readonly finding: string; readonly unchecked: string };
  readonly quality: {
    readonly head: string;
    readonly finding: string;
    readonly noFinding: string;
    readonly clean: string;
    readonly skipped: string;
    readonly columns: string;
    readonly column: string;
    readonly spread: string;
  };
  readonly patterns: Readonly<
    Record<'head' | 'ground' | 'finder' | 'missing' | 'finding' | 'more' | 'hindsight', string>
  >;
  readonly demo: string;
  readonly written: string;
  readonly identity: string;
  readonly identityNone: string;
  readonly linked: string;
  readonly linkKind: string;
  readonly hubs: string;
  readonly hub: string;
  readonly near: string;
  readonly nearPair: string;
  readonly nearMore: string;
  readonly entity: string;
  readonly features: Readonly<Record<FeatureText, string>>;
  readonly maturity: Readonly<Record<MaturityText, string>>;
  readonly targets: Readonly<Record<'one' | 'preset' | 'changed' | 'own', string>>;
  readonly personal: Readonly<
    Record<'place' | 'file' | 'table' | 'column' | 'cards' | 'deletion' | 'held' | 'named' | 'unsure', string>
  >;
  readonly warning: string;
  readonly error: string;
}

/** The catalogue of a language. */
export function cliMessages(language: Language): CliMessages {
  return language === 'ja' ? ja : en;
}

/** Japanese where the environment asks for it, else English. */
export function languageOf(env: NodeJS.ProcessEnv): Language {
  const locale = env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || '';
  return /^ja/i.test(locale) ? 'ja' : 'en';
}
