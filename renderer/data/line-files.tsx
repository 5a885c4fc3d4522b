import type { LinesReport } from '../../analysis/model/order-lines.ts';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import { count } from '../i18n/format.ts';
import { importWarningText, rejectText } from '../i18n/messages.ts';
import { t } from '../i18n/index.ts';
import { Button } from '../parts/button.tsx';
import { Panel } from '../parts/panel.tsx';
import { openOrders } from '../state/address.ts';
import { call } from '../state/jobs.ts';
import { useLatest } from '../state/request.ts';
import { saveStaged } from '../state/save-staged.ts';
import { attempt } from '../state/toasts.ts';
import { FileTable } from './file-table.tsx';
import { RemoveImport } from './remove-import.tsx';

/** Every file of order lines the project took in: what of it is kept, and what has no order. */
export function LineFiles({ info }: { readonly info: ProjectInfo }) {
  const { value } = useLatest('import.lineFiles', {}, info.dataVersion);
  if (value === null || value.length === 0) return null;
  return (
    <Panel title={t('lines.files')}>
      <FileTable
        label={t('lines.files')}
        testId="line-files"
        numbers={['data.read', 'lines.accepted', 'lines.kept', 'lines.orphans', 'data.rejected']}
      >
        {value.map((report) => (
          <FileRow key={report.importId} report={report} />
        ))}
      </FileTable>
    </Panel>
  );
}

function FileRow({ report }: { readonly report: LinesReport }) {
  const { importId, fileName: name, rejects, orphans, orphanOrders } = report;
  const save = (what: 'import.orphanLines' | 'import.rejects') => () =>
    attempt(async () => saveStaged(await call(what, { importId })));
  return (
    <tr>
      <td>
        {name}
        {orphans === 0 ? null : (
          <p className="note">{t('lines.orphansOf', { orders: count(orphanOrders), ids: sampleOf(report) })}</p>
        )}
        {report.warnings.map(({ code, params }) =>
          code !== 'lines-changed' ? null : (
            <p key={code} className="note">
              {importWarningText({ code, params })}{' '}
              <button type="button" className="link" onClick={() => showChanged(importId)}>
                {t('file.show')}
              </button>
            </p>
          ),
        )}
        {rejects.map(({ reason, column, rows, firstLine }) => (
          <p key={`${reason} ${column ?? ''}`} className="note">
            {t(column === null ? 'lines.rejectsOf' : 'lines.rejectsIn', {
              ...{ reason: rejectText(reason), column: column ?? '', rows: count(rows), line: count(firstLine) },
            })}
          </p>
        ))}
      </td>
      <td className="num">{count(report.read)}</td>
      <td className="num">{count(report.accepted)}</td>
      <td className="num">{count(report.kept)}</td>
      <td className="num">{count(orphans)}</td>
      <td className="num">{count(report.rejected)}</td>
      <td>
        <div className="row end">
          {orphans === 0 ? null : (
            <Button
              small
              icon="save"
              aria-label={t('lines.saveOrphansOf', { name })}
              onClick={save('import.orphanLines')}
            >
              {t('lines.saveOrphans')}
            </Button>
          )}
          {report.rejected === 0 ? null : (
            <Button small icon="save" aria-label={t('data.saveRejectsOf', { name })} onClick={save('import.rejects')}>
              {t('data.saveRejects')}
            </Button>
          )}
          <RemoveImport importId={importId} name={name} rows={report.kept} of="lines" />
        </div>
      </td>
    </tr>
  );
}

const showChanged = (importId: string): void =>
  openOrders({ clauses: [{ kind: 'file', importId, says: 'lines-changed', column: null }] });

const named = 5;

function sampleOf({ orphanSample, orphanOrders }: LinesReport): string {
  const ids = orphanSample.slice(0, named).join(', ');
  return orphanOrders > named ? `${ids} …` : ids;
}
