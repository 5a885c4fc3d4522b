import { z } from 'zod';

/**
 * The closed list of ways something can fail. A failure carries a code and parameters, never a sentence:
 * the catalogues in renderer/ and the CLI turn it into the reader's language. `place` says where.
 */
export const failureCodes = [
  'cancelled',
  'internal',
  'engine-stopped',
  'input-invalid',
  // files
  'file-not-found',
  'file-unreadable',
  'file-empty',
  'file-header-only',
  'file-changed',
  'file-format-unknown',
  'file-encoding',
  'file-garbled',
  'file-too-many-columns',
  'file-damaged',
  'file-line-too-long',
  'file-packed-damaged',
  'file-unpacks-too-large',
  'files-differ',
  'files-mixed',
  'packed-not-text',
  'zip-encrypted',
  'zip-method',
  'zip-too-many-files',
  'zip-without-table',
  'json-unreadable',
  'xml-unreadable',
  'json-too-large',
  'xlsx-damaged',
  'workbook-old-or-locked',
  'xlsx-too-large',
  'xlsx-sheet-missing',
  'disk-full',
  'token-unknown',
  'cache-unusable',
  // project
  'project-not-found',
  'project-exists',
  'project-damaged',
  'project-foreign',
  'project-newer',
  'project-read-only',
  'project-open-elsewhere',
  'project-empty',
  // mapping and import
  'mapping-invalid',
  'kept-mappings-damaged',
  'mapping-misses',
  'mapping-unknown',
  'mapping-name-taken',
  'segment-unknown',
  'segment-name-taken',
  'sql-stopped',
  'sql-view-unknown',
  'sql-view-name-taken',
  'sql-view-name-table',
  'sql-view-cycle',
  'sql-view-refused',
  'finding-unknown',
  'mapping-column-missing',
  'mapping-time-missing',
  'mapping-id-missing',
  'mapping-timezone',
  'mapping-format',
  'layout-unknown',
  'layout-misses',
  'folder-without-table',
  'kept-column-type',
  'import-nothing-accepted',
  'outcomes-no-order-id',
  'outcomes-are-results',
  'lines-no-order-id',
  'lines-nothing',
  'events-no-key',
  'order-unknown',
  // lists
  'list-not-found',
  'list-exists',
  'list-older',
  'list-no-value',
  'list-nothing-read',
  // rules
  'ruleset-invalid',
  'ruleset-version-newer',
  'rule-invalid',
  'rule-currency',
  'ruleset-not-found',
  'run-not-found',
  'run-other-data',
  'champion-currency',
  // review samples
  'sample-not-found',
  'sample-too-small',
  'sample-too-large',
  'worksheet-columns',
  'worksheet-foreign',
  'worksheet-empty',
  'worksheet-refused',
  'file-too-many-rows',
  'target-missing',
  'target-in-use',
  'target-unknown',
  'target-invalid',
  'assumptions-invalid',
  'finder-limits-invalid',
  'as-of-future',
  'view-gone',
  'filter-invalid',
  'amount-overflow',
  // features
  'feature-invalid',
  'feature-undated',
  // scorecards
  'bnpl-invalid',
  'scorecard-invalid',
  'scorecard-field',
  'scorecard-type',
  'scorecard-few',
  'scorecard-no-variable',
  'scorecard-no-bin',
  'scorecard-not-neighbours',
  'scorecard-wrong-kind',
  'scorecard-cuts-nothing',
  'scorecard-too-many',
  'scorecard-order',
  // packages
  'package-missing',
  'package-invalid',
  'package-hash',
  'package-mismatch',
  'package-disproved',
  'package-signature',
  'package-signer',
  'signing-key',
  'signing-unavailable',
  'runtime-refused',
  'recorded-columns',
  'recorded-invalid',
  'recorded-too-many',
  'recorded-unmatched',
  'out-exists',
  // personal data
  'personal-masked',
  'subject-unknown',
  'reason-missing',
  'reason-names',
] as const;

export type FailureCode = (typeof failureCodes)[number];

/** Where in the input the failure sits; every part is optional because not every input has it. */
export interface FailurePlace {
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  readonly field?: string;
}

/** What went wrong, as data. Never holds personal data: values quoted in `params` are redacted by the thrower. */
export interface Failure {
  readonly code: FailureCode;
  readonly params: Readonly<Record<string, string | number>>;
  readonly place?: FailurePlace;
}

/** The same, for failures that come from another process. */
export const failureSchema: z.ZodType<Failure> = z.strictObject({
  code: z.enum(failureCodes),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  place: z
    .strictObject({
      file: z.string().exactOptional(),
      line: z.number().exactOptional(),
      column: z.number().exactOptional(),
      field: z.string().exactOptional(),
    })
    .exactOptional(),
});

export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure };

/** Throwable form of a Failure; `cause` keeps the underlying error for logs on this machine only. */
export class ShinsaError extends Error {
  readonly failure: Failure;

  constructor(
    code: FailureCode,
    params: Failure['params'] = {},
    options: { place?: FailurePlace; cause?: unknown } = {},
  ) {
    super(code, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'ShinsaError';
    this.failure = options.place === undefined ? { code, params } : { code, params, place: options.place };
  }
}

/**
 * The failure inside an unknown thrown value; anything not thrown as a ShinsaError is 'internal'. Only the kind of
 * such an error is told: its message may quote a cell of the data.
 */
export function failureOf(error: unknown): Failure {
  if (error instanceof ShinsaError) return error.failure;
  return { code: 'internal', params: { detail: kindOf(error) } };
}

function kindOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const named = /^([A-Z][A-Za-z]+(?: [A-Z][A-Za-z]+)* (?:Error|Exception)):/.exec(error.message)?.[1];
  const code = 'code' in error && typeof error.code === 'string' ? ` ${error.code}` : '';
  return `${named ?? error.name}${code}`;
}
