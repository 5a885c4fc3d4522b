import { createReadStream } from 'node:fs';
import { once } from 'node:events';
import { basename } from 'node:path';
import { z } from 'zod';
import type { RuntimeCommand } from './cli/runtime-args.ts';
import type { Replayed } from './cli/runtime-summary.ts';
import { openRuntime, packageContent, personalFeatureIds } from './export/index.ts';
import { ShinsaError } from './model/failure.ts';
import type { RuleSet } from './model/ruleset.ts';
import type { StandIns } from './model/stand-ins.ts';
import { screened, screenedTexts, type Runtime } from './runtime/index.ts';

/** The commands that run a package, without any project. */

/** Where events come from and results go to; the second says when it can take more. */
export interface Streams {
  readonly input: AsyncIterable<Uint8Array | string>;
  readonly output: { readonly write: (text: string) => boolean; readonly once: NodeJS.EventEmitter['once'] };
}

/** Whether values of persons may be told. */
interface Shown {
  readonly unmasked: boolean;
}

/** Lines left out that are named. */
const mostNamed = 100;

/** Replays a file of events. */
export async function replayCommand(
  { package: path, events, keepEarlyDays }: Extract<RuntimeCommand, { kind: 'replay' }>,
  signal: AbortSignal,
): Promise<Replayed> {
  const { runtime, standIns } = await runtimeOf(path, { keepEarlyDays, similars: 0 });
  const counts = {
    results: new Map<string, number>(),
    fired: new Map<string, number>(),
    unevaluable: new Map<string, number>(),
  };
  const add = (to: Map<string, number>, name: string): void => void to.set(name, (to.get(name) ?? 0) + 1);
  const firstLeftOut: { line: number; code: string; place: string }[] = [];
  let [orders, leftOut] = [0, 0];
  for await (const answer of screened(runtime, linesOf(fileOf(events)))) {
    if (signal.aborted) throw new ShinsaError('cancelled');
    if ('error' in answer) {
      leftOut += 1;
      if (firstLeftOut.length < mostNamed) firstLeftOut.push({ line: answer.line, ...answer.error });
      continue;
    }
    const { aaresult, rules, unevaluable } = answer.result;
    orders += 1;
    add(counts.results, aaresult.result);
    for (const { code } of rules) add(counts.fired, code);
    for (const { code } of unevaluable) add(counts.unevaluable, code);
  }
  return {
    ...{ modelId: runtime.ruleSet.modelId, orders, standIns, leftOut, firstLeftOut },
    droppedReports: runtime.droppedReports,
    results: Object.fromEntries(counts.results),
    fired: Object.fromEntries(counts.fired),
    unevaluable: Object.fromEntries(counts.unevaluable),
  };
}

/**
 * Answers events line by line as they come, one line for every order and for every line that was left out; waits while nobody
 * takes the answers. Features that show values of personal fields are not in them unless `unmasked`. `lacking` hears at once what of the package decides otherwise than tested. Answers how many lines were left out, and
 * how many reports were let go before their order came.
 */
export async function serveCheckCommand(
  { package: path, keepEarlyDays, unmasked }: Extract<RuntimeCommand, { kind: 'serve-check' }> & Shown,
  { input, output }: Streams,
  signal: AbortSignal,
  lacking: (standIns: StandIns) => void,
): Promise<{ readonly leftOut: number; readonly droppedReports: number }> {
  const { ruleSet, runtime, standIns } = await runtimeOf(path, { keepEarlyDays });
  lacking(standIns);
  const hidden = new Set(unmasked ? [] : personalFeatureIds(ruleSet));
  let leftOut = 0;
  for await (const answer of screenedTexts(runtime, linesOf(input))) {
    if (signal.aborted) throw new ShinsaError('cancelled');
    if (answer.leftOut) leftOut += 1;
    const text = hidden.size === 0 || answer.leftOut ? answer.text : withoutFeatures(answer.text, hidden);
    if (!output.write(`${text}\n`)) await drained(output);
  }
  return { leftOut, droppedReports: runtime.droppedReports };
}

const members = z.record(z.string(), z.unknown());

function withoutFeatures(text: string, hidden: ReadonlySet<string>): string {
  const { features, ...told } = members.parse(JSON.parse(text));
  const shown = Object.entries(members.parse(features)).filter(([id]) => !hidden.has(id));
  return JSON.stringify({ ...told, features: Object.fromEntries(shown) });
}

const drained = (output: Streams['output']): Promise<void> =>
  new Promise((resolve) => void output.once('drain', () => resolve()));

/** The runtime of a package, a folder or a zip; 'runtime-refused' with the rule or feature that it cannot run. */
async function runtimeOf(
  path: string,
  { keepEarlyDays, similars }: { readonly keepEarlyDays: number | null; readonly similars?: number },
): Promise<{ readonly ruleSet: RuleSet; readonly runtime: Runtime; readonly standIns: StandIns }> {
  const { ruleSet, content, standIns } = await packageContent(path);
  const limits = {
    ...(keepEarlyDays === null ? {} : { keepEarlyDays }),
    ...(similars === undefined ? {} : { similars }),
  };
  return { ruleSet, runtime: openRuntime(content, {}, limits), standIns };
}

/** A file piece by piece; 'file-not-found' and 'file-unreadable' with its name. */
export async function* fileOf(path: string): AsyncGenerator<Uint8Array | string> {
  const stream = createReadStream(path);
  try {
    await once(stream, 'open');
    for await (const bytes of stream) yield bytes as Uint8Array;
  } catch (cause) {
    const place = { file: basename(path) };
    const missing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
    throw new ShinsaError(missing ? 'file-not-found' : 'file-unreadable', {}, { place, cause });
  }
}

/** One more than a line may be long: it is then left out as too long, and the rest of it never kept. */
const kept = 1_000_001;

/** Lines of UTF-8, whatever pieces they come in. */
export async function* linesOf(input: AsyncIterable<Uint8Array | string>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let line = '';
  for await (const bytes of input) {
    const parts = (typeof bytes === 'string' ? bytes : decoder.decode(bytes, { stream: true })).split('\n');
    for (const [index, part] of parts.entries()) {
      if (index > 0) {
        yield line;
        line = '';
      }
      if (line.length < kept) line += part.slice(0, kept);
    }
  }
  if (line !== '') yield line;
}
