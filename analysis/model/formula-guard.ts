/** What a spreadsheet may take for a formula, full-width forms included; also after leading blanks. */
const formula = /^[\s\u3000]*[=+\-@＝＋－＠]|^[\t\r\n|]/u;

/** A negative decimal is a number, not a formula. */
const negative = /^-\d+(\.\d+)?$/;

/** The text with an apostrophe before it when a spreadsheet could run it as a formula; other texts as they are. */
export function guarded(text: string): string {
  return formula.test(text) && !negative.test(text) ? `'${text}` : text;
}
