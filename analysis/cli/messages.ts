import type { Progress } from '../engine-api.ts';
import type { UsageCode } from './args.ts';
import { en } from './messages.en.ts';
import { ja } from './messages.ja.ts';

export type Language = 'ja' | 'en';

/** The command line's own texts; parameters stand in braces. */
export interface CliMessages {
  readonly help: string;
  readonly usage: Readonly<Record<UsageCode, string>>;
  readonly phases: Readonly<Record<Progress['phase'], string>>;
  /** What a schema found wrong with a JSON file, by its kind of issue. */
  readonly schemaIssues: Readonly<Record<'not-json' | 'unrecognized_keys' | 'invalid_type' | 'other', string>>;
  readonly place: { readonly line: string; readonly column: string; readonly field: string };
  readonly imported: string;
  readonly importedFile: string;
  readonly rejected: string;
  readonly outcomes: string;
  readonly states: string;
  readonly decisions: string;
  readonly total: string;
  readonly rule: string;
  readonly exported: string;
  readonly demo: string;
  readonly written: string;
  readonly identity: string;
  readonly identityNone: string;
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
