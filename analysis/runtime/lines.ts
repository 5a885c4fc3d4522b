import { eventOf, type RuntimeEvent } from './event.ts';
import { RuntimeRefusal } from './package.ts';
import type { RuntimeResult } from './result.ts';
import type { Runtime } from './runtime.ts';

/** What a line of events was answered: a result, or why it was left out, which names its line and no value of it. */
export type LineAnswer =
  | { readonly line: number; readonly event: RuntimeEvent; readonly result: RuntimeResult }
  | { readonly line: number; readonly error: { readonly code: string; readonly place: string } };

/** Longest line, in UTF-16 units; a longer one is left out. */
const longest = 1_000_000;

/**
 * The answers to lines of events, one after the other as they are asked for: of every order, and of every line that is none.
 * Blank lines are none at all.
 */
export async function* screened(
  runtime: Runtime,
  lines: AsyncIterable<string> | Iterable<string>,
): AsyncGenerator<LineAnswer> {
  let line = 0;
  for await (const text of lines) {
    line += 1;
    const answer = answerTo(runtime, text, line);
    if (answer !== null) yield answer;
  }
}

function answerTo(runtime: Runtime, text: string, line: number): LineAnswer | null {
  if (text.trim() === '') return null;
  try {
    const event = eventOf(parsed(text));
    const result = runtime.take(event);
    return result === null ? null : { line, event, result };
  } catch (error) {
    if (!(error instanceof RuntimeRefusal)) throw error;
    return { line, error: { code: error.code, place: error.place } };
  }
}

function parsed(text: string): unknown {
  if (text.length > longest) throw new RuntimeRefusal('line-too-long');
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    throw new RuntimeRefusal('not-json');
  }
}
