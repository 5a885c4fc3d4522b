import type { OrdersBehind, WithoutReport } from '../../analysis/model/identity-without.ts';
import { count, money } from '../i18n/format.ts';
import { t } from '../i18n/index.ts';
import { go } from '../state/address.ts';

interface Row {
  readonly name: string;
  readonly now: number;
  readonly then: number;
  /** Absent where keys are counted: those of both sides are not the same ones. */
  readonly behind?: { readonly lost: OrdersBehind; readonly gained: OrdersBehind };
}

/** Velocity hits and limits with all steps and without some. */
export function WithoutTable({ report }: { readonly report: WithoutReport }) {
  const { velocity, limit, hits } = report;
  const amount = money(limit.amount, limit.currency);
  const rows: readonly Row[] = [
    ...velocity.map(({ window, now, then, ...behind }) => ({
      name: t(window === 'all' ? 'without.velocityAll' : 'without.velocity', {
        hits,
        window: t(`without.window.${window}`),
      }),
      now,
      then,
      behind,
    })),
    { name: t('without.overKeys', { amount }), now: limit.keysNow, then: limit.keysThen },
    { name: t('without.overOrders', { amount }), now: limit.now, then: limit.then, behind: limit },
  ];
  return (
    <div className="stack tight">
      <table className="table identity-change">
        <thead>
          <tr>
            <th scope="col">{t('without.what')}</th>
            {(['without.now', 'without.thenColumn', 'without.lost', 'without.gained'] as const).map((head) => (
              <th key={head} scope="col" className="num">
                {t(head)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, now, then, behind }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td className="num">{count(now)}</td>
              <td className="num">{count(then)}</td>
              <td className="num">{behind ? <Opening of={behind.lost} /> : '–'}</td>
              <td className="num">{behind ? <Opening of={behind.gained} /> : '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="note">{t('without.rule', { currency: limit.currency })}</p>
    </div>
  );
}

/** A number of orders that opens them. */
function Opening({ of: { orders, clause } }: { readonly of: OrdersBehind }) {
  if (clause === null) return <span title={orders === 0 ? undefined : t('without.tooMany')}>{count(orders)}</span>;
  return (
    <button
      type="button"
      className="link"
      title={t('common.showOrders')}
      onClick={() => go({ room: 'explore', filter: { clauses: [clause] } })}
    >
      {count(orders)}
    </button>
  );
}
