import type { BacktestWarning } from '../backtest.ts';
import type { FailureCode } from '../failure.ts';
import type { IdentityConfidence, IdentityDoubt, IdentityStepName } from '../identity.ts';
import { rejectReasons, type ImportWarning, type RejectReason } from '../import-report.ts';
import { en } from './en.ts';
import { ja } from './ja.ts';

export { fill } from './fill.ts';

/** Texts about data and failures, shared by window and command line. Parameters stand in braces, see `fill`. */
export interface ModelMessages {
  readonly failures: Readonly<Record<FailureCode, string>>;
  readonly rejects: Readonly<Record<RejectReason, string>>;
  readonly importWarnings: Readonly<Record<ImportWarning['code'], string>>;
  readonly backtestWarnings: Readonly<Record<BacktestWarning['code'], string>>;
  readonly identity: {
    readonly confidences: Readonly<Record<IdentityConfidence, string>>;
    readonly steps: Readonly<Record<IdentityStepName, string>>;
    readonly doubts: Readonly<Record<IdentityDoubt, string>>;
  };
}

/** Parameters with the code of a reason for rejection told in words. */
export function withReason(
  params: Readonly<Record<string, string | number>>,
  { rejects }: ModelMessages,
): Readonly<Record<string, string | number>> {
  const reason = rejectReasons.find((known) => known === params['reason']);
  return reason === undefined ? params : { ...params, reason: rejects[reason] };
}

/** The catalogue of a language. */
export function modelMessages(language: 'ja' | 'en'): ModelMessages {
  return language === 'ja' ? ja : en;
}
