import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { canonicalText } from '../model/canonical-json.ts';
import { opluxSchema, type Oplux } from '../model/oplux.ts';
import { certificateSchema, type Certificate } from '../model/package-certificate.ts';
import {
  celFileSchema,
  listsFileSchema,
  manifestSchema,
  packageFiles,
  vectorsFileSchema,
  type CelFile,
  type ListsFile,
  type Manifest,
  type VectorsFile,
} from '../model/package.ts';
import { signatureSchema } from '../model/package-signature.ts';
import { ruleSetSchema, type RuleSet } from '../model/ruleset.ts';
import type { TargetFile } from './targets/target.ts';

/** The schemas of a package's JSON files, JSON Schema 2020-12, by the name each is published under. */
export const packageSchemas = {
  [packageFiles.schema]: ruleSetSchema,
  [packageFiles.opluxSchema]: opluxSchema,
  'manifest.schema.json': manifestSchema,
  'certificate.schema.json': certificateSchema,
  'vectors.schema.json': vectorsFileSchema,
  'rules.cel.schema.json': celFileSchema,
  'lists.schema.json': listsFileSchema,
  'signature.schema.json': signatureSchema,
} as const;

/** The text of one of them. */
export const schemaText = (name: keyof typeof packageSchemas): string =>
  canonicalText(z.toJSONSchema(packageSchemas[name]));

export interface PackageContents {
  readonly ruleSet: RuleSet;
  readonly cel: CelFile;
  readonly vectors: VectorsFile;
  readonly lists: ListsFile | null;
}

/** What packages of version 2 hold besides. */
export interface PackageProof {
  readonly oplux: Oplux;
  readonly certificate: Certificate;
}

export type PackageFile = Manifest['files'][number];

/** SHA-256 of a text's UTF-8 bytes, lower-case hex. */
export function sha256(text: string | Uint8Array): string {
  return createHash('sha256').update(text).digest('hex');
}

/** The texts of all files but certificate and manifest, by name; `targets` are those of the formats. */
export function contentTexts(
  contents: Omit<PackageContents, 'cel'>,
  oplux: Oplux,
  targets: readonly TargetFile[],
): ReadonlyMap<string, string> {
  return new Map([
    ...targets.map(({ name, text }) => [name, text] as const),
    [packageFiles.ruleSet, canonicalText(contents.ruleSet)],
    [packageFiles.schema, schemaText(packageFiles.schema)],
    [packageFiles.oplux, canonicalText(oplux)],
    [packageFiles.opluxSchema, schemaText(packageFiles.opluxSchema)],
    [packageFiles.vectors, canonicalText(contents.vectors)],
    ...(contents.lists === null ? [] : [[packageFiles.lists, canonicalText(contents.lists)] as const]),
  ]);
}

/** Writes files into a new folder and returns their names, hashes and sizes in bytes, by name. */
export function writeContents(folder: string, texts: ReadonlyMap<string, string>): PackageFile[] {
  mkdirSync(folder, { recursive: true });
  return [...texts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, text]) => {
      writeFileSync(join(folder, name), text);
      return { name, sha256: sha256(text), bytes: Buffer.byteLength(text) };
    });
}

/** Writes the manifest, last: a folder without one is not a package. */
export function writeManifest(folder: string, manifest: Manifest): void {
  writeFileSync(join(folder, packageFiles.manifest), canonicalText(manifest));
}
