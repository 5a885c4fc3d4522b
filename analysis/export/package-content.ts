import { lstatSync } from 'node:fs';
import type { RuleSet } from '../model/ruleset.ts';
import type { GrantedFile } from '../process.ts';
import type { RuntimePackage } from '../runtime/index.ts';
import { checkGranted } from '../store/granted-file.ts';
import type { StandIns } from '../model/stand-ins.ts';
import { exceptionCounts } from './exported-exceptions.ts';
import { openPackage } from './read-package.ts';

export interface PackageContent {
  readonly ruleSet: RuleSet;
  readonly content: RuntimePackage;
  readonly standIns: StandIns;
}

/** What a runtime is given of a package, every hash compared; throws as reading a package does. */
export async function packageContent(path: string): Promise<PackageContent> {
  const { ruleSet, vectors, lists } = await openPackage(path);
  return {
    ruleSet,
    content: { ruleSet, fields: vectors.fields, ...(lists === null ? {} : { lists: lists.lists }) },
    standIns: {
      exceptions: exceptionCounts(ruleSet).surrogates,
      lists: (lists?.lists ?? []).flatMap(({ id, entries }) => (entries === null ? [id] : [])),
    },
  };
}

/** A chosen package, a folder or a zip; throws 'file-changed' when it is no longer the one chosen. */
export async function checkPackage(granted: GrantedFile): Promise<void> {
  const isFile = lstatSync(granted.path, { throwIfNoEntry: false })?.isDirectory() === false;
  await checkGranted(granted, isFile ? 'file' : 'folder');
}
