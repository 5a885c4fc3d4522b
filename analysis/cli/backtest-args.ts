import type { Split } from '../model/results/split.ts';
import type { GivenWords } from './list-args.ts';
import { pastDayGiven, splitGiven } from './split-args.ts';
import { stabilityGiven, type StabilityGiven } from './stability-args.ts';

/** What a person asked of a backtest; paths as given. */
export interface BacktestCommand {
  readonly kind: 'backtest';
  readonly project: string;
  readonly ruleset: string;
  /** Also the orders that every two rules share. */
  readonly overlap: boolean;
  /** Also what each rule contributes, and what others would add. */
  readonly contributions: boolean;
  readonly additions: boolean;
  /** A file of what figures in money stand on; null for what was assumed last in the project. */
  readonly assumptions: string | null;
  /** A rule set to compare it with; null for none. */
  readonly champion: string | null;
  /** Day (ISO) as of which orders are judged; null for the project's. */
  readonly asOf: string | null;
  /** A unit of time, `weekday` or a column to tell every figure by; null for none. */
  readonly by: string | null;
  /** Where orders are split into training ones and those held out; empty for nowhere. */
  readonly split: Split;
  /** The windows between which hits, decisions and columns are compared; null for none. */
  readonly stability: StabilityGiven | null;
  /** Also what the set is worth at other values of its thresholds. */
  readonly thresholds: boolean;
  readonly json: boolean;
}

export const backtestOptions = {
  required: ['project', 'ruleset'],
  optional: ['assumptions', 'champion', 'as-of', 'by', 'split', 'stability'],
} as const;

export const backtestFlags = ['unmasked', 'overlap', 'thresholds', 'contributions', 'additions'] as const;

type Given = GivenWords & { readonly flags: ReadonlySet<string> };

/** `backtest --project P --ruleset RULES`, and what is asked beside the result. */
export function backtestCommand({ json, texts, refuse, flags }: Given): BacktestCommand {
  const needed = (name: string): string => texts.get(name) ?? refuse('option-missing', `--${name}`);
  return {
    ...{ kind: 'backtest', project: needed('project'), ruleset: needed('ruleset'), json },
    ...{
      assumptions: texts.get('assumptions') ?? null,
      by: texts.get('by') ?? null,
      champion: texts.get('champion') ?? null,
    },
    ...{ asOf: pastDayGiven(texts.get('as-of'), refuse), split: splitGiven(texts.get('split'), refuse) },
    stability: stabilityGiven(texts.get('stability'), refuse),
    ...{ overlap: flags.has('overlap'), thresholds: flags.has('thresholds') },
    ...{ contributions: flags.has('contributions'), additions: flags.has('additions') },
  };
}
