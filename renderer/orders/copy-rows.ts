import type { ProjectInfo } from '../../analysis/model/project.ts';
import { cellText, type Cell } from '../i18n/values.ts';
import { outcomeWord } from '../i18n/outcome-words.ts';
import { minorPerMajor } from '../i18n/format.ts';
import { harmless } from '../parts/save/harmless.ts';
import { stateColumn, type GridColumn } from './grid-columns.ts';
import { outcomeStates, type Target } from '../../analysis/model/target.ts';

/** The most rows one copy takes; more are a matter for the CSV export. */
export const copyAtMost = 100_000;

export function stateText(value: Cell, target: Target): string {
  const state = outcomeStates.find((name) => name === value);
  return state ? outcomeWord(target, state) : '';
}

export function shownText(value: Cell, column: GridColumn, info: ProjectInfo, currency: string): string {
  if (column.name === stateColumn) return stateText(value, info.target);
  return cellText(value, column.column, info, currency);
}

/** As the data has it: numbers without grouping or currency, codes without their names. */
function copiedText(value: Cell, column: GridColumn, info: ProjectInfo, currency: string): string {
  if (typeof value === 'number' && column.column?.type === 'money') return String(value / minorPerMajor(currency));
  if (typeof value === 'number' && column.numeric) return String(value);
  const isText = typeof value === 'string' && column.name !== stateColumn;
  return harmless(isText ? value : shownText(value, column, info, currency));
}

export function tsvOf(
  columns: readonly GridColumn[],
  rows: readonly number[],
  cell: (row: number, column: string) => Cell,
  info: ProjectInfo,
): string {
  const head = columns.map((column) => harmless(column.label)).join('\t');
  const lines = rows.map((row) => {
    const currency = cell(row, 'currency');
    const code = typeof currency === 'string' ? currency : info.currency;
    return columns.map((column) => copiedText(cell(row, column.name), column, info, code)).join('\t');
  });
  return [head, ...lines].join('\n');
}
