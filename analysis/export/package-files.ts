import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ShinsaError } from '../model/failure.ts';
import {
  celFileSchema,
  listsFileSchema,
  manifestSchema,
  vectorsFileSchema,
  type CelFile,
  type ListsFile,
  type Manifest,
  type VectorsFile,
} from '../model/package.ts';
import { ruleSetSchema, type RuleSet } from '../model/ruleset.ts';
import { hashOf } from '../store/hash.ts';

/** Names of the files of a package; the manifest names all others with their hashes. */
export const packageFiles = {
  manifest: 'manifest.json',
  ruleSet: 'ruleset.json',
  schema: 'ruleset.schema.json',
  cel: 'rules.cel.json',
  duckdb: 'rules.duckdb.sql',
  vectors: 'vectors.json',
  /** Only where rules ask lists. */
  lists: 'lists.json',
} as const;

/** Largest file a package may hold, in bytes; a bigger one is refused unread. */
const largest = 64 * 1024 * 1024;

export interface PackageContents {
  readonly ruleSet: RuleSet;
  readonly cel: CelFile;
  readonly vectors: VectorsFile;
  readonly lists: ListsFile | null;
}

export type PackageFile = Manifest['files'][number];

/** SHA-256 of a text's UTF-8 bytes, lower-case hex. */
export function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

const pretty = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** Writes all files but the manifest into a new folder and returns their names, hashes and sizes in bytes. */
export function writeContents(
  folder: string,
  contents: Omit<PackageContents, 'cel'>,
  targets: readonly { readonly name: string; readonly text: string }[],
): PackageFile[] {
  mkdirSync(folder, { recursive: true });
  const texts: readonly (readonly [string, string])[] = [
    [packageFiles.ruleSet, pretty(contents.ruleSet)],
    [packageFiles.schema, pretty(z.toJSONSchema(ruleSetSchema))],
    ...targets.map(({ name, text }) => [name, text] as const),
    [packageFiles.vectors, pretty(contents.vectors)],
    ...(contents.lists === null ? [] : [[packageFiles.lists, pretty(contents.lists)] as const]),
  ];
  return texts.map(([name, text]) => {
    writeFileSync(join(folder, name), text);
    return { name, sha256: sha256(text), bytes: Buffer.byteLength(text) };
  });
}

/** Writes the manifest, last: a folder without one is not a package. */
export function writeManifest(folder: string, manifest: Manifest): void {
  writeFileSync(join(folder, packageFiles.manifest), pretty(manifest));
}

/**
 * Reads a package folder back, every file once. Throws 'package-missing' for a folder without a manifest,
 * 'package-invalid' (file and field named) when a file is
 * missing, too large or does not follow its schema, 'package-hash' when a file is not the one the manifest was
 * written for.
 */
export function readPackage(folder: string): PackageContents & { readonly manifest: Manifest } {
  if (lstatSync(join(folder, packageFiles.manifest), { throwIfNoEntry: false }) === undefined)
    throw new ShinsaError('package-missing');
  const manifest = parsed(packageFiles.manifest, textOf(folder, packageFiles.manifest), manifestSchema);
  const listed = new Map(manifest.files.map((file) => [file.name, file]));
  const extra = readdirSync(folder).find((name) => name !== packageFiles.manifest && !listed.has(name));
  if (extra !== undefined) throw invalid(extra, 'not-listed');
  const texts = new Map<string, string>();
  for (const { name, bytes, sha256: hash } of listed.values()) {
    const text = textOf(folder, name, bytes);
    if (sha256(text) !== hash) throw changed(name);
    texts.set(name, text);
  }
  const read = <S extends z.ZodType>(name: string, schema: S): z.output<S> => {
    const text = texts.get(name);
    if (text === undefined) throw invalid(name, 'missing');
    return parsed(name, text, schema);
  };
  const ruleSet = read(packageFiles.ruleSet, ruleSetSchema);
  return {
    manifest,
    ruleSet,
    cel: read(packageFiles.cel, celFileSchema),
    vectors: read(packageFiles.vectors, vectorsFileSchema),
    lists: ruleSet.lists === undefined ? null : checkLists(ruleSet.lists, read(packageFiles.lists, listsFileSchema)),
  };
}

/** Lists whose entries are those the rule set was proven with. */
function checkLists(proven: NonNullable<RuleSet['lists']>, file: ListsFile): ListsFile {
  const differs = proven.find(({ id, contentHash }) => {
    const found = file.lists.find((list) => list.id === id);
    return found === undefined || (found.entries !== null && hashOf(found.entries) !== contentHash);
  });
  if (differs !== undefined)
    throw new ShinsaError(
      'package-invalid',
      { detail: 'lists-differ' },
      { place: { file: packageFiles.lists, field: differs.id } },
    );
  return file;
}

const invalid = (file: string, detail: string, cause?: unknown): ShinsaError =>
  new ShinsaError('package-invalid', { detail }, { place: { file }, cause });

const changed = (file: string): ShinsaError => new ShinsaError('package-hash', { file }, { place: { file } });

/** The text of one file; its size, which the manifest tells, is looked at before anything is read. */
function textOf(folder: string, name: string, bytes?: number): string {
  const path = join(folder, name);
  try {
    const found = lstatSync(path);
    if (!found.isFile()) throw invalid(name, 'not-a-file');
    if (found.size > largest) throw invalid(name, 'too-large');
    if (bytes !== undefined && found.size !== bytes) throw changed(name);
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof ShinsaError) throw error;
    throw invalid(name, 'missing', error);
  }
}

function parsed<S extends z.ZodType>(name: string, text: string, schema: S): z.output<S> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw invalid(name, 'not-json', error);
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const field = result.error.issues[0]?.path.join('.') ?? '';
  throw new ShinsaError('package-invalid', { detail: 'schema' }, { place: { file: name, field } });
}
