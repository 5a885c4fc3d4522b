import { t } from '../i18n/index.ts';
import { FailureCallout } from '../parts/callout.tsx';
import { Working } from '../parts/working.tsx';
import { openOrders } from '../state/address.ts';
import { count } from '../i18n/format.ts';
import type { Replaying } from './conform-store.ts';

/** A replay while it runs, or why it failed. */
export function ReplayState({ now }: { readonly now: Replaying<unknown> }) {
  if (now.kind === 'failed') return <FailureCallout failure={now.failure} />;
  if (now.kind !== 'running') return null;
  return <Working label={t('conform.running')} progress={now.progress} onCancel={now.cancel} />;
}

/** A number of orders that opens them, or as many of them as are named. */
export function OpenedCount({ orders, ids }: { readonly orders: number; readonly ids: readonly string[] }) {
  if (ids.length === 0) return count(orders);
  const title = t('common.showOrders');
  const open = () => openOrders({ clauses: [{ kind: 'in', column: 'event_id', values: [...ids] }] });
  if (ids.length < orders)
    return (
      <button type="button" className="link opens-first" onClick={open}>
        {count(orders)} <span className="note">{t('conform.openFirst', { count: count(ids.length) })}</span>
      </button>
    );
  return (
    <button type="button" className="link" title={title} aria-label={`${count(orders)} – ${title}`} onClick={open}>
      {count(orders)}
    </button>
  );
}

/** The fields of an order, personal values replaced. */
export function FieldRows({ fields }: { readonly fields: Readonly<Record<string, string | number | boolean>> }) {
  return Object.entries(fields).map(([path, value]) => (
    <tr key={path}>
      <th scope="row" className="mono">
        {path}
      </th>
      <td colSpan={2} className="mono">
        {String(value)}
      </td>
    </tr>
  ));
}
