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
export async function* screened(runtime: Runtime, lines: Lines): AsyncGenerator<LineAnswer> {
  for await (const { line, event, answer, refusal } of answered(lines, (one) => runtime.take(one))) {
    if (refusal !== null) yield { line, error: refusal };
    else if (event !== null && answer !== null) yield { line, event, result: answer };
  }
}

/** The same as one line of JSON each: the result, or the line that was left out with why. */
export async function* screenedTexts(
  runtime: Runtime,
  lines: Lines,
): AsyncGenerator<{ readonly text: string; readonly leftOut: boolean }> {
  for await (const { line, answer, refusal } of answered(lines, (one) => runtime.takeText(one))) {
    if (refusal !== null) yield { text: JSON.stringify({ line, error: refusal }), leftOut: true };
    else if (answer !== null) yield { text: answer, leftOut: false };
  }
}

type Lines = AsyncIterable<string> | Iterable<string>;

interface Answered<T> {
  readonly line: number;
  readonly event: RuntimeEvent | null;
  readonly answer: T | null;
  readonly refusal: { readonly code: string; readonly place: string } | null;
}

async function* answered<T>(lines: Lines, take: (event: RuntimeEvent) => T | null): AsyncGenerator<Answered<T>> {
  let line = 0;
  for await (const text of lines) {
    line += 1;
    if (text.trim() !== '') yield { line, ...answerTo(text, take) };
  }
}

function answerTo<T>(text: string, take: (event: RuntimeEvent) => T | null): Omit<Answered<T>, 'line'> {
  try {
    const event = eventOf(parsed(text));
    return { event, answer: take(event), refusal: null };
  } catch (error) {
    if (!(error instanceof RuntimeRefusal)) throw error;
    return { event: null, answer: null, refusal: { code: error.code, place: error.place } };
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
