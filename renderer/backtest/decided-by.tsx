import type { BacktestResult } from '../../analysis/model/backtest.ts';
import { combinations } from '../../analysis/model/policy.ts';
import type { RuleSet } from '../../analysis/model/ruleset.ts';
import { count, rate } from '../i18n/format.ts';
import { named, t } from '../i18n/index.ts';
import { outcomeWord } from '../i18n/outcome-words.ts';
import { Button } from '../parts/button.tsx';
import { Panel } from '../parts/panel.tsx';
import { ResultTag } from '../parts/result-tag.tsx';
import { combinationText } from '../rule-sets/combination-text.ts';
import { copyTable } from './tsv.ts';

export interface DecidedByProps {
  readonly result: BacktestResult;
  readonly ruleSet: RuleSet;
}

/** What decided how many orders: a group, a rule, the sums, an exception or the default. */
export function DecidedBy({ result, ruleSet }: DecidedByProps) {
  const { decidedBy, exceptions = [], rows } = result;
  if (decidedBy === undefined) return null;
  const copy = () =>
    copyTable([
      [
        t('decidedBy.by'),
        t('rule.result'),
        t('decisions.orders'),
        outcomeWord(result.target, 'bad'),
        outcomeWord(result.target, 'good'),
      ],
      ...decidedBy.map(({ by, result: given, orders, byState }) => [
        byText(by, ruleSet),
        given,
        String(orders),
        String(byState.bad.orders),
        String(byState.good.orders),
      ]),
    ]);
  return (
    <Panel
      title={t('decidedBy.title')}
      note={result.policy === undefined ? undefined : t(`policy.${result.policy}`)}
      actions={<Button small look="quiet" icon="copy" aria-label={t('backtest.copyTable')} onClick={copy} />}
    >
      <div className="scroll decided-by" tabIndex={0} role="region" aria-label={t('decidedBy.title')}>
        <table className="table" data-testid="decided-by">
          <thead>
            <tr>
              <th scope="col">{t('decidedBy.by')}</th>
              <th scope="col">{t('rule.result')}</th>
              <th scope="col" className="num">
                {t('decisions.orders')}
              </th>
              <th scope="col" className="num">
                {t('decidedBy.share')}
              </th>
              <th scope="col" className="num">
                {outcomeWord(result.target, 'bad')}
              </th>
              <th scope="col" className="num">
                {outcomeWord(result.target, 'good')}
              </th>
            </tr>
          </thead>
          <tbody>
            {decidedBy.map(({ by, result: given, orders, byState }) => (
              <tr key={`${by} ${given}`}>
                <th scope="row">{byText(by, ruleSet)}</th>
                <td>
                  <ResultTag result={given} />
                </td>
                <td className="num">{count(orders)}</td>
                <td className="num">{rate(orders / rows)}</td>
                <td className="num">{count(byState.bad.orders)}</td>
                <td className="num">{count(byState.good.orders)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {exceptions.length === 0 ? null : (
        <ul className="notes">
          {exceptions.map(({ orders, snoozed }, index) => (
            <li key={index}>
              {snoozed === null
                ? t('decidedBy.allowed', { number: index + 1, orders: count(orders) })
                : t('decidedBy.snoozed', { number: index + 1, orders: count(orders), hits: count(snoozed) })}
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

/** What decided, for a person: the engine's own text for what has a name of its own. */
export function byText(by: string, ruleSet: RuleSet): string {
  const at = by.indexOf(':');
  const [kind, name] = at < 0 ? [by, ''] : [by.slice(0, at), by.slice(at + 1)];
  if (kind === 'default') return t('decidedBy.default');
  if (kind === 'allow') return t('decidedBy.exception', { number: name });
  const combination = combinations.find((one) => one === name);
  if (kind === 'scores' && combination !== undefined) return combinationText(combination);
  if (kind !== 'rule') return by;
  const rule = ruleSet.rules.find(({ code }) => code === name);
  const description = rule === undefined ? '' : named(rule.description);
  return description === '' ? name : `${name} ${description}`;
}
