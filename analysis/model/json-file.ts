import { z } from 'zod';
import { ShinsaError, type FailureCode } from './failure.ts';
import { jsonErrorOffset, placeAt } from './json-place.ts';
import { ruleSetSchema, type RuleSet } from './ruleset.ts';

/** A text a person wrote, and the name of its file for the place of a failure. */
export interface JsonText {
  readonly text: string;
  readonly file: string;
}

/**
 * Reads a JSON file with its schema. Fails with `code`: line and column where it is not JSON, `field` (path) with the
 * schema's issue where it is not of its form.
 */
export function readJson<T>({ text, file }: JsonText, schema: z.ZodType<T>, code: FailureCode): T {
  const value = parsed(text.replace(/^\uFEFF/, ''), file, code);
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const { path, params } = firstIssue(read.error);
  throw new ShinsaError(code, params, { place: { file, field: path } });
}

/** A rule set file; 'ruleset-version-newer' before anything else is asked of a later version, else 'ruleset-invalid'. */
export function readRuleSet(json: JsonText): RuleSet {
  const value = parsed(json.text.replace(/^\uFEFF/, ''), json.file, 'ruleset-invalid');
  const version = versionSchema.safeParse(value);
  if (version.success && version.data.formatVersion > 1)
    throw new ShinsaError(
      'ruleset-version-newer',
      { version: version.data.formatVersion },
      { place: { file: json.file, field: 'formatVersion' } },
    );
  return readJson(json, ruleSetSchema, 'ruleset-invalid');
}

const versionSchema = z.looseObject({ format: z.literal('shinsa-ruleset'), formatVersion: z.number() });

function parsed(text: string, file: string, code: FailureCode): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const place = { file, ...placeAt(text, jsonErrorOffset(text) ?? text.length) };
    throw new ShinsaError(code, { issue: 'not-json' }, { place, cause });
  }
}

/** Path and kind of the first thing a schema found wrong, never the value itself; `longest`: of a text that is longer, its limit. */
export function firstIssue(error: z.ZodError): {
  readonly path: string;
  readonly params: Readonly<Record<string, string | number>>;
  readonly longest: number | null;
} {
  const issue = deepest(error.issues[0]);
  if (issue === undefined) return { path: '', params: {}, longest: null };
  const keys = issue.code === 'unrecognized_keys' ? issue.keys : [];
  const path = [...issue.path, ...keys.slice(0, 1)].map(String).join('.');
  const longest = issue.code === 'too_big' && issue.origin === 'string' ? Number(issue.maximum) : null;
  return { path, params: { issue: issue.code }, longest };
}

type Issue = z.core.$ZodIssue;

/** Of the alternatives of a union, the one that got furthest says most. */
function deepest(issue: Issue | undefined): Issue | undefined {
  if (issue?.code !== 'invalid_union') return issue;
  const inner = issue.errors
    .map((errors) => deepest(errors[0]))
    .filter((found) => found !== undefined && found.path.length > 0)
    .sort((a, b) => (b?.path.length ?? 0) - (a?.path.length ?? 0))[0];
  return inner === undefined ? issue : { ...inner, path: [...issue.path, ...inner.path] };
}
