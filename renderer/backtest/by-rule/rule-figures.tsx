import { chosenNames, chosenPart, confusionOf, crossedOf } from '../../../analysis/model/results/by-rule.ts';
import { results, type ScreeningResult } from '../../../analysis/model/ruleset.ts';
import { outcomeStates } from '../../../analysis/model/target.ts';
import { decisionClause, ruleClause } from '../../../analysis/model/results/rule-clauses.ts';
import { money } from '../../i18n/format.ts';
import { t } from '../../i18n/index.ts';
import { outcomeText } from '../../i18n/outcome-words.ts';
import { FailureCallout } from '../../parts/callout.tsx';
import { Outdated } from '../../parts/outdated.tsx';
import { headlineName } from '../money/words.ts';
import { useProject } from '../../state/project.ts';
import { ordersOf, OrdersButton, unhitClause } from '../../rule-sets/orders-behind.tsx';
import { openOrders } from '../../state/address.ts';
import { HeadlineCell } from '../headline-cell.tsx';
import type { OpenRun } from '../run-store.ts';
import { useByRule, useFigureOf } from './chosen-figures.ts';
import { hitsOf } from './rules-table.tsx';

export interface RuleFiguresProps {
  readonly open: OpenRun;
  readonly code: string;
  /** Of F-β, as it is assumed. */
  readonly beta: number;
  /** It only lets orders pass. */
  readonly passes: boolean;
}

/** Every figure of one rule of a run: as if it alone alerted, what it leaves, and what the set decides of its hits. */
export function RuleFigures({ open, code, beta, passes }: RuleFiguresProps) {
  const { ruleSet, result } = open;
  const info = useProject();
  const dataVersion = info?.dataVersion ?? '';
  const found = useByRule({ ruleSet, result, dataVersion, codes: [code], deciders: false });
  const figureOf = useFigureOf(found.value, beta);
  const told = found.value?.rules.find((one) => one.code === code);
  if (found.failure !== null) return <FailureCallout failure={found.failure} />;
  const rule = ruleSet.rules.find((one) => one.code === code);
  if (told === undefined || found.value === null || figureOf === null || rule === undefined) return null;
  const { sums } = told;
  const part = chosenPart(sums, found.value.all);
  const [orders, amounts] = [confusionOf(part, 'orders'), confusionOf(part, 'amount')];
  const decided = crossedOf(sums);
  const { target, currency } = result;
  const withDecision = (given: ScreeningResult) => ({
    clauses: [...result.filter.clauses, decisionClause(ruleSet, [given])],
  });
  return (
    <Outdated age={found}>
      <table className="table rule-figures" data-testid="rule-figures">
        <tbody>
          {passes
            ? null
            : chosenNames.map((name) => (
                <tr key={name}>
                  <th scope="row">{headlineName(result, name)}</th>
                  <HeadlineCell one={figureOf(sums, name)} currency={currency} onOpen={hitsOf(code, () => open)} />
                </tr>
              ))}
          {(
            [
              ['byRule.missed', orders.fn, amounts.fn, 'bad'],
              ['byRule.spared', orders.tn, amounts.tn, 'good'],
            ] as const
          ).map(([title, own, amount, state]) => (
            <tr key={title}>
              <th scope="row">{outcomeText(target, title)}</th>
              <td className="num" title={money(amount, currency)}>
                <OrdersButton
                  count={own}
                  onOpen={() => openOrders(ordersOf(result.filter, unhitClause(rule, ruleSet), [state]))}
                />
              </td>
            </tr>
          ))}
          {results.map((given) => (
            <tr key={given}>
              <th scope="row">{t('byRule.decided', { result: given })}</th>
              <td className="num">
                <OrdersButton
                  count={outcomeStates.reduce((sum, state) => sum + decided[given][state].orders, 0)}
                  onOpen={() => openOrders(ordersOf(withDecision(given), ruleClause(rule, ruleSet, 'true')))}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Outdated>
  );
}
