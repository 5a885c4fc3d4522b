import { linesOf, type MoneyInput, type YenLine } from './money.ts';
import type { FigureName } from './part-figures.ts';

/** What a figure in money of some orders is made of: the line, and the lines that it adds up. */
export interface PartFormula {
  readonly line: YenLine;
  readonly parts: readonly YenLine[];
}

/** Of the cells of a part, weighed as those of the run, whose `measured` it is; null for what is no sum of the money of a run. */
export function partFormula(name: FigureName, input: Omit<Required<MoneyInput>, 'days'>): PartFormula | null {
  const { lines, net, beside } = linesOf(input);
  if (name === 'net' || name === 'perThousand') return { line: net, parts: lines };
  const line = [...lines, ...beside].find((one) => one.name === name);
  return line === undefined ? null : { line, parts: [] };
}
