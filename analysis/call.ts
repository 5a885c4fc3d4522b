import { z } from 'zod';

/** A one-use handle for a file a person chose; the page never sees or sends a path. */
export const fileTokenSchema = z.string().min(8).max(128).brand('FileToken');
export type FileToken = z.infer<typeof fileTokenSchema>;

/** One call: the schema of its input and, as a type only, its answer and the batches it streams. */
export interface Call<I extends z.ZodType, O> {
  readonly input: I;
  readonly output?: O;
}

/** A call by its input; what it answers is told by the type alone. */
export const answers =
  <O>() =>
  <I extends z.ZodType>(input: I): Call<I, O> => ({ input });
