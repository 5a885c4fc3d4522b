import type { NotProven, ProvenEngine } from '../../analysis/model/package-certificate.ts';
import { count } from '../i18n/format.ts';
import { t } from '../i18n/index.ts';

interface EngineTableProps {
  readonly engines: readonly ProvenEngine[];
  readonly notProven: readonly NotProven[];
}

/** Every engine that agreed, what it ran, how many of its answers were compared, and what nothing was compared on. */
export function EngineTable({ engines, notProven }: EngineTableProps) {
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
            <th scope="col" className="num" title={t('export.derivedHint')}>
              {t('export.derived')}
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
              <td className="num">{derivedText(one)}</td>
              <td className="num">{count(one.subject === 'vectors' ? one.outside : 0)}</td>
              <td className="num">{count(one.mismatches)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {notProven.length > 0 ? (
        <p className="note" data-testid="package-not-proven">
          {t('export.notProven', { files: notProven.map(nameOf).join(t('orders.listMark')) })}
        </p>
      ) : null}
    </>
  );
}

/** On the history the runtime makes features itself; certificates made before do not say. */
const derivedText = (one: ProvenEngine): string =>
  one.subject === 'history' ? count(0) : one.derived === undefined ? '–' : count(one.derived);

const nameOf = ({ file, engine }: NotProven): string =>
  engine === null ? file : t('export.notProvenBy', { file, engine });

const historyText = ({ orders, rules, features }: Extract<ProvenEngine, { subject: 'history' }>): string =>
  t('export.history', { orders: count(orders), rules: count(rules), features: count(features) });
