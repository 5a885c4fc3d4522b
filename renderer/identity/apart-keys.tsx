import type { KeyApart, WithoutReport } from '../../analysis/model/identity-without.ts';
import { count } from '../i18n/format.ts';
import { t } from '../i18n/index.ts';
import { go } from '../state/address.ts';

/** Keys that fall apart, each with its values as written and the keys they get. */
export function ApartKeys({ report: { column, apart } }: { readonly report: WithoutReport }) {
  if (apart.examples.length === 0) return null;
  return (
    <div className="scroll identity-apart" tabIndex={0} role="region" aria-label={t('without.apart')}>
      <table className="table">
        <caption>{t('without.examples', { shown: count(apart.examples.length) })}</caption>
        <thead>
          <tr>
            <th scope="col">{t('without.key')}</th>
            <th scope="col">{t('without.written')}</th>
            <th scope="col">{t('without.thenKey')}</th>
            <th scope="col" className="num">
              {t('without.orders')}
            </th>
          </tr>
        </thead>
        {apart.examples.map((one) => (
          <Apart key={one.key} column={column} of={one} />
        ))}
      </table>
    </div>
  );
}

function Apart({ column, of: one }: { readonly column: string; readonly of: KeyApart }) {
  const lines = one.values.length + (one.more === 0 ? 0 : 1);
  return (
    <tbody>
      {one.values.map(({ written, then, orders }, index) => (
        <tr key={`${written} ${then}`}>
          {index > 0 ? null : (
            <th scope="rowgroup" rowSpan={lines}>
              <button
                type="button"
                className="link mono"
                title={t('common.showOrders')}
                onClick={() =>
                  go({ room: 'explore', filter: { clauses: [{ kind: 'in', column, values: [one.key] }] } })
                }
              >
                {one.key}
              </button>
              <div className="note">{t('without.apartOf', { orders: one.orders, ordersText: count(one.orders) })}</div>
            </th>
          )}
          <td className="mono">{written}</td>
          <td className="mono">{then}</td>
          <td className="num">{count(orders)}</td>
        </tr>
      ))}
      {one.more === 0 ? null : (
        <tr>
          <td colSpan={3} className="note">
            {t('without.more', { count: one.more, countText: count(one.more) })}
          </td>
        </tr>
      )}
    </tbody>
  );
}
