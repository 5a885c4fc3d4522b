import type { BacktestWarning, Slower } from '../../analysis/model/backtest.ts';
import type { Failure } from '../../analysis/model/failure.ts';
import type { ImportWarning, RejectReason } from '../../analysis/model/import-report.ts';
import type { MaturityWarning } from '../../analysis/model/maturity/report.ts';
import { fill, modelMessages, inWords, type ModelMessages } from '../../analysis/model/messages/index.ts';
import type { MatchedBy } from '../../analysis/model/outcome-match.ts';
import { count } from './format.ts';
import { language, t } from './index.ts';
import type { Params } from './fill.ts';

export interface FailureWords {
  readonly text: string;
  readonly place: string | null;
}

function messages(): ModelMessages {
  return modelMessages(language.get());
}

/** Numbers of a message are grouped like every other number on screen. */
function grouped(params: Params): Params {
  const written = Object.entries(params).map(([name, value]) => [
    name,
    typeof value === 'number' ? count(value) : value,
  ]);
  return Object.fromEntries(written) as Params;
}

/** What happened and what to do, and where, in the chosen language. */
export function failureText(failure: Failure): FailureWords {
  const params = grouped(inWords(failure.params, messages()));
  return { text: fill(messages().failures[failure.code], params), place: placeText(failure) };
}

/** Words of 名寄せ: confidences, steps, doubts, kinds of link. */
export function identityWords(): ModelMessages['identity'] {
  return messages().identity;
}

export function rejectText(reason: RejectReason): string {
  return messages().rejects[reason];
}

export function importWarningText(warning: ImportWarning): string {
  return fill(messages().importWarnings[warning.code], grouped(warning.params));
}

export function matchedByText(by: MatchedBy): string {
  return messages().matchedBy[by];
}

export function backtestWarningText(warning: BacktestWarning): string {
  return fill(messages().backtestWarnings[warning.code], grouped(warning.params));
}

export const slowerText = ({ what, why }: Slower): string => messages().slower[what][why];

export function maturityWarningText(warning: MaturityWarning): string {
  return fill(messages().maturityWarnings[warning.code], grouped(warning.params));
}

function placeText({ place }: Failure): string | null {
  if (!place) return null;
  const parts: string[] = [];
  if (place.file !== undefined) parts.push(place.file);
  if (place.field !== undefined) parts.push(place.field);
  if (place.line !== undefined && place.column !== undefined) {
    parts.push(t('failure.lineColumn', { line: place.line, column: place.column }));
  } else if (place.line !== undefined) parts.push(t('failure.line', { line: place.line }));
  return parts.length === 0 ? null : t('failure.place', { place: parts.join(' · ') });
}
