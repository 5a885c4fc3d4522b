import { z } from 'zod';
import { answers } from './call.ts';
import { filterSchema } from './model/filter.ts';
import { judgedSchema } from './model/results/judged.ts';
import type { ScorecardReport } from './model/scorecard/report.ts';
import { scorecardSpecSchema } from './model/scorecard/spec.ts';

/** Scorecards: bins, regression, scores and what they are worth. */
export const scorecardCalls = {
  /**
   * The scorecard of a specification on the filtered orders; `orders`: ids of those whose score and reasons are told, too.
   * 'scorecard-…' where the specification or the data do not allow it, 'feature-invalid' for its features.
   */
  'scorecard.build': answers<ScorecardReport>()(
    z.strictObject({
      spec: scorecardSpecSchema,
      filter: filterSchema.exactOptional(),
      judged: judgedSchema.exactOptional(),
      orders: z.array(z.string().min(1).max(500)).max(1000).exactOptional(),
    }),
  ),
} as const;
