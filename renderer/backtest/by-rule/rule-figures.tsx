import { completed } from '../../../analysis/model/results/assumptions.ts';
import { chosenNames, chosenPart, confusionOf, crossedOf } from '../../../analysis/model/results/by-rule.ts';
import { results } from '../../../analysis/model/ruleset.ts';
import { outcomeStates } from '../../../analysis/model/target.ts';
import { count, money } from '../../i18n/format.ts';
import { t } from '../../i18n/index.ts';
import { outcomeText } from '../../i18n/outcome-words.ts';
import { FailureCallout } from '../../parts/callout.tsx';
import { headlineName } from '../money/words.ts';
import { useProject } from '../../state/project.ts';
import type { OpenRun } from '../run-store.ts';
import { useByRule, useFigureOf } from './chosen-figures.ts';
import { FigureCell } from './figure-cell.tsx';

export interface RuleFiguresProps {
  readonly open: OpenRun;
  readonly code: string;
  /** It only lets orders pass. */
  readonly passes: boolean;
}

/** Every figure of one rule of a run: as if it alone alerted, what it leaves, and what the set decides of its hits. */
export function RuleFigures({ open: { ruleSet, result }, code, passes }: RuleFiguresProps) {
  const info = useProject();
  const dataVersion = info?.dataVersion ?? '';
  const found = useByRule({ ruleSet, result, dataVersion, codes: [code], deciders: false });
  const { beta } = completed(result.assumptions ?? {}, result.currency);
  const figureOf = useFigureOf(found.value, beta);
  const told = found.value?.rules.find((one) => one.code === code);
  if (found.failure !== null) return <FailureCallout failure={found.failure} />;
  if (told === undefined || found.value === null || figureOf === null) return null;
  const { sums } = told;
  const part = chosenPart(sums, found.value.all);
  const [orders, amounts] = [confusionOf(part, 'orders'), confusionOf(part, 'amount')];
  const decided = crossedOf(sums);
  const { target, currency } = result;
  return (
    <table
      className={`table rule-figures ${found.busy ? 'old-figures' : ''}`}
      data-testid="rule-figures"
      aria-busy={found.busy}
    >
      <tbody>
        {passes
          ? null
          : chosenNames.map((name) => (
              <tr key={name}>
                <th scope="row">{headlineName(result, name)}</th>
                <td className="num">
                  <FigureCell one={figureOf(sums, name)} result={result} />
                </td>
              </tr>
            ))}
        {(
          [
            ['byRule.missed', orders.fn, amounts.fn],
            ['byRule.spared', orders.tn, amounts.tn],
          ] as const
        ).map(([title, own, amount]) => (
          <tr key={title}>
            <th scope="row">{outcomeText(target, title)}</th>
            <td className="num" title={money(amount, currency)}>
              {count(own)}
            </td>
          </tr>
        ))}
        {results.map((given) => (
          <tr key={given}>
            <th scope="row">{t('byRule.decided', { result: given })}</th>
            <td className="num">
              {count(outcomeStates.reduce((sum, state) => sum + decided[given][state].orders, 0))}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
