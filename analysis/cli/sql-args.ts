import type { UsageCode } from './args.ts';
import { mostRows } from '../model/sql-console.ts';

/** A query over a project's snapshot. */
export interface SqlCommand {
  readonly kind: 'sql';
  readonly project: string;
  readonly text: string;
  /** Rows at most. */
  readonly limit: number;
  readonly csv: boolean;
  readonly json: boolean;
}

export const sqlOptions = { required: ['project'], optional: ['limit'] } as const;
export const sqlFlags = ['unmasked', 'csv'] as const;

interface GivenWords {
  readonly texts: ReadonlyMap<string, string>;
  readonly rest: readonly string[];
  readonly flags: ReadonlySet<string>;
  readonly json: boolean;
  readonly refuse: (code: UsageCode, subject: string) => never;
}

const usualLimit = 10_000;

/** `sql --project P "SELECT …"`. */
export function sqlCommand({ texts, rest, flags, json, refuse }: GivenWords): SqlCommand {
  const [text, more] = rest;
  if (more !== undefined) return refuse('option-unknown', more);
  const project = texts.get('project') ?? refuse('option-missing', '--project');
  const limit = Number(texts.get('limit') ?? usualLimit);
  if (!Number.isInteger(limit) || limit < 1 || limit > mostRows) return refuse('option-value', '--limit');
  if (flags.has('csv') && json) return refuse('options-exclude', '--csv, --json');
  return { kind: 'sql', project, text: text ?? refuse('value-missing', 'sql'), limit, csv: flags.has('csv'), json };
}
