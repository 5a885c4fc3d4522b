/** Columns that a terminal gives to a text: two to full-width characters. */
const widthOf = (text: string): number =>
  [...text].reduce(
    (sum, one) =>
      sum +
      (/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u.test(one)
        ? 2
        : 1),
    0,
  );

/** Lines of a table, heads first; its first `left` columns begin at the left, numbers end at the right. */
export function textTable(rows: readonly (readonly string[])[], left: number): string[] {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, at) => Math.max(...rows.map((row) => widthOf(row[at] ?? ''))));
  return rows.map((row) => {
    const cells = row.map((text, at) => {
      const space = ' '.repeat(Math.max(0, (widths[at] ?? 0) - widthOf(text)));
      return at < left ? text + space : space + text;
    });
    return `  ${cells.join('  ')}`.trimEnd();
  });
}
