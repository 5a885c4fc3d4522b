import type { OutcomesPreview } from '../../analysis/engine-api.ts';
import type { ChosenFile } from '../../analysis/model/bridge.ts';
import type { EventKind } from '../../analysis/model/events.ts';
import { fitMapping, fitSources, type MappingFit } from '../../analysis/model/mapping-fit.ts';
import {
  namedMappingSchema,
  type MappingKind,
  type NamedMapping,
  type ToldMapping,
} from '../../analysis/model/saved-mapping.ts';
import { attempt } from '../state/toasts.ts';
import { titleOf } from './chosen-file.ts';
import { change, type Draft } from './import-flow.ts';
import { toldSources, withSaved, type PickedDraft, type BesideKind, type ToldOf } from './picked-draft.ts';
import { applied, mappingOf, type KeptMapping, type Place } from './saved-mappings.ts';

type Fit = Pick<MappingFit, 'alike' | 'missing' | 'renamed' | 'added'>;

/** What a screen has of mappings that can be kept: the one at hand, and what to do with a kept one. */
export interface MappingSubject {
  readonly of: MappingKind;
  readonly title: string;
  /** The saved mapping it follows. */
  readonly saved: { readonly name: string; readonly place: Place | 'file' } | null;
  readonly named: (name: string) => NamedMapping;
  /** How a kept mapping stands to the file at hand. */
  readonly fit: (kept: KeptMapping) => Fit;
  readonly take: (told: ToldMapping, headers: readonly string[] | null, place: Place | 'file') => void;
}

/** The mappings of a history. */
export function ordersSubject(draft: Draft): MappingSubject {
  return {
    ...{ of: 'orders', title: titleOf(draft.file), saved: draft.saved },
    named: (name) => mappingOf(draft, name),
    fit: (kept) => (kept.of === 'orders' ? fitMapping(kept.mapping, kept.headers, draft.preview) : nothing),
    take: (told, headers, place) => {
      if (told.of !== 'orders') return;
      const { name, mapping } = told;
      change((now) => applied(now, { name, mapping, headers: headers === null ? null : [...headers] }, place));
    },
  };
}

const nothing: Fit = { alike: 0, missing: [], renamed: [], added: [] };

/** How the file of a draft is opened as a mapping says, and who takes the draft that comes of it. */
export interface PickedWays<N extends string, P extends OutcomesPreview> {
  readonly open: (file: ChosenFile, told: ToldOf) => Promise<PickedDraft<N, P>>;
  readonly onChange: (draft: PickedDraft<N, P>) => void;
  /** What a mapping of it says besides. */
  readonly more?: { readonly kind: EventKind };
}

/** The mappings of a file beside orders. */
export function pickedSubject<N extends string, P extends OutcomesPreview>(
  of: BesideKind,
  names: readonly N[],
  draft: PickedDraft<N, P>,
  { open, onChange, more }: PickedWays<N, P>,
): MappingSubject {
  const { file, preview, saved } = draft;
  return {
    ...{ of, title: titleOf(file), saved },
    named: (name) => {
      const { timezone, ...told } = toldSources(names, draft);
      const zone = of === 'lines' || timezone === undefined ? {} : { timezone };
      const headers = preview.columns.map((column) => column.name);
      return namedMappingSchema.parse({
        of,
        name: name.trim() || '-',
        mapping: { ...told, ...zone, ...more },
        headers,
      });
    },
    fit: (kept) =>
      kept.of === 'orders' ? nothing : { ...fitSources(kept.mapping.columns, kept.headers, preview), renamed: [] },
    take: ({ name, mapping }, headers, place) =>
      attempt(async () => {
        const seen = await open(file, mapping);
        onChange(withSaved(names, seen, { name, mapping, headers, place, suggested: false }));
      }),
  };
}
