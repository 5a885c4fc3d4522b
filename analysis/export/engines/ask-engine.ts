import type { EngineAnswer } from './engine.ts';
import type { EngineAsk, EngineSaying } from './messages.ts';
import { openers } from './open.ts';

/** What an engine said: answers for the first records, and why there are no more of them where some are missing. */
export interface EngineAnswers {
  readonly answers: readonly EngineAnswer[];
  /** How it ended before the last record: its own words, or that its process is gone. */
  readonly stopped: string | null;
}

/** Asks an engine about records; cancelling ends it. */
export type AskEngine = (ask: EngineAsk, signal?: AbortSignal) => Promise<EngineAnswers>;

/** The engine's side: says an answer for each record. */
export async function runEngine(
  { engine, text, types, records }: EngineAsk,
  say: (saying: EngineSaying) => void,
): Promise<void> {
  const asked = await attempt(say, async () => (await openers[engine]())(text, types));
  if (asked === null) return;
  for (const record of records) {
    const answer = await attempt(say, async () => asked(record));
    if (answer === null) return;
    say({ kind: 'answer', answer });
  }
  say({ kind: 'done' });
}

async function attempt<T>(say: (saying: EngineSaying) => void, work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    // What an engine says of a failure may quote the record: only its kind is told.
    say({ kind: 'failed', error: error instanceof Error ? error.name : 'error' });
    return null;
  }
}
