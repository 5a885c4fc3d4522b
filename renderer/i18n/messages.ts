import type { Failure } from '../../analysis/model/failure.ts';
import { t } from './index.ts';

export interface FailureWords {
  readonly text: string;
  readonly place: string | null;
}

/** What happened and what to do, and where, in the chosen language. */
export function failureText(failure: Failure): FailureWords {
  return { text: `${failure.code} ${JSON.stringify(failure.params)}`, place: placeText(failure) };
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
