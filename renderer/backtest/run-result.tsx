import type { BacktestResult } from '../../analysis/model/backtest.ts';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import { count, date, dateTime, moneyShort, rate } from '../i18n/format.ts';
import { named, t, type TextKey } from '../i18n/index.ts';
import type { Params } from '../i18n/fill.ts';
import { outcomeText } from '../i18n/outcome-words.ts';
import { backtestWarningText } from '../i18n/messages.ts';
import { Button } from '../parts/button.tsx';
import { Callout } from '../parts/callout.tsx';
import { Figure, MaturityMark } from '../parts/figure.tsx';
import { addDocument, documents } from '../rule-sets/documents.ts';
import { decisionClause, ordersOf } from '../rule-sets/orders-behind.tsx';
import { go, openOrders } from '../state/address.ts';
import { call } from '../state/jobs.ts';
import { project } from '../state/project.ts';
import { attempt } from '../state/toasts.ts';
import { matured, type Matured } from '../state/maturity.ts';
import { alertResults, type OpenDecided } from './alert-results.ts';
import { Confusion } from './confusion.tsx';
import { DecidedBy } from './decided-by.tsx';
import { DecisionTable } from './decision-table.tsx';
import { versionOf } from './run-list.tsx';
import { RulesTable } from './rules-table.tsx';
import type { OpenRun } from './run-store.ts';
import { WeeklyDecisions } from './weekly-decisions.tsx';

export interface RunResultProps {
  readonly open: OpenRun;
  readonly info: ProjectInfo;
  readonly stale: boolean;
}

export function RunResult({ open, info, stale }: RunResultProps) {
  const { run, ruleSet, result } = open;
  const openDecided: OpenDecided = (wanted, states) =>
    openOrders(ordersOf(result.filter, decisionClause(ruleSet, wanted), states));
  return (
    <article className={`run-result ${stale ? 'old-figures' : ''}`} aria-busy={stale}>
      <RunHeader open={open} info={info} />
      {run.stale ? (
        <Callout kind="warn">
          <p>{t('backtest.staleHint')}</p>
          <BackToRun result={result} info={info} />
        </Callout>
      ) : null}
      {result.warnings.map((warning) => (
        <Callout key={warning.code} kind="warn">
          <p>{backtestWarningText(warning)}</p>
        </Callout>
      ))}
      <Figures result={result} open={openDecided} />
      <p className="note">{t('backtest.beforeAssumptions')}</p>
      <WeeklyDecisions result={result} ruleSet={ruleSet} info={info} />
      <div className="two-tables">
        <DecisionTable result={result} open={openDecided} />
        <Confusion result={result} open={openDecided} />
      </div>
      <DecidedBy result={result} ruleSet={ruleSet} />
      <RulesTable open={open} />
      <p className="note mono">
        {t('backtest.engine', { version: result.engine.version, duckdb: result.engine.duckdb })} ·{' '}
        {t('backtest.hash', { hash: result.hashes.ruleSet.slice(0, 12) })}
      </p>
    </article>
  );
}

/** A run's numbers open the orders behind them only as they were judged then. */
function BackToRun({ result, info }: { readonly result: BacktestResult; readonly info: ProjectInfo }) {
  // A day that the data give by themselves is not fixed: it goes on following them.
  const given = info.asOfChosen === null && info.asOf !== null ? date(info.asOf, info.timezone) : null;
  const asOf = result.asOf === given ? null : (result.asOf ?? info.asOfChosen);
  const sameTarget = JSON.stringify(result.target) === JSON.stringify(info.target);
  if (sameTarget && asOf === info.asOfChosen) return null;
  const switchBack = () =>
    attempt(async () => project.set(await call('project.update', { target: result.target, asOf })));
  return (
    <Button small disabled={info.readOnly} onClick={switchBack}>
      {t('backtest.judgeAsThen', {
        target: named(result.target.name),
        asOf: result.asOf ?? asOf ?? t('top.asOfLatest'),
      })}
    </Button>
  );
}

function RunHeader({ open: { run, ruleSet, result }, info }: { readonly open: OpenRun; readonly info: ProjectInfo }) {
  const measured = result.maturity === 'measured';
  const { share, mark, known, orders } = maturedOf(result);
  const facts: readonly (readonly [string, string])[] = [
    [
      t('top.target'),
      `${named(result.target.name)}${measured ? ` ${t('top.days', { days: result.target.horizonDays })}` : ''}`,
    ],
    [t('top.asOf'), result.asOf ?? t('top.asOfNoEffect')],
    [t('top.period'), result.period === null ? '–' : `${result.period.from} – ${result.period.to}`],
    [t('backtest.rows'), t('common.orders', { count: count(result.rows) })],
    [t('backtest.ranAt'), dateTime(run.ranAt, info.timezone)],
  ];
  const openSet = () => {
    const same = documents.get()?.find((held) => JSON.stringify(held.now.ruleSet) === JSON.stringify(ruleSet));
    const at = dateTime(run.ranAt, info.timezone);
    const asItRan = () => addDocument({ ...ruleSet, name: t('rules.asItRan', { name: ruleSet.name, at }) });
    go({ room: 'rules', path: [(same ?? asItRan()).id] });
  };
  return (
    <header className="run-header">
      <div className="row">
        <h2>{run.ruleSetName}</h2>
        <span className="tag mono">{run.modelId}</span>
        <span className="tag">{versionOf(run)}</span>
        {run.stale ? <span className="tag warn">{t('backtest.stale')}</span> : null}
        <span className="grow" />
        <Button small icon="rules" onClick={openSet}>
          {t('rules.openSet')}
        </Button>
      </div>
      <dl className="run-facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        <div>
          <dt>{t('backtest.maturity')}</dt>
          <dd className="row">
            <MaturityMark kind={mark} />
            {share === null
              ? t('common.notMeasured')
              : t('backtest.maturedShare', { share: rate(share), known: count(known), orders: count(orders) })}
          </dd>
        </div>
      </dl>
    </header>
  );
}

function maturedOf({ rows, bad, good, immature, maturity }: BacktestResult): Matured {
  return matured({ orders: rows, bad, good, immature }, maturity);
}

function Figures({ result, open }: { readonly result: BacktestResult; readonly open: OpenDecided }) {
  const { total, currency } = result;
  const maturity = maturedOf(result).mark;
  const words = (key: TextKey, params: Params) => outcomeText(result.target, key, params);
  const ratio = (value: number | null) => (value === null ? t('metric.noDenominator') : rate(value));
  const badAmount = total.caught + total.missed;
  return (
    <div className="figures" data-testid="backtest-figures">
      <Figure
        label={t('metric.alerts')}
        value={count(total.alerts)}
        unit={t('unit.orders')}
        denominator={t('metric.alertRateOf', { share: ratio(total.alertRate), rows: count(result.rows) })}
        onOpen={() => open(alertResults)}
      />
      <Figure
        label={t('metric.precision')}
        value={ratio(total.precision)}
        maturity={maturity}
        denominator={words(result.maturity === 'measured' ? 'metric.precisionOf' : 'metric.precisionOfUndated', {
          tp: count(total.tp),
          known: count(total.tp + total.fp),
        })}
        onOpen={() => open(alertResults, ['bad', 'good'])}
      />
      <Figure
        label={t('metric.recall')}
        value={ratio(total.recall)}
        maturity={maturity}
        denominator={words('metric.recallOf', { tp: count(total.tp), bad: count(total.tp + total.fn) })}
        onOpen={() => open(alertResults, ['bad'])}
      />
      <Figure
        label={t('metric.caught')}
        value={moneyShort(total.caught, currency)}
        maturity={maturity}
        denominator={words('metric.ofBadAmount', {
          share: badAmount === 0 ? '–' : rate(total.caught / badAmount),
          amount: moneyShort(badAmount, currency),
        })}
        onOpen={() => open(alertResults, ['bad'])}
      />
      <Figure
        label={t('metric.missed')}
        value={moneyShort(total.missed, currency)}
        maturity={maturity}
        tone="bad"
        denominator={words('metric.missedOrders', { count: count(total.fn) })}
        onOpen={() => open(['OK'], ['bad'])}
      />
      <Figure
        label={words('metric.goodAlerted', {})}
        value={moneyShort(total.goodAlerted, currency)}
        maturity={maturity}
        denominator={words('metric.goodAlertedOrders', { count: count(total.fp), good: count(total.fp + total.tn) })}
        onOpen={() => open(alertResults, ['good'])}
      />
    </div>
  );
}
