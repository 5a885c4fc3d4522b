import type { ProvenEngine } from '../../analysis/model/package-certificate.ts';
import { count } from '../i18n/format.ts';
import { t } from '../i18n/index.ts';

interface EngineTableProps {
  readonly engines: readonly ProvenEngine[];
  readonly unproven?: readonly string[];
}

/** Every engine that agreed, what it ran, and how many of its answers were compared. */
export function EngineTable({ engines, unproven = [] }: EngineTableProps) {
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
          {engines.map((one) => (
            <tr key={`${one.engine} ${one.subject === 'vectors' ? one.file : ''}`}>
              <td>
                {one.engine} {one.version}
              </td>
              {one.subject === 'vectors' ? <td className="mono">{one.file}</td> : <td>{historyText(one)}</td>}
              <td className="num">{count(one.compared)}</td>
              <td className="num">{count(one.subject === 'vectors' ? one.outside : 0)}</td>
              <td className="num">{count(one.mismatches)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {unproven.length > 0 ? (
        <p className="note">{t('export.unproven', { files: unproven.join(t('orders.listMark')) })}</p>
      ) : null}
    </>
  );
}

const historyText = ({ orders, rules, features }: Extract<ProvenEngine, { subject: 'history' }>): string =>
  t('export.history', { orders: count(orders), rules: count(rules), features: count(features) });
