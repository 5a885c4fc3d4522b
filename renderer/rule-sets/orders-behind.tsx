import type { ReactNode } from 'react';
import type { Clause, Filter } from '../../analysis/model/filter.ts';
import { decisionClause } from '../../analysis/model/results/rule-clauses.ts';
import type { Rule, RuleSet } from '../../analysis/model/ruleset.ts';
import type { OutcomeState } from '../../analysis/model/target.ts';
import { count } from '../i18n/format.ts';
import { t } from '../i18n/index.ts';

/** Orders that a rule does not hit, whether it is false on them or cannot be told: a set of it alone lets them pass. */
export function unhitClause(rule: Rule, ruleSet: RuleSet): Clause {
  const { groups: _, exceptions: __, ...rest } = ruleSet;
  const alone = { ...rule, result: 'NG' as const };
  const name = t('clause.unhit', { code: rule.code });
  return decisionClause({ ...rest, name, rules: [alone], default: 'OK', policy: { kind: 'classes' } }, ['OK']);
}

export function ordersOf(filter: Filter, clause: Clause, states?: readonly OutcomeState[]): Filter {
  const narrowed: Clause[] = states ? [{ kind: 'state', states: [...states] }] : [];
  return { clauses: [...filter.clauses, clause, ...narrowed] };
}

/** A count that opens its orders; nothing to open at 0. */
export function OrdersButton({ count: orders, onOpen, children }: OrdersButtonProps) {
  const text = children ?? count(orders);
  if (orders === 0) return text;
  return (
    <button type="button" className="link" title={t('common.showOrders')} onClick={onOpen}>
      {text}
    </button>
  );
}

interface OrdersButtonProps {
  readonly count: number;
  readonly onOpen: () => void;
  readonly children?: ReactNode;
}
