import { z } from 'zod';
import type { ContradictedOrder, ImportReport, RejectReason } from '../../analysis/model/import-report.ts';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import { count, dateTime, money } from '../i18n/format.ts';
import { rejectText } from '../i18n/messages.ts';
import { t } from '../i18n/index.ts';
import { openOrders } from '../state/address.ts';
import { useProject } from '../state/project.ts';

const cellsSchema = z.array(z.string());

/** The cells of a rejected row; a line that could not be taken apart is one cell. */
function cellsOf(text: string): readonly string[] {
  try {
    const cells = cellsSchema.safeParse(JSON.parse(text));
    return cells.success ? cells.data : [text];
  } catch {
    return [text];
  }
}

export interface RejectSampleProps {
  readonly rows: ImportReport['rejectSample'];
  /** The header line of the file. */
  readonly headers: readonly string[];
}

/** The first rejected rows as they stand in the file, the cell that is the reason marked. */
export function RejectSample({ rows, headers }: RejectSampleProps) {
  const table = rows.map((row) => ({ row, cells: cellsOf(row.cells) }));
  const contradicting = rows.some(({ order }) => order !== undefined);
  const beyond = Math.max(0, ...table.map(({ cells }) => cells.length - headers.length));
  return (
    <div className="scroll reject-sample" tabIndex={0} role="group" aria-label={t('data.rejectSample')}>
      <table className="table sticky">
        <thead>
          <tr>
            <th scope="col" className="num">
              {t('data.line')}
            </th>
            <th scope="col">{t('data.reason')}</th>
            {contradicting ? <th scope="col">{t('reimport.value')}</th> : null}
            {headers.map((header, index) => (
              <th key={index} scope="col">
                {header}
              </th>
            ))}
            {beyond > 0 ? (
              <th scope="col" colSpan={beyond}>
                {t('data.cells')}
              </th>
            ) : null}
          </tr>
        </thead>
        <tbody>
          {table.map(({ row, cells }, index) => (
            <tr key={index}>
              <td className="num nowrap">
                {row.file === undefined ? '' : `${row.file} · `}
                {count(row.line)}
              </td>
              <td className="nowrap">{rejectText(row.reason)}</td>
              {contradicting ? (
                <td className="nowrap">
                  <ContradictedValue row={row} />
                </td>
              ) : null}
              {cells.map((cell, at) => (
                <td key={at} className={`nowrap ${row.column !== null && headers[at] === row.column ? 'refused' : ''}`}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** What the order has where the row says something else; opens the order. */
function ContradictedValue({ row: { reason, order } }: { readonly row: ImportReport['rejectSample'][number] }) {
  const info = useProject();
  if (order === undefined || info === null) return null;
  const open = () => openOrders({ clauses: [{ kind: 'in', column: 'event_id', values: [order.orderId] }] });
  return (
    <button type="button" className="link" title={t('common.showOrders')} onClick={open}>
      {valueOf(reason, order, info)}
    </button>
  );
}

function valueOf(reason: RejectReason, order: ContradictedOrder, { timezone, currency }: ProjectInfo): string {
  const { orderedAt, amount } = order;
  switch (reason) {
    case 'order-time-differs':
      return dateTime(orderedAt, timezone);
    case 'order-currency-differs':
      return order.currency ?? t('common.missing');
    default:
      return amount === null ? t('common.missing') : money(amount, order.currency ?? currency);
  }
}
