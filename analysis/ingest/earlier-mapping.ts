import type { EarlierMapping, FilePreview } from '../engine-api.ts';
import type { ImportReport } from '../model/import-report.ts';
import { fitMapping, saysOf, type MappingFit } from '../model/mapping-fit.ts';
import { mappingSchema } from '../model/mapping.ts';

/**
 * The mapping of the earlier import whose headers are most like those of a file (the latest of equals; reports come
 * latest first), as far as the file has them; what the earlier file did not have is mapped as proposed. Null where no
 * earlier file had the same columns for id, time and amount.
 */
export function earlierMapping(
  reports: readonly ImportReport[],
  seen: Pick<FilePreview, 'columns' | 'proposal'>,
): EarlierMapping | null {
  let best: { readonly fileName: string; readonly fit: MappingFit } | null = null;
  for (const { source, fileName } of reports) {
    // Kept by whatever version wrote the report.
    const mapping = mappingSchema.safeParse(source?.mapping).data;
    if (mapping === undefined || !saysOf(mapping, seen.columns)) continue;
    const fit = fitMapping(mapping, source?.headers ?? [], seen);
    if (best === null || fit.alike > best.fit.alike) best = { fileName, fit };
  }
  return best === null ? null : { fileName: best.fileName, ...best.fit };
}
