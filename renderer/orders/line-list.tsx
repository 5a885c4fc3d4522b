import type { OrderLine } from '../../analysis/model/order-lines.ts';
import { count, money } from '../i18n/format.ts';
import { t } from '../i18n/index.ts';

export interface LineListProps {
  readonly lines: readonly OrderLine[];
  readonly currency: string;
}

/** The lines of one order: what was bought, and for how much. */
export function LineList({ lines, currency }: LineListProps) {
  if (lines.length === 0) return null;
  return (
    <section>
      <h3>{t('lines.ofOrder', { count: count(lines.length) })}</h3>
      <ul className="line-list" data-testid="order-lines">
        {lines.map((line, at) => (
          <li key={at}>
            <span>{line.name ?? line.sku ?? t('lines.nameless')}</span>
            <span className="num">{line.amount === null ? '' : money(Number(line.amount), currency)}</span>
            <span className="note">{detailsOf(line, currency)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function detailsOf({ name, sku, category, unit_price: price, quantity }: OrderLine, currency: string): string {
  const pieces = quantity === null ? null : count(Number(quantity));
  const each = price === null ? null : money(Number(price), currency);
  const counted =
    each === null || pieces === null ? (each ?? (pieces === null ? null : `× ${pieces}`)) : `${each} × ${pieces}`;
  return [name === null ? null : sku, category, counted].filter((part) => part !== null).join(' · ');
}
