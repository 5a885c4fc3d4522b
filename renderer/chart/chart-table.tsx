import { share, type ResultTable } from '../../analysis/model/results/result-file.ts';
import { adds } from './adds.ts';
import { t } from '../i18n/index.ts';
import type { Row } from './vega.ts';

export interface ChartColumn {
  readonly title: string;
  readonly text: (row: Row) => string;
  readonly numeric?: boolean;
  /** The number itself, in major units where it is money: for files. */
  readonly value?: (row: Row) => number | null;
  /** Of 1: people read it in per cent. */
  readonly share?: boolean;
}

/** The table behind a chart as files hold it. */
export const tableOfChart = (columns: readonly ChartColumn[], rows: readonly Row[]): ResultTable => [
  columns.map(({ title }) => title),
  ...rows.map((row) =>
    columns.map(({ value, text, share: shared = false }) =>
      value === undefined ? text(row) : shared ? share(value(row)) : value(row),
    ),
  ),
];

export interface ChartTableProps {
  readonly label: string;
  readonly rows: readonly Row[];
  readonly columns: readonly ChartColumn[];
  readonly onPick?: ((row: Row, add: boolean) => void) | undefined;
  readonly height: number;
}

/** The figures behind a chart; what a click on a mark does, its first cell does with the keyboard. */
export function ChartTable({ label, rows, columns, onPick, height }: ChartTableProps) {
  return (
    <div
      className="scroll chart-table"
      style={{ maxHeight: `${height}px` }}
      tabIndex={0}
      role="group"
      aria-label={t('chart.tableOf', { name: label })}
    >
      <table className="table sticky">
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.title} scope="col" className={column.numeric ? 'num' : ''}>
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index}>
              {columns.map((column, at) => (
                <td key={column.title} className={column.numeric ? 'num' : ''}>
                  {at === 0 && onPick ? (
                    <button type="button" className="link" onClick={(event) => onPick(row, adds(event))}>
                      {column.text(row)}
                    </button>
                  ) : (
                    column.text(row)
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
