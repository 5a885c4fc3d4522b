import { z } from 'zod';
import { answers } from './call.ts';
import {
  addFindingSchema,
  arrangeFindingsSchema,
  findingIdSchema,
  findingsFileSchema,
  type FindingEntry,
  type FindingResult,
} from './model/findings.ts';
import type { Staged } from './model/package-report.ts';

/** The findings page: results that were pinned and notes, in their order. */
export const findingCalls = {
  'findings.list': answers<readonly FindingEntry[]>()(z.strictObject({})),
  /** Answers after it is committed. 'finding-unknown' for the one to follow; 'input-invalid' for what is no picture. */
  'findings.add': answers<{ readonly findingId: string; readonly entries: readonly FindingEntry[] }>()(
    addFindingSchema,
  ),
  /** Order, titles and notes of all entries there are to be; answers after it is committed. 'finding-unknown'. */
  'findings.arrange': answers<readonly FindingEntry[]>()(arrangeFindingsSchema),
  /** Table and pictures of one entry, of a deleted one too while it can come back. 'finding-unknown'. */
  'findings.result': answers<FindingResult>()(findingIdSchema),
  /** Writes the page as one HTML file that needs nothing else, staged. */
  'findings.writeFile': answers<Staged>()(findingsFileSchema),
} as const;
