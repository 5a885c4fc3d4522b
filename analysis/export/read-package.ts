import { lstatSync } from 'node:fs';
import { basename } from 'node:path';
import { z } from 'zod';
import { canonicalText } from '../model/canonical-json.ts';
import { ShinsaError } from '../model/failure.ts';
import { firstIssue } from '../model/json-file.ts';
import { opluxSchema } from '../model/oplux.ts';
import { certificateSchema } from '../model/package-certificate.ts';
import {
  celFileSchema,
  listsFileSchema,
  manifestSchema,
  packageVersions,
  vectorsFileSchema,
} from '../model/package.ts';
import type { ListsFile, Manifest } from '../model/package.ts';
import { signatureSchema, type PackageSignature } from '../model/package-signature.ts';
import { ruleSetSchema, type RuleSet } from '../model/ruleset.ts';
import { hashOf } from '../store/hash.ts';
import { packageFiles } from '../model/package.ts';
import { sha256, type PackageContents, type PackageProof } from './package-files.ts';
import { changedFile, folderSource, refused, zipSource, type PackageSource } from './package-source.ts';
import { checkSignature } from './signature.ts';

/** A package as it was read: every hash compared, every file of its form; nothing of it proven again yet. */
export interface ReadPackage extends PackageContents {
  readonly manifest: Manifest;
  /** Of every file that the manifest names. */
  readonly texts: ReadonlyMap<string, string>;
  /** Null in packages of version 1. */
  readonly proof: PackageProof | null;
  /** Whoever signed it, the signature checked; null for nobody. */
  readonly signature: PackageSignature | null;
}

/** Reads a package, a folder or a zip; see `readPackage`. 'file-not-found' where nothing is there. */
export async function openPackage(path: string): Promise<ReadPackage> {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined) throw new ShinsaError('file-not-found', {}, { place: { file: basename(path) } });
  return found.isDirectory() ? readPackage(path) : readFrom(await zipSource(path, basename(path)));
}

/**
 * Reads a package folder back, every file once. Throws 'package-missing' for a folder without a manifest,
 * 'package-invalid' (`problem`, the file in the place) when a file is missing, too large, not listed or does not follow its
 * schema, 'package-hash' when a file is not the one the manifest was written for, 'package-signature' when the signature
 * is not of this manifest.
 */
export const readPackage = (folder: string): ReadPackage => readFrom(folderSource(folder));

function readFrom(source: PackageSource): ReadPackage {
  if (!source.names.includes(packageFiles.manifest)) throw new ShinsaError('package-missing');
  const bytes = source.read(packageFiles.manifest);
  const manifest = manifestOf(bytes);
  const signature = signatureOf(source, bytes);
  const texts = listedTexts(source, manifest);
  const read = <S extends z.ZodType>(name: string, schema: S): z.output<S> => {
    const text = texts.get(name);
    if (text === undefined) throw refused(name, 'missing');
    return parsed(name, text, schema, manifest.formatVersion > 1);
  };
  const ruleSet = read(packageFiles.ruleSet, ruleSetSchema);
  if (hashOf(ruleSet) !== manifest.ruleSetHash) throw changedFile(packageFiles.ruleSet);
  return {
    manifest,
    texts,
    signature,
    ruleSet,
    cel: read(packageFiles.cel, celFileSchema),
    vectors: read(packageFiles.vectors, vectorsFileSchema),
    lists: ruleSet.lists === undefined ? null : checkLists(ruleSet.lists, read(packageFiles.lists, listsFileSchema)),
    proof:
      manifest.formatVersion === 1
        ? null
        : {
            oplux: read(packageFiles.oplux, opluxSchema),
            certificate: read(packageFiles.certificate, certificateSchema),
          },
  };
}

const versionSchema = z.looseObject({ format: z.literal('shinsa-package'), formatVersion: z.int() });

/** The manifest; a later version is told as such before anything else is asked of it. */
function manifestOf(bytes: Buffer): Manifest {
  const file = packageFiles.manifest;
  const text = utf8(file, bytes);
  const version = versionSchema.safeParse(jsonOf(file, text));
  if (version.success && !packageVersions.some((known) => known >= version.data.formatVersion))
    throw refused(file, 'version', { version: version.data.formatVersion });
  const manifest = parsed(file, text, manifestSchema, version.success && version.data.formatVersion > 1);
  const names = manifest.files.map(({ name }) => name);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw refused(twice, 'twice');
  return manifest;
}

function signatureOf(source: PackageSource, manifest: Buffer): PackageSignature | null {
  const file = packageFiles.signature;
  if (!source.names.includes(file)) return null;
  const signature = parsed(file, utf8(file, source.read(file)), signatureSchema, false);
  checkSignature(signature, manifest);
  return signature;
}

function listedTexts(source: PackageSource, manifest: Manifest): ReadonlyMap<string, string> {
  const listed = new Map(manifest.files.map((file) => [file.name, file]));
  const extra = source.names.find(
    (name) => name !== packageFiles.manifest && name !== packageFiles.signature && !listed.has(name),
  );
  if (extra !== undefined) throw refused(extra, 'not-listed');
  const texts = new Map<string, string>();
  for (const { name, bytes, sha256: hash } of listed.values()) {
    const content = source.read(name, bytes);
    if (sha256(content) !== hash) throw changedFile(name);
    texts.set(name, utf8(name, content));
  }
  return texts;
}

/** Lists whose entries are those the rule set was proven with. */
function checkLists(proven: NonNullable<RuleSet['lists']>, file: ListsFile): ListsFile {
  const differs = proven.find(({ id, match, contentHash }) => {
    const found = file.lists.find((list) => list.id === id);
    return found?.match !== match || (found.entries !== null && hashOf(found.entries) !== contentHash);
  });
  const unknown = file.lists.find(({ id }, at) => {
    const same = ({ id: own }: { readonly id: string }): boolean => own === id;
    return !proven.some(same) || file.lists.findIndex(same) !== at;
  });
  const wrong = differs ?? unknown;
  if (wrong !== undefined)
    throw new ShinsaError(
      'package-invalid',
      { problem: 'lists-differ' },
      { place: { file: packageFiles.lists, field: wrong.id } },
    );
  return file;
}

function utf8(name: string, bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw refused(name, 'not-json', {}, error);
  }
}

function jsonOf(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw refused(name, 'not-json', {}, error);
  }
}

/** `canonical`: only the one text that the value has is taken, so that nothing can stand in a file twice. */
function parsed<S extends z.ZodType>(name: string, text: string, schema: S, canonical: boolean): z.output<S> {
  const value = jsonOf(name, text);
  const result = schema.safeParse(value);
  if (!result.success) {
    const { path, longest } = firstIssue(result.error);
    const params = longest === null ? { problem: 'schema' } : { problem: 'text-too-long', limit: longest };
    throw new ShinsaError('package-invalid', params, { place: { file: name, field: path } });
  }
  if (canonical && canonicalText(value) !== text) throw refused(name, 'not-canonical');
  return result.data;
}
