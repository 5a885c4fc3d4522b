import type { OutcomesPreview } from '../../analysis/engine-api.ts';
import type { ChosenFile } from '../../analysis/model/bridge.ts';
import { alikeFrom, fitSources, type SourcesFit } from '../../analysis/model/mapping-fit.ts';
import type { FileReading } from '../../analysis/model/mapping-source.ts';
import type { EventKind } from '../../analysis/model/events.ts';
import { sourceLabel, type ColumnSource } from '../../analysis/model/mapping.ts';
import type { MappingKind } from '../../analysis/model/saved-mapping.ts';
import type { KeptMapping, Place } from './saved-mappings.ts';

/** A file that is put beside orders, and where each column it may have comes from; null is no column. */
export interface PickedDraft<N extends string, P extends OutcomesPreview = OutcomesPreview> {
  readonly file: ChosenFile;
  readonly preview: P;
  readonly columns: Readonly<Record<N, ColumnSource | null>>;
  /** How a person, or a saved mapping, says the file is to be read. */
  readonly reading: FileReading;
  /** Zone of its clocks where a saved mapping tells one; null for the project's. */
  readonly timezone: string | null;
  readonly saved: AppliedSources | null;
  /** The general layout it is read by; null where its headers alone tell. */
  readonly layout: string | null;
}

/** The saved mapping a file follows; one that was read from a file is kept nowhere. */
export interface AppliedSources {
  readonly name: string;
  readonly place: Place | 'file';
  readonly fit: Pick<SourcesFit, 'missing' | 'added' | 'alike'>;
  readonly suggested: boolean;
}

/** The sheet that was read where it is not the one a workbook begins with: then it has to be told. */
export const laterSheet = ({ sheets, sheet }: Pick<OutcomesPreview, 'sheets' | 'sheet'>): FileReading =>
  sheet === null || sheet === sheets[0] ? {} : { sheet };

/** What a mapping says of such a file. */
export interface ToldSources {
  readonly columns: Readonly<Record<string, ColumnSource | undefined>>;
  readonly timezone?: string | undefined;
  readonly file?: FileReading | undefined;
}

/** Kinds of files that stand beside orders, and what a mapping of one says. */
export type BesideKind = Exclude<MappingKind, 'orders'>;
export type ToldOf = ToldSources & { readonly kind?: EventKind | undefined };

interface SeenFile<P> {
  readonly file: ChosenFile;
  readonly preview: P;
  readonly reading?: FileReading;
  readonly layout?: string | null;
}

/** As a file is first seen: what `told` says as far as the file has the headers, else what is found. */
export function pickedDraft<N extends string, P extends OutcomesPreview>(
  names: readonly N[],
  { file, preview, reading = {}, layout = null }: SeenFile<P>,
  told: ToldSources = { columns: {} },
): PickedDraft<N, P> {
  const { columns: fitting } = fitSources(told.columns, null, preview);
  const sources = names.map((name): [N, ColumnSource | null] => {
    const own = fitting[name];
    return [name, own === undefined ? (preview.columnsFound[name] ?? null) : isNone(own) ? null : own];
  });
  return {
    ...{ file, preview, layout, reading: { ...laterSheet(preview), ...reading } },
    ...{ saved: null, timezone: told.timezone ?? null },
    columns: Object.fromEntries(sources) as Readonly<Record<N, ColumnSource | null>>,
  };
}

/** A blank constant is how a mapping says that there is no column. */
const isNone = (source: ColumnSource): boolean =>
  typeof source === 'object' && 'value' in source && source.value === '';

/** What is sent: every source, a blank constant for a column a person said is not there, and how the file is read. */
export function toldSources<N extends string>(names: readonly N[], draft: PickedDraft<N>) {
  const { columns, timezone, reading } = draft;
  return {
    columns: Object.fromEntries(names.map((name) => [name, columns[name] ?? { value: '' }])),
    ...(timezone === null ? {} : { timezone }),
    ...(Object.keys(reading).length === 0 ? {} : { file: reading }),
  };
}

/** The file read by what a saved mapping says of its columns. */
export function withSaved<N extends string, P extends OutcomesPreview>(
  names: readonly N[],
  draft: PickedDraft<N, P>,
  { name, mapping, headers, place, suggested }: SavedFor,
): PickedDraft<N, P> {
  const { columns: _columns, ...fit } = fitSources(mapping.columns, headers, draft.preview);
  return { ...pickedDraft(names, draft, mapping), saved: { name, place, fit, suggested } };
}

export interface SavedFor {
  readonly name: string;
  readonly mapping: ToldSources;
  /** Of its own file; null where nobody knows them. */
  readonly headers: readonly string[] | null;
  readonly place: Place | 'file';
  readonly suggested: boolean;
}

/** The columns a mapping reads are all there, so that it can be taken without being asked for; null where none is like the file. */
export function suggestedSources<T extends KeptMapping & { readonly mapping: ToldSources }>(
  kept: readonly T[],
  preview: OutcomesPreview,
): T | null {
  let best: { readonly one: T; readonly alike: number } | null = null;
  for (const one of kept) {
    const { missing, alike } = fitSources(one.mapping.columns, one.headers, preview);
    if (missing.length === 0 && alike >= alikeFrom && alike > (best?.alike ?? 0)) best = { one, alike };
  }
  return best?.one ?? null;
}

/** What a source is called where it is no single header: its parts, or its constant. */
export const sourceText = (source: ColumnSource): string =>
  sourceLabel(source) ?? (typeof source === 'object' && 'value' in source ? String(source.value) : '');
