import type { OutcomesPreview } from '../../analysis/engine-api.ts';
import type { ChosenFile } from '../../analysis/model/bridge.ts';
import { isOfKind } from '../../analysis/model/saved-mapping.ts';
import {
  suggestedSources,
  withSaved,
  type BesideKind,
  type PickedDraft,
  type SavedFor,
  type ToldOf,
} from './picked-draft.ts';
import { keptMappings } from './saved-mappings.ts';

/** A file that is like the one of a kept mapping, mapped by it; any other as it is. */
export async function withSuggested<N extends string, P extends OutcomesPreview>(
  names: readonly N[],
  draft: PickedDraft<N, P>,
  of: BesideKind,
  open: (file: ChosenFile, told: ToldOf) => Promise<PickedDraft<N, P>>,
): Promise<PickedDraft<N, P>> {
  const kept = (await keptMappings()).flatMap((one) => (isOfKind(of, one) ? [one] : []));
  const found = suggestedSources(kept, draft.preview);
  if (found === null) return draft;
  const saved: SavedFor = { ...found, suggested: true };
  return withSaved(names, await open(draft.file, found.mapping), saved);
}
