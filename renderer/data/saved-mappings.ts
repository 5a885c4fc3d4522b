import { ShinsaError } from '../../analysis/model/failure.ts';
import { fitMapping, type MappingFit } from '../../analysis/model/mapping-fit.ts';
import type { Mapping } from '../../analysis/model/mapping.ts';
import { looksMasked } from '../../analysis/model/personal-roles.ts';
import {
  toldMappingSchema,
  type MappingKind,
  type NamedMapping,
  type SavedMapping,
  type ToldMapping,
} from '../../analysis/model/saved-mapping.ts';
import { t } from '../i18n/index.ts';
import { answer, bridge } from '../state/backend.ts';
import { call } from '../state/jobs.ts';
import { project } from '../state/project.ts';
import { saveStaged } from '../state/save-staged.ts';
import { showDone, showFailure } from '../state/toasts.ts';
import { tokenOf } from './chosen-file.ts';
import type { Draft } from './import-flow.ts';
import { finished, withKnown } from './mapping-edit.ts';
import { outcomesMapping } from './outcomes-draft.ts';

/** Where a mapping is kept: with the project, or for this person in all projects. */
export const places = ['project', 'mine'] as const;
export type Place = (typeof places)[number];

export type KeptMapping = SavedMapping & { readonly place: Place };

/** The saved mapping a draft follows; one that was read from a file is kept nowhere. */
export interface AppliedMapping {
  readonly name: string;
  readonly place: Place | 'file';
  readonly fit: MappingFit;
  /** Whether it was taken because the file is like its own. */
  readonly suggested: boolean;
}

/** All that are kept, those of the project first. What is kept for all projects may be damaged: then it is said. */
export async function keptMappings(): Promise<readonly KeptMapping[]> {
  const own = await call('mappings.list', {});
  const mine = await answer(bridge().keptMappings()).catch((error: unknown) => {
    showFailure(error);
    return [];
  });
  return [
    ...own.map((one): KeptMapping => ({ ...one, place: 'project' })),
    ...mine.map((one): KeptMapping => ({ ...one, place: 'mine' })),
  ];
}

/** All that a draft says of how its file is read. */
export function mappingOf({ mapping, outcomes, target, preview }: Draft, name: string): NamedMapping {
  const told = outcomes === null ? {} : { outcomes: outcomesMapping(outcomes) };
  return {
    of: 'orders',
    name: name.trim(),
    mapping: { ...finished(mapping), ...told, target },
    headers: preview.columns.map((column) => column.name),
  };
}

/** 'personal-masked' for one with masks among the values of its label: kept, they would stand for nothing. */
export async function keepMapping(named: NamedMapping, place: Place): Promise<void> {
  const bad = named.of === 'orders' ? (named.mapping.label?.bad ?? []) : [];
  const masks = project.get()?.masked === true && bad.some((value) => looksMasked(String(value)));
  if (masks === true) throw new ShinsaError('personal-masked');
  if (place === 'project') await call('mappings.save', named);
  else await answer(bridge().keepMapping(named));
}

/** Gives one another name; 'mapping-name-taken' where another has it. */
export async function renameMapping(kept: KeptMapping, to: string, all: readonly KeptMapping[]): Promise<void> {
  const { of, name, place } = kept;
  if (to === name) return;
  if (place === 'project') {
    await call('mappings.rename', { of, name, to });
    return;
  }
  if (all.some((other) => other.place === 'mine' && other.of === of && other.name === to))
    throw new ShinsaError('mapping-name-taken', { name: to });
  await answer(bridge().keepMapping({ ...namedOf(kept), name: to }));
  await answer(bridge().forgetMapping({ of, name }));
}

/** Deletes one, and offers to take that back. */
export async function deleteMapping(kept: KeptMapping, onBack: () => void): Promise<void> {
  const { of, name, place } = kept;
  if (place === 'project') await call('mappings.delete', { of, name });
  else await answer(bridge().forgetMapping({ of, name }));
  showDone(t('mappings.deleted', { name }), {
    label: t('mappings.undo'),
    run: () => void keepMapping(namedOf(kept), place).then(onBack).catch(showFailure),
  });
}

/** What is kept, without when and where. */
function namedOf({ savedAt: _at, place: _place, ...named }: KeptMapping): NamedMapping {
  return named;
}

export async function writeMapping(one: NamedMapping): Promise<void> {
  const told = toldMappingSchema.parse({ of: one.of, name: one.name, mapping: one.mapping });
  await saveStaged(await call('mappings.writeFile', told));
}

/** The mapping of that kind in a file a person chooses; null when they cancelled. */
export async function readMapping(of: MappingKind): Promise<ToldMapping | null> {
  const file = await answer(bridge().chooseFile('mapping'));
  if (file === null) return null;
  return call('mappings.readFile', { file: tokenOf(file), of });
}

/** A mapping of orders, with the headers of its own file where anybody knows them. */
export interface AppliedOrders {
  readonly name: string;
  readonly mapping: Mapping;
  readonly headers: NamedMapping['headers'] | null;
}

/** A draft mapped as a saved mapping says, as far as its file has the columns. */
export function applied(
  draft: Draft,
  { name, mapping, headers }: AppliedOrders,
  place: AppliedMapping['place'],
  suggested = false,
): Draft {
  const found = fitMapping(mapping, headers, draft.preview);
  const fit = { ...found, mapping: withKnown(found.mapping, project.get()) };
  const target = draft.targetBefore ?? mapping.target ?? draft.target;
  return {
    ...draft,
    mapping: fit.mapping,
    labelFrom: fit.mapping.label?.from ?? null,
    target,
    layout: null,
    layoutFailed: null,
    saved: { name, place, fit, suggested },
  };
}
