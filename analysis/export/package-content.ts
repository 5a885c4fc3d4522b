import { lstatSync } from 'node:fs';
import type { RuleSet } from '../model/ruleset.ts';
import type { GrantedFile } from '../process.ts';
import type { RuntimePackage } from '../runtime/index.ts';
import { literalsOf, type RuleLiterals } from './rule-literals.ts';
import { checkGranted } from '../store/granted-file.ts';
import type { ListsFile } from '../model/package.ts';
import type { StandIns } from '../model/stand-ins.ts';
import { exceptionCounts } from './exported-exceptions.ts';
import { checkedPackage } from './package-checked.ts';
import { openPackage, type ReadPackage } from './read-package.ts';

export interface PackageContent {
  readonly ruleSet: RuleSet;
  readonly content: RuntimePackage;
  readonly standIns: StandIns;
  /** What its surrogates were made of, beside the secret of the project it came from; null for a package that does not tell. */
  readonly origin: Origin | null;
}

interface Origin {
  /** Hash of the data. */
  readonly data: string;
  /** What its rules name. */
  readonly named: RuleLiterals;
  readonly lists: ListsFile | null;
}

/** What a runtime is given of a package, every hash compared; throws as reading a package does. */
export const packageContent = async (path: string): Promise<PackageContent> => contentOf(await openPackage(path));

/** The same of a package that was read. */
export function contentOf(read: ReadPackage): PackageContent {
  const { ruleSet, vectors, lists } = read;
  const rules = checkedPackage(read)?.entries.map(({ checked }) => checked) ?? null;
  return {
    ruleSet,
    content: {
      ...{ ruleSet, fields: vectors.fields, touchpoints: touchpointsOf(read) },
      ...(lists === null ? {} : { lists: lists.lists }),
    },
    standIns: {
      exceptions: exceptionCounts(ruleSet).surrogates,
      lists: (lists?.lists ?? []).flatMap(({ id, entries }) => (entries === null ? [id] : [])),
    },
    origin: rules === null ? null : { data: read.manifest.data.version, named: literalsOf(rules), lists },
  };
}

const touchpointsOf = ({ proof }: ReadPackage): Record<string, string> =>
  Object.fromEntries(
    (proof?.oplux.inputs ?? []).flatMap(({ path, of, touchpoint }) =>
      of === 'orders' && touchpoint !== '' ? [[path, touchpoint]] : [],
    ),
  );

/** A chosen package, a folder or a zip; throws 'file-changed' when it is no longer the one chosen. */
export async function checkPackage(granted: GrantedFile): Promise<void> {
  const isFile = lstatSync(granted.path, { throwIfNoEntry: false })?.isDirectory() === false;
  await checkGranted(granted, isFile ? 'file' : 'folder');
}
