import type { ImportReport } from '../../analysis/model/import-report.ts';
import { count } from '../i18n/format.ts';
import { t } from '../i18n/index.ts';
import { Panel } from '../parts/panel.tsx';

/** What each of several files brought, where they were read as one history. */
export function FileCounts({ report }: { readonly report: ImportReport }) {
  const { files = [] } = report;
  if (files.length === 0) return null;
  return (
    <Panel title={t('data.filesRead')}>
      <div className="scroll" tabIndex={0} role="group" aria-label={t('data.filesRead')}>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t('data.file')}</th>
              <th scope="col" className="num">
                {t('data.read')}
              </th>
              <th scope="col" className="num">
                {t('data.accepted')}
              </th>
              <th scope="col" className="num">
                {t('data.rejected')}
              </th>
            </tr>
          </thead>
          <tbody>
            {files.map((file) => (
              <tr key={file.before}>
                <td>{file.name}</td>
                <td className="num">{count(file.read)}</td>
                <td className="num">{count(file.accepted)}</td>
                <td className="num">{count(file.rejected)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
