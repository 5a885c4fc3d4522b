import { ShinsaError } from '../model/failure.ts';
import type { CelFile, VectorsFile } from '../model/package.ts';
import type { RuleSet } from '../model/ruleset.ts';
import type { ReplayMismatch } from './cel-replay.ts';
import type { AskEngine } from './engines/ask-engine.ts';

/** Vectors replayed before anything else gets its turn. */
const atOnce = 500;

/**
 * Who waits for a proof: it can be cancelled, and hears the share of the records that are made, then of those proved, then of the
 * histories on which the SQL of features was tried.
 */
export interface ProofWatch {
  readonly signal?: AbortSignal;
  readonly made?: (share: number) => void;
  readonly proved?: (share: number) => void;
  readonly tried?: (share: number) => void;
}

/** Also how engines that are not ours are asked. */
export interface ProofOptions extends ProofWatch {
  readonly ask: AskEngine;
}

/** Replays vectors as `replayVectors` does, some at a time; throws 'cancelled' between them. */
export async function replayInTurns(
  cel: CelFile,
  file: VectorsFile,
  ruleSet: RuleSet,
  { signal, proved }: ProofWatch = {},
): Promise<readonly ReplayMismatch[]> {
  // The evaluator is large: only proofs wait for it.
  const { replayVectors } = await import('./cel-replay.ts');
  const found: ReplayMismatch[] = [];
  for (let from = 0; from < file.vectors.length; from += atOnce) {
    if (signal?.aborted === true) throw new ShinsaError('cancelled');
    const vectors = file.vectors.slice(from, from + atOnce);
    found.push(...replayVectors(cel, { ...file, vectors }, ruleSet));
    proved?.((from + vectors.length) / file.vectors.length);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return found;
}
