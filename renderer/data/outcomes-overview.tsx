import { BackToData } from './back-to-data.tsx';
import type {
  ChargebackTotals,
  OutcomeConflict,
  OutcomeOverview,
  ToldOrders,
} from '../../analysis/model/outcome-report.ts';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import { count, date, money, moneyShort } from '../i18n/format.ts';
import { t } from '../i18n/index.ts';
import { Callout, FailureCallout } from '../parts/callout.tsx';
import { Figure } from '../parts/figure.tsx';
import { Panel } from '../parts/panel.tsx';
import { factKind } from '../orders/fact-words.ts';
import { orderParam } from '../orders/open-order.ts';
import { OrdersButton } from '../rule-sets/orders-behind.tsx';
import { go, openOrders } from '../state/address.ts';
import { useProject } from '../state/project.ts';
import { useLatest } from '../state/request.ts';
import { eventWords } from './events-flow.ts';

/** Part of the address of this screen in the Data room. */
export const outcomesPath = 'outcomes';

/** Conflicts on screen; the command line writes all. */
const shownConflicts = 200;

const showTold = (what: ToldOrders, name: string | null): void =>
  openOrders({ clauses: [{ kind: 'told', what, name }] });

/** What the outcomes say taken together: money, kinds, and the orders whose outcomes do not agree. */
export function OutcomesOverview() {
  const info = useProject();
  const { value, failure, fresh } = useLatest(
    'outcomes.report',
    { conflicts: shownConflicts },
    info?.dataVersion ?? '',
  );
  if (info === null) return null;
  return (
    <div className="data-page stack" data-testid="outcomes-overview">
      <div className="row wrap">
        <h2 className="page-title grow">{t('told.title')}</h2>
        <BackToData />
      </div>
      {info.asOf === null ? null : <p className="note">{t('told.asOf', { day: date(info.asOf, info.timezone) })}</p>}
      {failure ? <FailureCallout failure={failure} /> : null}
      {value === null && failure === null ? <div className="skeleton tall" /> : null}
      {value === null ? null : (
        <div className={`stack ${fresh ? '' : 'old-figures'}`}>
          <Money totals={value.chargebacks} currency={info.currency} />
          <Unexplained totals={value.chargebacks} />
          <Kinds kinds={value.kinds} currency={info.currency} />
          <Conflicts report={value} info={info} />
        </div>
      )}
    </div>
  );
}

function Money({ totals, currency }: { readonly totals: ChargebackTotals; readonly currency: string }) {
  const { orders, charged, reversed, remainingOrders, remaining, shiftedOrders, shifted, realised } = totals;
  const yen = (value: number): string => moneyShort(value, currency);
  const opens = (what: ToldOrders, amount: number) => (amount === 0 ? {} : { onOpen: () => showTold(what, null) });
  const of = (value: number): string => t('told.ordersOf', { count: count(value) });
  return (
    <section className="figures" aria-label={t('told.charged')}>
      <Figure label={t('told.charged')} value={yen(charged)} {...opens('charged', charged)} denominator={of(orders)} />
      <Figure
        label={t('told.reversed')}
        value={yen(reversed)}
        {...opens('reversed', reversed)}
        denominator={t('told.ofCharged', { amount: yen(charged) })}
      />
      <Figure
        label={t('told.remaining')}
        value={yen(remaining)}
        {...opens('remaining', remaining)}
        denominator={of(remainingOrders)}
      />
      <Figure
        label={t('told.shifted')}
        value={yen(shifted)}
        {...opens('shifted', shifted)}
        denominator={`${t('told.ofRemaining', { amount: yen(remaining) })} · ${of(shiftedOrders)}`}
        note={t('told.shiftedNote')}
      />
      <Figure
        label={t('told.realised')}
        value={yen(realised)}
        {...opens('realised', realised)}
        denominator={t('told.ofRemaining', { amount: yen(remaining) })}
      />
    </section>
  );
}

/** Chargebacks whose reason nobody knows: targets of fraud take them for fraud. */
function Unexplained({ totals }: { readonly totals: ChargebackTotals }) {
  const { unexplainedOrders, remainingOrders } = totals;
  if (unexplainedOrders === 0) return null;
  return (
    <Callout kind="warn">
      <p>
        <OrdersButton count={unexplainedOrders} onOpen={() => showTold('unexplained', null)}>
          {t('told.unexplainedOf', { count: count(unexplainedOrders), of: count(remainingOrders) })}
        </OrdersButton>
      </p>
      <p className="note">{t('told.unexplainedNote')}</p>
    </Callout>
  );
}

function Kinds({ kinds, currency }: { readonly kinds: OutcomeOverview['kinds']; readonly currency: string }) {
  const columns = ['told.rows', 'told.orders', 'told.openRows', 'told.repeats', 'data.outcome.amount'] as const;
  return (
    <Panel title={t('told.kinds')}>
      <div className="scroll" tabIndex={0} role="group" aria-label={t('told.kinds')}>
        <table className="table" data-testid="outcome-kinds">
          <thead>
            <tr>
              <th scope="col">{t('told.kind')}</th>
              {columns.map((name) => (
                <th key={name} scope="col" className="num">
                  {t(name)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {kinds.map(({ kind, rows, orders, open, repeats, amount }) => (
              <tr key={kind}>
                <td>{factKind(kind)}</td>
                <td className="num">{count(rows)}</td>
                <td className="num">
                  <OrdersButton count={orders} onOpen={() => showTold('kind', kind)} />
                </td>
                <td className="num">{count(open)}</td>
                <td className="num">
                  <OrdersButton count={repeats} onOpen={() => showTold('repeats', kind)} />
                </td>
                <td className="num">{amount === null ? t('common.notMeasured') : money(amount, currency)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

function Conflicts({ report, info }: { readonly report: OutcomeOverview; readonly info: ProjectInfo }) {
  const { conflictCounts, conflicts } = report;
  const names = eventWords().conflicts;
  const rest = conflictCounts.reduce((sum, { orders }) => sum + orders, 0) - conflicts.length;
  return (
    <Panel title={t('told.conflicts')} note={conflictCounts.length === 0 ? undefined : t('told.conflictNote')}>
      {conflictCounts.length === 0 ? <p className="note">{t('told.noConflicts')}</p> : null}
      {conflictCounts.map(({ code, orders }) => (
        <section key={code} className="conflicting">
          <h3>
            <OrdersButton count={orders} onOpen={() => showTold('conflict', code)}>
              {t('told.conflictCount', { name: names[code], count: count(orders) })}
            </OrdersButton>
          </h3>
          <ul className="conflicts">
            {conflicts
              .filter((one) => one.code === code)
              .map((one) => (
                <ConflictRow key={one.orderId} conflict={one} info={info} />
              ))}
          </ul>
        </section>
      ))}
      {rest > 0 ? <p className="note">{t('told.more', { count: count(rest) })}</p> : null}
    </Panel>
  );
}

function ConflictRow({ conflict, info }: { readonly conflict: OutcomeConflict; readonly info: ProjectInfo }) {
  const { orderId, seq, amount, facts } = conflict;
  const currency = conflict.currency ?? info.currency;
  const open = () =>
    go({
      room: 'explore',
      path: [],
      filter: { clauses: [{ kind: 'in', column: 'event_id', values: [orderId] }] },
      params: { order: orderParam(seq, info) },
    });
  return (
    <li>
      <button type="button" className="link mono" title={t('common.showOrders')} onClick={open}>
        {orderId}
      </button>
      <span className="muted">{amount === null ? '' : money(amount, currency)}</span>
      <ul>
        {facts.map((fact, index) => (
          <li key={index}>
            {fact.reportedAt === null ? t('orders.undated') : date(fact.reportedAt, info.timezone)}{' '}
            <strong>{factKind(fact.kind)}</strong>
            {fact.amount === null ? '' : ` ${money(fact.amount, currency)}`}{' '}
            <span className="muted">{t('told.line', { name: fact.fileName, line: count(fact.line) })}</span>
          </li>
        ))}
      </ul>
    </li>
  );
}
