import type { Target } from '../../analysis/model/target.ts';
import type { GraphOrder } from '../../analysis/model/order-graph.ts';
import { count } from '../i18n/format.ts';
import { lookOf, looksOf, lookWord, type Colouring, type Look } from './looks.ts';

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

const paths: Readonly<Record<Look['shape'], string>> = {
  ellipse: 'M8 2a6 6 0 1 0 0 12a6 6 0 1 0 0-12Z',
  diamond: 'M8 1.5L14.5 8L8 14.5L1.5 8Z',
  octagon: 'M5.5 2h5L14 5.5v5L10.5 14h-5L2 10.5v-5Z',
  triangle: 'M8 2L14.5 13.5H1.5Z',
  pentagon: 'M8 1.5L14.5 6.5L12 14H4L1.5 6.5Z',
};
const dashes = { solid: '', dashed: '3 2', dotted: '1 1.5' } as const;

export function Mark({ look }: { readonly look: Look }) {
  return (
    <svg className="icon" width={12} height={12} viewBox="0 0 16 16" aria-hidden="true">
      <path
        d={paths[look.shape]}
        style={{ fill: `var(--${look.fill})`, stroke: `var(--${look.border})` }}
        strokeWidth="1.6"
        strokeDasharray={dashes[look.line]}
      />
    </svg>
  );
}
