import type { Target } from '../../analysis/model/target.ts';
import type { GraphOrder } from '../../analysis/model/order-graph.ts';
import { count } from '../i18n/format.ts';
import { lineDashes, lookOf, looksOf, lookWord, shapePaths, type Colouring, type Look } from './looks.ts';

export interface LegendProps {
  readonly orders: readonly GraphOrder[];
  readonly by: Colouring;
  readonly target: Target;
}

/** What colours and shapes stand for, with how many orders have them; those of no order are left out. */
export function Legend({ orders, by, target }: LegendProps) {
  return (
    <ul className="links-legend" data-testid="links-legend">
      {looksOf(by).map((look) => {
        const having = orders.filter((order) => lookOf(order, by) === look).length;
        return having === 0 ? null : (
          <li key={look.name}>
            <Mark look={look} />
            {lookWord(look, target)} <span className="muted">{count(having)}</span>
          </li>
        );
      })}
    </ul>
  );
}

export function Mark({ look }: { readonly look: Look }) {
  return (
    <svg className="icon" width={12} height={12} viewBox="0 0 16 16" aria-hidden="true">
      <path
        d={shapePaths[look.shape]}
        style={{ fill: `var(--${look.fill})`, stroke: `var(--${look.border})` }}
        strokeWidth="1.6"
        strokeDasharray={lineDashes[look.line]}
      />
    </svg>
  );
}
