import type { ReactNode } from 'react';
import { featuresNamed, type Feature } from '../../analysis/model/features.ts';
import type { Clause, Filter } from '../../analysis/model/filter.ts';
import type { Rule, RuleSet, ScreeningResult } from '../../analysis/model/ruleset.ts';
import type { OutcomeState } from '../../analysis/model/target.ts';
import { count } from '../i18n/format.ts';
import { t } from '../i18n/index.ts';

export function ruleClause(
  rule: Pick<Rule, 'code' | 'when'>,
  { currency, timezone, features }: Pick<RuleSet, 'currency' | 'timezone' | 'features'>,
  value: 'true' | 'unevaluable',
): Clause {
  const { code, when } = rule;
  return { kind: 'rule', code, when, currency, timezone, value, ...readBy(when, features) };
}

/** Orders that a rule does not hit, whether it is false on them or cannot be told: a set of it alone lets them pass. */
export function unhitClause(rule: Rule, ruleSet: RuleSet): Clause {
  const { groups: _, exceptions: __, ...rest } = ruleSet;
  const alone = { ...rule, result: 'NG' as const };
  const name = t('clause.unhit', { code: rule.code });
  return decisionClause({ ...rest, name, rules: [alone], default: 'OK', policy: { kind: 'classes' } }, ['OK']);
}

/** The features that a text reads, to be sent beside it. */
export function readBy(when: string, features: RuleSet['features']): { readonly features?: Feature[] } {
  const read = featuresNamed(when, features);
  return read.length === 0 ? {} : { features: read };
}

export function ordersOf(filter: Filter, clause: Clause, states?: readonly OutcomeState[]): Filter {
  const narrowed: Clause[] = states ? [{ kind: 'state', states: [...states] }] : [];
  return { clauses: [...filter.clauses, clause, ...narrowed] };
}

/** What narrows the orders of a decision: what decided, or an exception (by its place) that holds. */
type Why = Pick<Extract<Clause, { kind: 'decision' }>, 'by' | 'exception'>;

export function decisionClause(ruleSet: RuleSet, results: readonly ScreeningResult[], why: Why = {}): Clause {
  return { kind: 'decision', ruleSet, results: [...results], ...why };
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
