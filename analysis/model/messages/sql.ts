import type { Language } from '../bridge.ts';
import type { SqlProblem } from '../sql-console.ts';
import { fill } from './fill.ts';
import { sqlEn, sqlPlaceEn } from './sql-en.ts';
import { sqlJa, sqlPlaceJa } from './sql-ja.ts';

/** What is wrong with a query in the language, and where it is wrong; null where nobody knows. */
export function sqlProblemText(
  { code, params, place }: SqlProblem,
  language: Language,
): { readonly text: string; readonly place: string | null } {
  const [texts, at] = language === 'ja' ? [sqlJa, sqlPlaceJa] : [sqlEn, sqlPlaceEn];
  return {
    text: fill(texts[code], params),
    place: place === null ? null : fill(at, { line: place.line, column: place.column }),
  };
}
