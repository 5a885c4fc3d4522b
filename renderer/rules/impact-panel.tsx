import type { RuleImpact } from '../../analysis/model/backtest.ts';
import type { Feature } from '../../analysis/model/features.ts';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import type { Rule } from '../../analysis/model/ruleset.ts';
import type { OutcomeState, Target } from '../../analysis/model/target.ts';
import { readBy, ruleClause } from '../../analysis/model/results/rule-clauses.ts';
import { count, moneyShort, rate } from '../i18n/format.ts';
import { t } from '../i18n/index.ts';
import { backtestWarningText } from '../i18n/messages.ts';
import { outcomeText } from '../i18n/outcome-words.ts';
import { Callout, FailureCallout } from '../parts/callout.tsx';
import { Figure, FigureSkeleton } from '../parts/figure.tsx';
import { measuredShare } from '../parts/order-share.tsx';
import { Panel } from '../parts/panel.tsx';
import { StateTag } from '../parts/result-tag.tsx';
import { AbsentValues } from './absent-values.tsx';
import { Causes } from '../rule-sets/causes.tsx';
import type { RuleDocument } from '../rule-sets/document.ts';
import { useImpact } from '../rule-sets/impacts.ts';
import { ordersOf, OrdersButton } from '../rule-sets/orders-behind.tsx';
import { onlyPasses, ruleResults } from '../rule-sets/rule-results.ts';
import type { CheckedDraft } from '../rule-sets/problems.ts';
import { address, openOrders } from '../state/address.ts';
import { recallTitle } from '../backtest/money/words.ts';
import { knownOf } from '../state/maturity.ts';
import { useStore } from '../state/store.ts';

export interface ImpactPanelProps {
  readonly document: RuleDocument;
  readonly info: ProjectInfo;
  readonly checked: CheckedDraft;
  readonly rule: Rule;
}

type Open = (value: 'true' | 'unevaluable', states?: readonly OutcomeState[]) => void;

/** What the text does to the orders in view, kept up to date while it is written. */
export function ImpactPanel({ document, info, checked, rule }: ImpactPanelProps) {
  const { filter } = useStore(address);
  const { currency, timezone, features } = document.now.ruleSet;
  const question = { when: rule.when, currency, timezone, filter, ...readBy(rule.when, features) };
  const ran = checked.checked.rules.get(rule.code);
  const runs = ran?.ok === true;
  const { value, failure, fresh, busy } = useImpact(info.dataVersion, runs ? question : null);
  const open: Open = (wanted, states) => openOrders(ordersOf(filter, ruleClause(rule, question, wanted), states));
  const note = filter.clauses.length > 0 ? t('impact.onFilter') : t('impact.onAll');
  return (
    <Panel title={t('impact.title')} note={runs ? note : t('impact.waits')} className="impact">
      {fresh && value?.hits === 0 && ran?.ok === true ? <AbsentValues rule={ran} info={info} /> : null}
      {failure ? <FailureCallout failure={failure} /> : null}
      {fresh && value !== null && value.rows > 0 && value.unevaluable === value.rows ? (
        <Callout kind="warn">{t('impact.neverEvaluable')}</Callout>
      ) : null}
      {value?.warnings.map((warning) => (
        <Callout key={warning.code} kind="warn">
          {backtestWarningText(warning)}
        </Callout>
      ))}
      {value ? (
        <Impact
          impact={value}
          passes={onlyPasses(ruleResults(document.now.ruleSet).get(rule.code))}
          target={info.target}
          features={features}
          stale={!fresh}
          {...{ busy, open }}
        />
      ) : (
        <ImpactSkeleton waits={!runs} />
      )}
    </Panel>
  );
}

function ImpactSkeleton({ waits }: { readonly waits: boolean }) {
  if (waits) return <p className="note">{t('impact.notYet')}</p>;
  return (
    <div className="figures">
      <FigureSkeleton />
      <FigureSkeleton />
      <FigureSkeleton />
      <FigureSkeleton />
    </div>
  );
}

interface ImpactProps {
  readonly impact: RuleImpact;
  /** The rule lets orders pass: what it hits is not caught. */
  readonly passes: boolean;
  readonly target: Target;
  readonly features: readonly Feature[] | undefined;
  /** The figures are of an earlier text. */
  readonly stale: boolean;
  readonly open: Open;
}

function Impact({ impact, passes, target, features, stale, busy, open }: ImpactProps & { readonly busy: boolean }) {
  const counts = { orders: impact.hits, bad: impact.tp, good: impact.fp, immature: impact.hitsImmature };
  const { known, mark: maturity } = knownOf(counts, impact.maturity);
  const precisionOf = impact.maturity === 'measured' ? 'impact.precisionOf' : 'impact.precisionOfUndated';
  return (
    <>
      <div className="figures" aria-busy={busy} data-testid="impact">
        <Figure
          label={t('impact.hits')}
          value={count(impact.hits)}
          unit={t('unit.orders')}
          maturity={maturity}
          stale={stale}
          denominator={t('impact.ofRows', {
            share: impact.rows === 0 ? '–' : rate(impact.hits / impact.rows),
            rows: count(impact.rows),
          })}
          onOpen={() => open('true')}
        />
        <Figure
          label={passes ? outcomeText(target, 'impact.badShare') : t('metric.precision')}
          {...measuredShare({ part: impact.tp, whole: known })}
          maturity={maturity}
          stale={stale}
          denominator={outcomeText(target, precisionOf, { tp: count(impact.tp), known: count(known) })}
          band={bandOf(impact, known)}
        />
        <Figure
          label={
            passes
              ? outcomeText(target, 'impact.badPassed')
              : recallTitle({ target, blocked: impact.byState.blocked.orders })
          }
          {...measuredShare({ part: impact.tp, whole: impact.bad })}
          maturity={maturity}
          stale={stale}
          denominator={outcomeText(target, 'impact.recallOf', { tp: count(impact.tp), bad: count(impact.bad) })}
        />
        <Figure
          label={outcomeText(target, passes ? 'metric.letThrough' : 'metric.caught')}
          value={moneyShort(impact.amount.caught, impact.currency)}
          stale={stale}
          maturity={maturity}
          denominator={t('impact.hitAmount', { amount: moneyShort(impact.amount.hit, impact.currency) })}
          onOpen={() => open('true', ['bad'])}
        />
      </div>
      <StateTable {...{ impact, passes, target, features, stale, open }} />
    </>
  );
}

/** What the share may be, whatever became of the hits that history blocked. */
function bandOf({ tp, hitsBlocked: blocked }: RuleImpact, known: number): string | undefined {
  if (blocked === 0) return undefined;
  const share = (part: number) => rate(part / (known + blocked));
  const range = t('money.range', { low: share(tp), high: share(tp + blocked) });
  return t('money.band', { range, count: count(blocked) });
}

function StateTable({ impact, target, features, stale, open }: ImpactProps) {
  const { byState } = impact;
  const unmeasured = (state: OutcomeState) => state === 'immature' && impact.maturity === 'not measured';
  const rows: readonly (readonly [OutcomeState, number])[] = [
    ['bad', impact.tp],
    ['good', impact.fp],
    ['immature', impact.hitsImmature],
    ['blocked', impact.hitsBlocked],
    ['excluded', impact.hitsExcluded],
  ];
  return (
    <table className={`table impact-table ${stale ? 'old-figures' : ''}`}>
      <thead>
        <tr>
          <th scope="col">{t('state.label')}</th>
          <th scope="col" className="num">
            {t('impact.hits')}
          </th>
          <th scope="col" className="num">
            {t('impact.ofHits')}
          </th>
          <th scope="col" className="num">
            {t('impact.ofState')}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([state, hits]) => (
          <tr key={state}>
            <th scope="row">
              <StateTag state={state} target={target} />
            </th>
            <td className="num">
              {unmeasured(state) ? (
                t('common.notMeasured')
              ) : (
                <OrdersButton count={hits} onOpen={() => open('true', [state])} />
              )}
            </td>
            <td className="num">{impact.hits === 0 || unmeasured(state) ? '–' : rate(hits / impact.hits)}</td>
            <td className="num">
              {byState[state].orders === 0
                ? '–'
                : t('impact.share', { share: rate(hits / byState[state].orders), all: count(byState[state].orders) })}
            </td>
          </tr>
        ))}
        <tr className="total">
          <th scope="row">{t('common.total')}</th>
          <td className="num">{count(impact.hits)}</td>
          <td className="num" />
          <td className="num">{t('common.orders', { count: count(impact.rows) })}</td>
        </tr>
        <tr>
          <th scope="row">{t('impact.unevaluable')}</th>
          <td className="num">
            <OrdersButton count={impact.unevaluable} onOpen={() => open('unevaluable')} />
          </td>
          <td colSpan={2}>
            <Causes causes={impact.causes} currency={impact.currency} features={features} />
          </td>
        </tr>
      </tbody>
    </table>
  );
}
