import { z } from 'zod';

/** 正常 / 不正 / 判断できない: what a person says of a sampled order. */
export const verdicts = ['good', 'bad', 'unclear'] as const;
export type Verdict = (typeof verdicts)[number];

/** What a sampled order has been said of so far; `missing`: nothing yet. */
export const verdictStates = [...verdicts, 'missing'] as const;
export type VerdictState = (typeof verdictStates)[number];

/** Orders of a review sample; parts left out do not narrow it. */
export const sampledSchema = z.strictObject({
  kind: z.literal('sampled'),
  sampleId: z.string().max(64),
  /** Places of strata in the sample. */
  strata: z.array(z.int().min(0)).max(5000).exactOptional(),
  /** Hit by the rule when they were drawn. */
  rule: z.string().max(200).exactOptional(),
  verdicts: z.array(z.enum(verdictStates)).min(1).exactOptional(),
});
