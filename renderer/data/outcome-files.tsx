import type { OutcomesReport } from '../../analysis/model/import-report.ts';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import { count, moneyShort } from '../i18n/format.ts';
import { t } from '../i18n/index.ts';
import { Button } from '../parts/button.tsx';
import { Panel } from '../parts/panel.tsx';
import { call } from '../state/jobs.ts';
import { useLatest } from '../state/request.ts';
import { RemoveImport } from './remove-import.tsx';
import { saveStaged } from '../state/save-staged.ts';
import { attempt } from '../state/toasts.ts';

/** Every outcomes file the project took in: what of it found its order, and the rest to look at. */
export function OutcomeFiles({ info }: { readonly info: ProjectInfo }) {
  const { value } = useLatest('import.outcomeFiles', {}, info.dataVersion);
  if (value === null || value.length === 0) return null;
  return (
    <Panel title={t('data.outcomeFiles')}>
      <div className="scroll" tabIndex={0} role="group" aria-label={t('data.outcomeFiles')}>
        <table className="table outcome-files" data-testid="outcome-files">
          <thead>
            <tr>
              <th scope="col">{t('data.file')}</th>
              <th scope="col" className="num">
                {t('data.read')}
              </th>
              <th scope="col" className="num">
                {t('data.matched')}
              </th>
              <th scope="col" className="num">
                {t('data.unmatched')}
              </th>
              <th scope="col" className="num">
                {t('data.rejected')}
              </th>
              <th scope="col" className="num">
                {t('data.unmatchedAmount')}
              </th>
              <th scope="col">
                <span className="hidden-visually">{t('data.saveAs')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {value.map((report) => (
              <tr key={report.importId}>
                <td>{report.fileName}</td>
                <td className="num">{count(report.read)}</td>
                <td className="num">{count(report.matched)}</td>
                <td className="num">{count(report.unmatched)}</td>
                <td className="num">{count(report.rejected)}</td>
                <td className="num">{moneyShort(report.amountUnmatched, info.currency)}</td>
                <td>
                  <div className="row end">
                    <SaveOutcomeRows report={report} />
                    <RemoveImport
                      importId={report.importId ?? ''}
                      name={report.fileName ?? ''}
                      rows={report.matched + report.unmatched}
                      of="outcomes"
                    />
                  </div>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

/** Buttons for the rows of an outcomes file that did not find their order, and for those not taken in. */
export function SaveOutcomeRows({ report }: { readonly report: OutcomesReport }) {
  const { importId, fileName = '' } = report;
  if (importId === undefined) return null;
  const save = (name: 'import.unmatched' | 'import.rejects') =>
    attempt(async () => saveStaged(await call(name, { importId })));
  return (
    <>
      {report.unmatched > 0 ? (
        <Button
          small
          icon="save"
          aria-label={t('data.saveUnmatchedOf', { name: fileName })}
          onClick={() => save('import.unmatched')}
        >
          {t('data.saveUnmatched')}
        </Button>
      ) : null}
      {report.rejected > 0 ? (
        <Button
          small
          icon="save"
          aria-label={t('data.saveRejectsOf', { name: fileName })}
          onClick={() => save('import.rejects')}
        >
          {t('data.saveRejects')}
        </Button>
      ) : null}
    </>
  );
}
