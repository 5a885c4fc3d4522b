import type { FilePreview, FileToken } from './engine-api.ts';
import type { Session } from './cli-session.ts';
import { ShinsaError } from './model/failure.ts';
import {
  generalLayouts,
  generalNamed,
  lackingOf,
  layoutNamed,
  presetIds,
  type GeneralLayout,
  type Layout,
} from './model/layouts/index.ts';
import type { FileReading } from './model/mapping-source.ts';

type As = GeneralLayout['as'];

/** The preset of files of orders: a published layout, or null for whatever their headers propose; 'layout-unknown'. */
export function ordersPreset(preset: string): Layout | null {
  if (generalNamed(preset)?.as === 'orders') return null;
  return layoutNamed(preset) ?? unknown(preset, presetIds);
}

/** The general layout of that id for files taken in so; 'layout-unknown' with those there are for them. */
export function presetFor<A extends As>(preset: string, as: A): Extract<GeneralLayout, { as: A }> {
  const isSo = (layout: GeneralLayout | undefined): layout is Extract<GeneralLayout, { as: A }> => layout?.as === as;
  const layout = generalNamed(preset);
  return isSo(layout)
    ? layout
    : unknown(
        preset,
        generalLayouts.filter(isSo).map(({ id }) => id),
      );
}

function unknown(preset: string, presets: readonly string[]): never {
  throw new ShinsaError('layout-unknown', { preset, presets: presets.join(', ') });
}

/** Throws 'layout-misses' where files are not of the general layout that a person said they are. */
export async function refuseOthers(
  ask: Session['ask'],
  layout: Exclude<GeneralLayout, { as: 'orders' }>,
  files: { readonly file: FileToken; readonly more?: FileToken[] },
  reading: FileReading,
): Promise<void> {
  const seen = await previewOf(ask, layout, { ...files, ...reading });
  const lacking = lackingOf(layout, seen);
  if (lacking.length === 0) return;
  refuseGarbled(seen);
  throw new ShinsaError(
    'layout-misses',
    { preset: layout.id, columns: lacking.join(', ') },
    { place: { file: seen.fileName } },
  );
}

/** Throws 'file-garbled', with the encoding that helps: asked where a file lacks what it should have. */
export function refuseGarbled({ garbled, fileName }: Pick<FilePreview, 'garbled' | 'fileName'>): void {
  if (garbled === null) return;
  const likely = garbled.encoding === null ? {} : { likely: garbled.encoding };
  throw new ShinsaError('file-garbled', likely, { place: { file: fileName } });
}

function previewOf(
  ask: Session['ask'],
  layout: Exclude<GeneralLayout, { as: 'orders' }>,
  asked: { readonly file: FileToken; readonly more?: FileToken[] } & FileReading,
) {
  switch (layout.as) {
    case 'outcomes':
      return ask('import.previewOutcomes', { ...asked, layout: layout.id });
    case 'events':
      return ask('import.previewEvents', { ...asked, kind: layout.kind });
    case 'lines':
      return ask('import.previewLines', asked);
    case 'recorded': {
      // Recorded results are read from one file.
      const { more: _none, ...one } = asked;
      return ask('import.previewRecorded', one);
    }
  }
}
