import type { StoredColumn, StoredReport } from '../../../analysis/model/personal-data.ts';
import { count, date } from '../../i18n/format.ts';
import { named, t } from '../../i18n/index.ts';
import { Panel } from '../../parts/panel.tsx';

/** The files that were taken in, every column that holds something, and the tables of the file. */
export function StoredTables({ report }: { readonly report: StoredReport }) {
  return (
    <>
      <Files report={report} />
      <Columns report={report} />
      <Panel title={t('stored.tables')}>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t('stored.tableName')}</th>
              <th scope="col" className="num">
                {t('stored.rows')}
              </th>
            </tr>
          </thead>
          <tbody>
            {report.tables.map(({ table, rows }) => (
              <tr key={table}>
                <th scope="row" className="mono">
                  {table}
                </th>
                <td className="num">{count(rows)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Panel>
    </>
  );
}

function Files({ report: { files, timezone } }: { readonly report: StoredReport }) {
  const day = (at: number | null): string => (at === null ? '–' : date(at, timezone));
  return (
    <Panel title={t('stored.files')} note={t('stored.filesNote')}>
      {files.length === 0 ? <p className="note">{t('stored.none')}</p> : null}
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t('stored.file')}</th>
            <th scope="col">{t('stored.kind')}</th>
            <th scope="col">{t('stored.importedAt')}</th>
            <th scope="col" className="num">
              {t('stored.rows')}
            </th>
            <th scope="col">{t('stored.oldest')}</th>
            <th scope="col">{t('stored.newest')}</th>
          </tr>
        </thead>
        <tbody>
          {files.map((file) => (
            <tr key={`${file.importId} ${file.kind}`}>
              <th scope="row">{file.fileName}</th>
              <td>{t(`stored.kind.${file.kind}`)}</td>
              <td>{day(file.importedAt)}</td>
              <td className="num">{count(file.rows)}</td>
              <td>{day(file.oldest)}</td>
              <td>{day(file.newest)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}

function Columns({ report: { columns } }: { readonly report: StoredReport }) {
  const personalFirst = columns.toSorted((a, b) => Number(a.pii === 'none') - Number(b.pii === 'none'));
  return (
    <Panel title={t('stored.columns')} note={t('stored.columnsNote')}>
      <table className="table" data-testid="stored-columns">
        <thead>
          <tr>
            <th scope="col">{t('stored.column')}</th>
            <th scope="col">{t('stored.table')}</th>
            <th scope="col">{t('stored.class')}</th>
            <th scope="col">{t('stored.maskedColumn')}</th>
            <th scope="col" className="num">
              {t('stored.filled')}
            </th>
            <th scope="col">{t('stored.from')}</th>
          </tr>
        </thead>
        <tbody>
          {personalFirst.map((column) => (
            <ColumnRow key={`${column.table} ${column.column}`} column={column} />
          ))}
        </tbody>
      </table>
    </Panel>
  );
}

function ColumnRow({ column }: { readonly column: StoredColumn }) {
  const { label, pii, masked, filled, of, files } = column;
  return (
    <tr>
      <th scope="row">{label === null ? <span className="mono">{column.column}</span> : named(label)}</th>
      <td className="mono">{column.table}</td>
      <td>{t(`stored.pii.${pii}`)}</td>
      <td>{t(masked ? 'stored.yes' : 'stored.no')}</td>
      <td className="num">
        {count(filled)} / {count(of)}
      </td>
      <td>
        {files.length > 0 ? (
          files.join(', ')
        ) : label === null ? (
          '–'
        ) : (
          <span className="muted">{t('stored.derived')}</span>
        )}
      </td>
    </tr>
  );
}
