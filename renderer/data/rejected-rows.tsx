import type { ImportReport } from '../../analysis/model/import-report.ts';
import { count, rate } from '../i18n/format.ts';
import { rejectText } from '../i18n/messages.ts';
import { t } from '../i18n/index.ts';
import { RejectSample } from './reject-sample.tsx';

export interface RejectedRowsProps {
  readonly report: ImportReport;
  /** The header line of the file. */
  readonly headers: readonly string[];
}

/** Why rows were rejected, and the first of them as they stand in the file. */
export function RejectedRows({ report, headers }: RejectedRowsProps) {
  return (
    <>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t('data.reason')}</th>
            <th scope="col">{t('data.sourceColumn')}</th>
            <th scope="col" className="num">
              {t('data.rowsUnitTitle')}
            </th>
            <th scope="col" className="num">
              {t('data.shareOfRead')}
            </th>
            <th scope="col" className="num">
              {t('data.firstLine')}
            </th>
          </tr>
        </thead>
        <tbody>
          {report.rejects.map((entry) => (
            <tr key={`${entry.reason} ${entry.column ?? ''}`}>
              <td>{rejectText(entry.reason)}</td>
              <td>{entry.column ?? ''}</td>
              <td className="num">{count(entry.rows)}</td>
              <td className="num">{rate(entry.rows / report.read)}</td>
              <td className="num">
                {entry.file === undefined ? '' : `${entry.file} · `}
                {count(entry.firstLine)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <h3 className="sub-title">{t('data.rejectSample')}</h3>
      <RejectSample rows={report.rejectSample} headers={headers} />
    </>
  );
}
