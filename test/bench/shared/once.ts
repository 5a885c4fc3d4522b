import { fork } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { backtestHandlers } from '../../../analysis/backtest/index.ts';
import { byDuckdb } from '../../../analysis/backtest/measuring.ts';
import { everything } from '../../../analysis/model/filter.ts';
import { results, type RuleSet } from '../../../analysis/model/ruleset.ts';
import { openProject } from '../../../analysis/store/open-project.ts';
import { hashOf, median, quiet } from './measure.ts';
import { inventedRules } from './rule-orders.ts';

/** `whole`: the matrix; `duckdb`: one query per rule; `first`: the matrix, a question cancelled before. */
export type Role = 'whole' | 'duckdb' | 'first';

/** `budget`: MiB that the process may take. */
export interface Asked {
  readonly role: Role;
  readonly path: string;
  readonly cacheDir: string;
  readonly rules: number;
  readonly budget: string | undefined;
}

export const ruleSetOf = (texts: readonly string[]): RuleSet => ({
  format: 'shinsa-ruleset',
  formatVersion: 1,
  modelId: 'BENCH',
  name: 'bench',
  profile: 'wb-1',
  currency: 'JPY',
  timezone: 'Asia/Tokyo',
  default: 'OK',
  rules: texts.map((when, i) => ({
    code: `R${i}`,
    description: { ja: '', en: '' },
    when,
    result: results[i % 4] ?? 'NG',
  })),
});

/** One answer of a process of its own. */
export interface Once {
  readonly ms: number;
  /** KiB at most; null where the system does not say. */
  readonly peak: number | null;
  readonly answer: string;
  /** Of a question that was cancelled while it made columns, ms. */
  readonly cancelled?: number;
}

/** A program in a process of its own, from its start to its end. */
export async function inProcess(entry: string, { role, path, cacheDir, rules, budget }: Asked): Promise<Once> {
  const began = performance.now();
  const words = [role, path, cacheDir, `rules=${rules}`, ...(budget === undefined ? [] : [`budget=${budget}`])];
  const child = fork(entry, words, { execArgv: [] });
  const found = await new Promise<Omit<Once, 'ms'>>((resolve, reject) => {
    let answer: Omit<Once, 'ms'> | undefined;
    child.once('message', (message) => (answer = message as Omit<Once, 'ms'>));
    child.once('exit', (code) =>
      code === 0 && answer !== undefined ? resolve(answer) : reject(new Error(`${role} ended with ${code}`)),
    );
  });
  return { ms: performance.now() - began, ...found };
}

/** Asks once, as the command line does: nothing is kept. */
export async function answerOnce({ role, path, cacheDir, rules, budget }: Asked): Promise<void> {
  const limits = { keptMb: 0, ...(budget === undefined ? {} : { budgetMb: Number(budget) }) };
  const project = await openProject(path, { cacheDir, limits });
  const handlers = role === 'duckdb' ? backtestHandlers(project, byDuckdb(project)) : backtestHandlers(project);
  const input = { ruleSet: ruleSetOf(inventedRules(rules)), filter: everything, save: false };
  const cancelled = role === 'first' ? await cancelledWhileMaking(handlers, input) : undefined;
  const { result } = await handlers['backtest.run'](input, quiet);
  await project.close();
  const answer = wholeAnswer(result.rules.map(({ tp, fp, amount }) => [tp, amount.caught, fp]));
  const status = existsSync('/proc/self/status') ? readFileSync('/proc/self/status', 'utf8') : '';
  const peak = Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? NaN) || null;
  process.send?.({ peak, answer, cancelled });
}

/** Of each rule its bad hits, their amount and its good hits: what everybody tells of whole processes. */
export const wholeAnswer = (rules: readonly (readonly (number | undefined)[])[]): string => hashOf(rules);

/** How long a question takes to end that is cancelled with half of its columns made. */
async function cancelledWhileMaking(
  handlers: ReturnType<typeof backtestHandlers>,
  input: Parameters<ReturnType<typeof backtestHandlers>['backtest.run']>[0],
): Promise<number> {
  const stop = new AbortController();
  let began = 0;
  const progress = (): void => {
    began ||= performance.now();
    stop.abort();
  };
  await handlers['backtest.run'](input, { ...quiet, signal: stop.signal, progress }).catch(() => undefined);
  return performance.now() - began;
}

const inMiB = (peak: number | null): string => (peak === null ? 'not measured' : `${Math.round(peak / 1024)} MiB`);
/** Median of the times, and the most memory. */
export const middle = (of: readonly Once[]): string =>
  `${Math.round(median(of.map(({ ms }) => ms)))} ms, peak memory ${inMiB(of.some(({ peak }) => peak === null) ? null : Math.max(...of.map(({ peak }) => peak ?? 0)))}`;
