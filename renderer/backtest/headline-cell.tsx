import type { Headline } from '../../analysis/model/results/headline.ts';
import type { Opens } from '../../analysis/model/results/opened.ts';
import { count } from '../i18n/format.ts';
import { t } from '../i18n/index.ts';
import { rangeText } from '../i18n/interval.ts';
import { OrdersButton } from '../rule-sets/orders-behind.tsx';
import { denominatorOf, writer } from './money/headline-words.ts';

export interface HeadlineValueProps {
  readonly one: Headline | undefined;
  readonly currency: string;
  readonly onOpen: (opens: Opens) => void;
}

/**
 * A figure of the trade in a table: its value opens its orders, beneath are interval, fraction and what the blocked may make
 * of it.
 */
export function HeadlineValue({ one, currency, onOpen }: HeadlineValueProps) {
  if (one === undefined) return t('common.notMeasured');
  const { value, part, interval, band, opens } = one;
  const write = writer(one);
  const notes = [
    ...(value === null || interval === null ? [] : [rangeText(interval, write)]),
    denominatorOf(one, currency),
    ...(band === null ? [] : [t('money.bandShort', { range: rangeText(band, write), count: count(band.unknown) })]),
  ];
  return (
    <>
      <OrdersButton count={value === null ? 0 : part} onOpen={() => onOpen(opens)}>
        {value === null ? t('common.notMeasured') : write(value)}
      </OrdersButton>
      {notes.map((note) => (
        <div key={note} className="note cell-note">
          {note}
        </div>
      ))}
    </>
  );
}

export function HeadlineCell(props: HeadlineValueProps) {
  return (
    <td className="num">
      <HeadlineValue {...props} />
    </td>
  );
}
