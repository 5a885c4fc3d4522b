import type { PackageReport } from '../../analysis/engine-api.ts';
import { count } from '../i18n/format.ts';
import { t } from '../i18n/index.ts';

/** Every engine that ran a file of the package, with how many of its answers were compared. */
export function EngineTable({ report }: { readonly report: PackageReport }) {
  return (
    <>
      <table className="table" aria-label={t('export.engines')} data-testid="package-engines">
        <thead>
          <tr>
            <th scope="col">{t('export.engine')}</th>
            <th scope="col">{t('export.engineFile')}</th>
            <th scope="col" className="num">
              {t('export.compared')}
            </th>
            <th scope="col" className="num" title={t('export.outsideHint')}>
              {t('export.outside')}
            </th>
            <th scope="col" className="num">
              {t('export.differing')}
            </th>
          </tr>
        </thead>
        <tbody>
          {report.engines.map((one) => (
            <tr key={`${one.engine} ${one.file}`}>
              <td>
                {one.engine} {one.version}
              </td>
              <td className="mono">{one.file}</td>
              <td className="num">{count(one.compared)}</td>
              <td className="num">{count(one.outside)}</td>
              <td className="num">{count(one.mismatches)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {report.unproven.length > 0 ? (
        <p className="note">{t('export.unproven', { files: report.unproven.join(t('orders.listMark')) })}</p>
      ) : null}
    </>
  );
}
