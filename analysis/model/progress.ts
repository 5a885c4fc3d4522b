import { z } from 'zod';

/** Progress of a running call: what it is doing (a catalogue key), how far (0..1 or null), and counts where known. */
export const progressSchema = z.strictObject({
  phase: z.enum([
    'reading',
    'checking',
    'sorting',
    'identity',
    'writing',
    'outcomes',
    'computing',
    'features',
    'columns',
    'rules',
    'figures',
    'replaying',
    'vectors',
    'proving',
    'proving-features',
    'opening',
    'snapshot',
    'querying',
  ]),
  fraction: z.number().nullable(),
  done: z.number().exactOptional(),
  total: z.number().exactOptional(),
});
export type Progress = Readonly<z.infer<typeof progressSchema>>;
