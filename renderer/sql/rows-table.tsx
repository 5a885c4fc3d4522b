import { useRef } from 'react';
import type { SqlRows } from '../../analysis/model/sql-console.ts';
import { count } from '../i18n/format.ts';
import { t } from '../i18n/index.ts';
import { WindowedRows } from '../parts/windowed-rows.tsx';
import { cellText } from './cell-text.ts';

const rowHeight = 26;

/** The rows of a result, of which only those in sight are in the page. */
export function RowsTable({ answer, timezone }: { readonly answer: SqlRows; readonly timezone: string }) {
  const frame = useRef<HTMLDivElement>(null);
  const { columns } = answer;
  const rows = Array.from({ length: answer.rows }, (_, at) => ({
    key: String(at),
    draw: () => (
      <tr key={at}>
        <th scope="row" className="num muted">
          {count(at + 1)}
        </th>
        {columns.map((column) => {
          const value = column.values[at] ?? null;
          const text = cellText(value, column, timezone);
          return (
            <td key={column.name} className={column.kind === 'number' ? 'num' : ''}>
              {value === null ? <span className="muted">NULL</span> : <span className="sql-cell">{text}</span>}
            </td>
          );
        })}
      </tr>
    ),
  }));
  return (
    <div ref={frame} className="scroll sql-rows" tabIndex={0} role="region" aria-label={t('sql.result')}>
      <table className="table sticky" data-testid="sql-result">
        <thead>
          <tr>
            <th scope="col" className="num">
              <span className="hidden-visually">{t('sql.row')}</span>
            </th>
            {columns.map(({ name, type, kind }) => (
              <th key={name} scope="col" className={kind === 'number' ? 'num' : ''} title={type}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <WindowedRows {...{ frame, rows }} columns={columns.length + 1} height={rowHeight} />
      </table>
    </div>
  );
}
