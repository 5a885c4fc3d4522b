import { withoutRule } from '../../../analysis/expression/index.ts';
import type { Filter } from '../../../analysis/model/filter.ts';
import type { Move, RuleContribution } from '../../../analysis/model/results/contribution.ts';
import type { RuleSet } from '../../../analysis/model/ruleset.ts';
import { decisionClause } from '../../../analysis/model/results/rule-clauses.ts';
import { count } from '../../i18n/format.ts';
import { t } from '../../i18n/index.ts';
import { OrdersButton } from '../../rule-sets/orders-behind.tsx';
import { openOrders } from '../../state/address.ts';

export interface MovesProps {
  readonly rule: RuleContribution;
  readonly ruleSet: RuleSet;
  readonly filter: Filter;
}

/** Orders that are decided otherwise without a rule, by what becomes of them; each opens exactly its orders. */
export function Moves({ rule, ruleSet, filter }: MovesProps) {
  if (rule.moves.length === 0) return count(0);
  const open = ({ from, to }: Move) =>
    openOrders({
      clauses: [
        ...filter.clauses,
        decisionClause(ruleSet, [from]),
        decisionClause(withoutRule(ruleSet, rule.code), [to]),
      ],
    });
  return (
    <span className="parts-moves">
      {rule.moves.map((move) => (
        <span key={`${move.from} ${move.to}`} className="parts-move">
          <OrdersButton count={move.orders} onOpen={() => open(move)}>
            {t('parts.move', { from: move.from, to: move.to, orders: count(move.orders) })}
          </OrdersButton>
        </span>
      ))}
    </span>
  );
}
