import { guarded } from '../../../analysis/model/formula-guard.ts';

/** A text that a spreadsheet would run as a formula gets an apostrophe; tabs and line breaks become spaces. */
export function harmless(text: string): string {
  return guarded(text.replace(/[\t\r\n]+/g, ' '));
}
