import type { FileSays, ImportReport } from '../../analysis/model/import-report.ts';
import { count, rate } from '../i18n/format.ts';
import { t } from '../i18n/index.ts';
import { columnName } from '../i18n/values.ts';
import { Figure } from '../parts/figure.tsx';
import { Panel } from '../parts/panel.tsx';
import { OrdersButton } from '../rule-sets/orders-behind.tsx';
import { openOrders } from '../state/address.ts';
import { useProject } from '../state/project.ts';

/** What a file said of the orders the project had, where it had any. */
export function UpsertCounts({ report }: { readonly report: ImportReport }) {
  const info = useProject();
  const { upsert, accepted } = report;
  if (upsert === undefined || info === null) return null;
  const { inserted, updated, unchanged, conflicting, columns } = upsert;
  const unit = t('explore.ordersUnit');
  const recorded = report.of === 'recorded';
  const of = (orders: number) => (recorded ? '' : share(orders, accepted));
  const show = (says: FileSays, column: string | null = null): void =>
    openOrders({ clauses: [{ kind: 'file', importId: report.importId, says, column }] });
  const opens = (says: FileSays, orders: number) => (orders === 0 ? {} : { onOpen: () => show(says) });
  return (
    <Panel title={t('reimport.title')} note={t(recorded ? 'recorded.note' : 'reimport.note')}>
      <section className="figures" aria-label={t('reimport.title')}>
        {recorded ? null : (
          <Figure
            label={t('reimport.inserted')}
            value={count(inserted)}
            {...opens('inserted', inserted)}
            unit={unit}
            denominator={of(inserted)}
          />
        )}
        <Figure
          label={t('reimport.updated')}
          value={count(updated)}
          {...opens('updated', updated)}
          unit={unit}
          denominator={of(updated)}
        />
        <Figure
          label={t('reimport.unchanged')}
          value={count(unchanged)}
          {...opens('unchanged', unchanged)}
          unit={unit}
          denominator={of(unchanged)}
        />
        <Figure
          label={t('reimport.conflicting')}
          value={count(conflicting)}
          {...(recorded ? {} : opens('conflicting', conflicting))}
          unit={t('data.rowsUnit')}
          denominator={t(recorded ? 'recorded.conflictNote' : 'reimport.conflictNote')}
          {...(conflicting > 0 ? { tone: 'bad' as const } : {})}
        />
      </section>
      {columns.length === 0 ? null : (
        <table className="table updated-columns">
          <thead>
            <tr>
              <th scope="col">{t('reimport.column')}</th>
              <th scope="col" className="num">
                {t('reimport.filled')}
              </th>
              <th scope="col" className="num">
                {t('reimport.changed')}
              </th>
            </tr>
          </thead>
          <tbody>
            {columns.map(({ column, filled, changed }) => (
              <tr key={column}>
                <td>{column === 'label' ? t('reimport.label') : columnName(info, column)}</td>
                <td className="num">
                  <OrdersButton count={filled} onOpen={() => show('filled', column)} />
                </td>
                <td className="num">
                  <OrdersButton count={changed} onOpen={() => show('changed', column)} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}

const share = (part: number, whole: number): string =>
  whole === 0 ? '' : t('reimport.share', { accepted: count(whole), share: rate(part / whole) });
