import { z } from 'zod';
import { answers, fileTokenSchema } from './call.ts';
import type { Staged } from './model/package-report.ts';
import {
  reviewRequestSchema,
  type ReviewEstimates,
  type ReviewPlan,
  type ReviewSample,
  type VerdictReading,
} from './model/review-sample.ts';

const none = z.strictObject({});

/** The calls of review samples, part of `calls` in engine-api.ts. */
export const reviewSampleCalls = {
  /** How a review sample of a rule set on filtered orders would be shared out; 'sample-too-small', 'sample-too-large'. */
  'reviewSample.plan': answers<ReviewPlan>()(reviewRequestSchema),
  /** Draws and keeps a sample. */
  'reviewSample.draw': answers<ReviewSample>()(reviewRequestSchema),
  /** The samples, the latest first. */
  'reviewSample.list': answers<readonly ReviewSample[]>()(none),
  /** The worksheet of a sample as XLSX, staged; blind unless `showRules`. */
  'reviewSample.worksheet': answers<Staged>()(
    z.strictObject({
      sampleId: z.string(),
      personal: z.enum(['masked', 'plain']),
      showRules: z.boolean(),
      language: z.enum(['ja', 'en']),
    }),
  ),
  /** Takes in the verdicts of a worksheet, all or none; without `sampleId` the sample is told by its row keys. */
  'reviewSample.import': answers<VerdictReading>()(
    z.strictObject({ file: fileTokenSchema, sampleId: z.string().exactOptional() }),
  ),
  /** Takes back what one file of verdicts said. */
  'reviewSample.undo': answers<ReviewSample>()(z.strictObject({ importId: z.string() })),
  'reviewSample.delete': answers<null>()(z.strictObject({ sampleId: z.string() })),
  /** Takes a deletion back, with every verdict. */
  'reviewSample.restore': answers<ReviewSample>()(z.strictObject({ sampleId: z.string() })),
  /** Precision, what was missed and rates, estimated from the verdicts there are. */
  'reviewSample.estimate': answers<ReviewEstimates>()(z.strictObject({ sampleId: z.string() })),
} as const;
