import type { BacktestWarning, Slower, SlowerWhy } from '../backtest.ts';
import type { MatchedBy } from '../outcome-match.ts';
import type { CustomColumn } from '../columns.ts';
import type { FailureCode } from '../failure.ts';
import type { NearWords } from './near.ts';
import type { IdentityConfidence, IdentityDoubt, IdentityStepName, LinkKind } from '../identity.ts';
import { rejectReasons, type ImportWarning, type RejectReason } from '../import-report.ts';
import type { MaturityWarning } from '../maturity/report.ts';
import { packageProblems } from '../package-problem.ts';
import { en } from './en.ts';
import { fill } from './fill.ts';
import { ja } from './ja.ts';
import type { PackageWords } from './package.ts';

export { fill } from './fill.ts';

/** Texts about data and failures, shared by window and command line. Parameters stand in braces, see `fill`. */
export interface ModelMessages {
  readonly failures: Readonly<Record<FailureCode, string>>;
  readonly rejects: Readonly<Record<RejectReason, string>>;
  /** What the values of a column are, for the middle of a sentence. */
  readonly columnTypes: Readonly<Record<CustomColumn['type'], string>>;
  readonly importWarnings: Readonly<Record<ImportWarning['code'], string>>;
  readonly packageProblems: PackageWords;
  readonly matchedBy: Readonly<Record<MatchedBy, string>>;
  readonly backtestWarnings: Readonly<Record<BacktestWarning['code'], string>>;
  /** What was done by the slow way, and why. */
  readonly slower: Readonly<Record<Slower['what'], Readonly<Record<SlowerWhy, string>>>>;
  readonly maturityWarnings: Readonly<Record<MaturityWarning['code'], string>>;
  readonly identity: {
    /** What links two orders. */
    readonly links: Readonly<Record<LinkKind, string>>;
    readonly near: NearWords;
    readonly confidences: Readonly<Record<IdentityConfidence, string>>;
    readonly steps: Readonly<Record<IdentityStepName, string>>;
    readonly doubts: Readonly<Record<IdentityDoubt, string>>;
  };
}

/** Parameters with the codes among them, a reason for rejection, a type of column or what is wrong with a package, told in words. */
export function inWords(
  params: Readonly<Record<string, string | number>>,
  { rejects, columnTypes, packageProblems: problems }: ModelMessages,
): Readonly<Record<string, string | number>> {
  const reason = rejectReasons.find((known) => known === params['reason']);
  const type = Object.entries(columnTypes).find(([known]) => known === params['type']);
  const problem = packageProblems.find((known) => known === params['problem']);
  return {
    ...params,
    ...(problem === undefined ? {} : { problem: fill(problems[problem], params) }),
    ...(reason === undefined ? {} : { reason: rejects[reason] }),
    ...(type === undefined ? {} : { type: type[1] }),
  };
}

/** The catalogue of a language. */
export function modelMessages(language: 'ja' | 'en'): ModelMessages {
  return language === 'ja' ? ja : en;
}
