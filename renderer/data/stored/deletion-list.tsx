import type { Held, StoredReport } from '../../../analysis/model/personal-data.ts';
import { count, dateTime } from '../../i18n/format.ts';
import { t } from '../../i18n/index.ts';
import { Panel } from '../../parts/panel.tsx';

/** The rows of a deletion in words. */
export function heldText(held: Held): string {
  const counted = Object.entries(held).map(([name, rows]) => [name, count(Number(rows))] as const);
  return t('stored.held', Object.fromEntries(counted));
}

/** What was deleted, when and why; never of whom. */
export function DeletionList({ report: { deletions, timezone } }: { readonly report: StoredReport }) {
  return (
    <Panel title={t('stored.deletions')} note={t('stored.deletionsNote')}>
      {deletions.length === 0 ? (
        <p className="note">{t('stored.noDeletions')}</p>
      ) : (
        <table className="table" data-testid="deletions">
          <thead>
            <tr>
              {(['at', 'what', 'heldShort', 'reason', 'hash', 'version', 'rewritten'] as const).map((name) => (
                <th key={name} scope="col">
                  {t(`stored.${name}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {deletions.map((one) => (
              <tr key={one.deletionId}>
                <td className="nowrap">{dateTime(one.at, timezone)}</td>
                <td>
                  {t(`stored.who.${one.what}`)}
                  {one.what === 'all' ? null : <span className="note"> {t(`stored.mode.${one.mode}`)}</span>}
                </td>
                <td>{heldText(one.held)}</td>
                <td>{one.reason}</td>
                <td className="mono">{one.subjectHash ?? '–'}</td>
                <td>{one.appVersion}</td>
                <td>{t(one.rewritten ? 'stored.rewritten.yes' : 'stored.rewritten.no')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}
