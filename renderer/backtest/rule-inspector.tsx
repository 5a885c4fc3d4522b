import { check, explain, ruleSetScope } from '../../analysis/expression/index.ts';
import type { OutcomeState } from '../../analysis/model/target.ts';
import { count, money } from '../i18n/format.ts';
import { named, t } from '../i18n/index.ts';
import { outcomeText, outcomeWord } from '../i18n/outcome-words.ts';
import { Button } from '../parts/button.tsx';
import { Outdated } from '../parts/outdated.tsx';
import { Panel } from '../parts/panel.tsx';
import { ResultTags } from '../parts/result-tag.tsx';
import { Causes } from '../rule-sets/causes.tsx';
import { readName } from '../rule-sets/read-name.ts';
import { documents } from '../rule-sets/documents.ts';
import { onlyPasses, ruleResults } from '../rule-sets/rule-results.ts';
import { ordersOf, OrdersButton } from '../rule-sets/orders-behind.tsx';
import { go, openOrders } from '../state/address.ts';
import { settled } from '../state/latest.ts';
import { useProject } from '../state/project.ts';
import { RuleFigures } from './by-rule/rule-figures.tsx';
import { useStore } from '../state/store.ts';
import { completed } from '../../analysis/model/results/assumptions.ts';
import { ruleClause } from '../../analysis/model/results/rule-clauses.ts';
import { shownRun, type OpenRun, type ShownRun } from './run-store.ts';

export interface RuleInspectorProps {
  readonly open: OpenRun | null;
  readonly code: string | null;
}

/** A rule of the run as it is shown: as it ran, or as it is tried. */
export function RuleInspector({ open: run, code }: RuleInspectorProps) {
  const held = useStore(shownRun);
  const shown = run === null ? null : held?.open.run.runId === run.run.runId ? held : asRan(run);
  const open = shown?.open ?? null;
  const rule = open?.ruleSet.rules.find((candidate) => candidate.code === code);
  const figures = open?.result.rules.find((candidate) => candidate.code === code);
  if (!shown || !open || !rule || !figures) {
    const off = shown?.tried === true && run?.ruleSet.rules.some((one) => one.code === code) === true;
    return (
      <aside className="backtest-side scroll" tabIndex={0} aria-label={t('inspector.title')}>
        <p className="note pad">{t(off ? 'inspector.off' : 'inspector.none')}</p>
      </aside>
    );
  }
  const { result, ruleSet } = open;
  const results = ruleResults(ruleSet).get(rule.code) ?? [];
  const passes = onlyPasses(results);
  const show = (value: 'true' | 'unevaluable', states?: readonly OutcomeState[]) =>
    openOrders(ordersOf(result.filter, ruleClause(rule, ruleSet, value), states));
  const document = documents
    .get()
    ?.find(({ now }) => now.ruleSet.rules.some((r) => r.code === rule.code && r.when === rule.when));
  const states: readonly (readonly [OutcomeState, number])[] = [
    ['bad', figures.tp],
    ['good', figures.fp],
    ['immature', figures.hitsImmature],
    ['blocked', figures.hitsBlocked],
    ['excluded', figures.hitsExcluded],
  ];
  return (
    <aside className="backtest-side scroll" tabIndex={0} aria-label={t('inspector.title')}>
      <Panel
        title={<span className="mono">{rule.code}</span>}
        actions={
          <Button
            look="quiet"
            small
            icon="close"
            aria-label={t('common.close')}
            onClick={() => go({ params: { rule: null }, replace: true })}
          />
        }
      >
        <Outdated className="stack" age={shown.age}>
          <p className="row wrap">
            <ResultTags results={results} /> <span>{named(rule.description)}</span>
            {shown.tried ? <span className="tag warn">{t('compare.asTried')}</span> : null}
          </p>
          <pre className="condition-text">{rule.when}</pre>
          <table className="table">
            <tbody>
              {states.map(([state, orders]) => (
                <tr key={state}>
                  <th scope="row">{outcomeWord(result.target, state)}</th>
                  <td className="num">
                    {state === 'immature' && result.maturity === 'not measured' ? (
                      t('common.notMeasured')
                    ) : (
                      <OrdersButton count={orders} onOpen={() => show('true', [state])} />
                    )}
                  </td>
                </tr>
              ))}
              <tr className="total">
                <th scope="row">{t('impact.hits')}</th>
                <td className="num">
                  <OrdersButton count={figures.hits} onOpen={() => show('true')} />
                </td>
              </tr>
              <tr>
                <th scope="row">{outcomeText(result.target, passes ? 'metric.letThrough' : 'metric.caught')}</th>
                <td className="num">
                  <OrdersButton count={figures.amount.caught} onOpen={() => show('true', ['bad'])}>
                    {money(figures.amount.caught, result.currency)}
                  </OrdersButton>
                </td>
              </tr>
              <tr>
                <th scope="row">{t('metric.hitAmount')}</th>
                <td className="num">
                  <OrdersButton count={figures.amount.hit} onOpen={() => show('true')}>
                    {money(figures.amount.hit, result.currency)}
                  </OrdersButton>
                </td>
              </tr>
            </tbody>
          </table>
          <RuleFigures open={open} code={rule.code} beta={shown.beta} passes={passes} />
          {document ? (
            <Button small icon="rules" onClick={() => go({ room: 'rules', path: [document.id, rule.code] })}>
              {t('inspector.edit')}
            </Button>
          ) : null}
        </Outdated>
      </Panel>
      <Panel title={t('impact.unevaluable')} note={t('common.orders', { count: count(figures.unevaluable) })}>
        {figures.unevaluable === 0 ? (
          <p className="note">{t('inspector.allEvaluable')}</p>
        ) : (
          <div className="stack">
            <button type="button" className="link" onClick={() => show('unevaluable')}>
              {t('common.showOrders')}
            </button>
            <Causes causes={figures.causes} currency={result.currency} features={ruleSet.features} />
          </div>
        )}
        <Absence open={open} when={rule.when} />
      </Panel>
    </aside>
  );
}

/** A run whose figures are not on screen yet. */
const asRan = (open: OpenRun): ShownRun => ({
  ...{ open, tried: false, age: settled },
  beta: completed(open.result.assumptions ?? {}, open.result.currency).beta,
});

function Absence({ open: { ruleSet }, when }: { readonly open: OpenRun; readonly when: string }) {
  const info = useProject();
  if (!info) return null;
  const checked = check(when, ruleSetScope(info.columns, ruleSet, info.lists));
  if (!checked.ok) return null;
  return (
    <ul className="notes">
      {explain(checked).fields.map((field) => (
        <li key={field.path}>
          {t(`absence.${field.whenAbsent}`, { name: readName(field.path, info, ruleSet.features) })}
        </li>
      ))}
    </ul>
  );
}
