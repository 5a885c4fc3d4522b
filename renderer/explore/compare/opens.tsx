import { count } from '../../i18n/format.ts';
import { t } from '../../i18n/index.ts';
import type { SideName } from './sides.ts';

export interface OpensProps {
  readonly value: number;
  readonly side: SideName;
  readonly what: string;
  readonly open: () => void;
}

/** A number of orders that opens them. */
export function Opens({ value, side, what, open }: OpensProps) {
  if (value === 0) return <>0</>;
  const told = { side: side.toUpperCase(), what, count: count(value) };
  return (
    <button
      type="button"
      className="link"
      aria-label={t('sides.open', told)}
      title={t('common.showOrders')}
      onClick={open}
    >
      {count(value)}
    </button>
  );
}
