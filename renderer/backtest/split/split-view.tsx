import { useMemo } from 'react';
import type { BacktestResult } from '../../../analysis/model/backtest.ts';
import type { ProjectInfo } from '../../../analysis/model/project.ts';
import type { Assumptions } from '../../../analysis/model/results/assumptions.ts';
import { yenInterval } from '../../../analysis/model/results/headline.ts';
import type { RunFigures } from '../../../analysis/model/results/of-run.ts';
import { judgedIn, splitParts, type SplitPart } from '../../../analysis/model/results/split.ts';
import { asRun } from '../../../analysis/model/results/judged.ts';
import type { RuleSet } from '../../../analysis/model/ruleset.ts';
import { count, minorPerMajor, moneyShort } from '../../i18n/format.ts';
import { t } from '../../i18n/index.ts';
import { outcomeText } from '../../i18n/outcome-words.ts';
import { FailureCallout } from '../../parts/callout.tsx';
import { MaturityMark } from '../../parts/figure.tsx';
import { Panel } from '../../parts/panel.tsx';
import { decisionClause, OrdersButton, ordersOf } from '../../rule-sets/orders-behind.tsx';
import { results as allResults } from '../../../analysis/model/ruleset.ts';
import { openOrders } from '../../state/address.ts';
import { useLatest, type Latest } from '../../state/request.ts';
import { useFigures } from '../money/assuming.ts';
import { denominatorOf, writer } from '../money/headline-panel.tsx';
import { headlineName, rangeText, yenName } from '../money/words.ts';
import { maturedOf } from '../run-figures.tsx';
import { SplitPicker, useSplit } from './split-picker.tsx';
import './split.css';

export interface SplitViewProps {
  readonly runId: string;
  readonly ruleSet: RuleSet;
  readonly result: BacktestResult;
  readonly given: Assumptions;
  readonly info: ProjectInfo;
}

/** Every figure of the run period by period, side by side. */
export function SplitView(props: SplitViewProps) {
  const { runId, result, info } = props;
  const split = useSplit(runId);
  const parts = split === null ? [] : splitParts(split, result.filter, info.timezone, result.asOf);
  return (
    <>
      <Panel title={t('split.title')}>
        <p className="note">{t('split.about')}</p>
        <SplitPicker key={runId} runId={runId} period={result.period} />
      </Panel>
      {parts.length === 0 ? <p className="note">{t('split.none')}</p> : <SplitTable {...props} parts={parts} />}
    </>
  );
}

type Ran = { readonly result: BacktestResult; readonly groups: Float64Array };

function usePart({ ruleSet, result, info }: SplitViewProps, part: SplitPart | undefined): Latest<Ran> {
  const input =
    part === undefined ? null : { ruleSet, filter: part.filter, save: false, judged: judgedIn(part, asRun(result)) };
  return useLatest('backtest.run', input, JSON.stringify([input, info.dataVersion]));
}

/** One period with its figures. */
interface Column {
  readonly part: SplitPart;
  readonly result: BacktestResult;
  readonly figures: RunFigures;
}

function SplitTable({ parts, ...props }: SplitViewProps & { readonly parts: readonly SplitPart[] }) {
  const [first, second, third] = parts;
  const answers = [usePart(props, first), usePart(props, second), usePart(props, third)];
  const shown = [
    useColumn(first, answers[0], props),
    useColumn(second, answers[1], props),
    useColumn(third, answers[2], props),
  ].flatMap((one) => one ?? []);
  const failure = answers.find((one) => one.failure !== null)?.failure ?? null;
  const fresh = parts.every((_, at) => answers[at]?.fresh === true);
  const [one, two, three] = shown;
  const rows = useMemo(() => rowsOf(shown), [one?.figures, two?.figures, three?.figures]);
  if (failure !== null) return <FailureCallout failure={failure} />;
  if (shown.length < parts.length) return <div className="skeleton tall" aria-busy="true" />;
  const { ruleSet } = props;
  const table = () => [
    ['', ...shown.map(({ part }) => t(`split.${part.name}`))],
    ...factRows(shown).map(([name, ...texts]) => [name, ...texts]),
    [t('split.orders'), ...shown.map(({ result }) => result.rows)],
    ...rows.flatMap(({ name, cells }) => [
      [name, ...cells.map(({ plain }) => plain ?? t('common.notMeasured'))],
      [`${name} – ${t('money.low')}`, ...cells.map(({ low }) => low)],
      [`${name} – ${t('money.high')}`, ...cells.map(({ high }) => high)],
    ]),
  ];
  return (
    <Panel title={t('split.title')} table={table}>
      <div className="scroll" tabIndex={0} role="region" aria-label={t('split.title')}>
        <table className={`table split-table ${fresh ? '' : 'old-figures'}`} data-testid="split">
          <thead>
            <tr>
              <td />
              {shown.map(({ part, result }) => (
                <th key={part.name} scope="col" className="num">
                  {t(`split.${part.name}`)} <MaturityMark kind={maturedOf(result).mark} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {factRows(shown).map(([name, ...texts]) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                {texts.map((text, at) => (
                  <td key={at} className="num">
                    {text}
                  </td>
                ))}
              </tr>
            ))}
            <tr>
              <th scope="row">{t('split.orders')}</th>
              {shown.map(({ part, result }) => (
                <td key={part.name} className="num">
                  <OrdersButton
                    count={result.rows}
                    onOpen={() => openOrders(ordersOf(part.filter, decisionClause(ruleSet, allResults)))}
                  />
                </td>
              ))}
            </tr>
          </tbody>
          <tbody>
            {rows.map(({ name, cells }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                {cells.map(({ text, note }, at) => (
                  <td key={at} className="num">
                    {text}
                    <div className="note">{note}</div>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

/** Assumptions of the window redraw without asking. */
function useColumn(part: SplitPart | undefined, answer: Latest<Ran> | undefined, { result, given }: SplitViewProps) {
  const found = answer?.value ?? null;
  const figures = useFigures(found ?? { result, groups: null }, given);
  return part === undefined || found === null ? null : { part, result: found.result, figures };
}

function factRows(shown: readonly Column[]): readonly (readonly [string, ...string[]])[] {
  const all = (name: string, of: (one: Column) => string): readonly [string, ...string[]] => [name, ...shown.map(of)];
  const [first] = shown;
  return [
    all(t('top.period'), ({ result }) =>
      result.period === null ? t('split.noOrders') : `${result.period.from} – ${result.period.to}`,
    ),
    all(t('top.asOf'), ({ part, result }) =>
      result.asOf === null
        ? t('top.asOfNoEffect')
        : part.asOf === null
          ? result.asOf
          : t('split.asOfTrain', { asOf: result.asOf }),
    ),
    all(t('backtest.maturity'), ({ result }) => {
      const { share, known, orders } = maturedOf(result);
      return share === null ? t('common.notMeasured') : `${count(known)} / ${count(orders)}`;
    }),
    ...(first === undefined
      ? []
      : [all(outcomeText(first.result.target, 'split.bad', {}), ({ result }) => count(result.bad))]),
  ];
}

interface Cell {
  readonly text: string;
  readonly note: string;
  readonly plain: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

function rowsOf(shown: readonly Column[]): readonly { readonly name: string; readonly cells: readonly Cell[] }[] {
  const [first] = shown;
  if (first === undefined) return [];
  const { target, currency } = first.result;
  const headlines = first.figures.headlines.map(({ name }, at) => ({
    name: headlineName(target, name),
    cells: shown.map(({ figures, result }): Cell => {
      const one = figures.headlines[at];
      if (one === undefined) return unmeasured;
      const of = denominatorOf(one, result);
      if (one.value === null) return { ...unmeasured, note: of };
      const write = writer(one);
      const range = one.interval === null ? '' : rangeText(one.interval, write);
      return {
        ...{ text: write(one.value), note: [range, of].filter((text) => text !== '').join(' · ') },
        ...{ plain: one.value, low: one.interval?.low ?? null, high: one.interval?.high ?? null },
      };
    }),
  }));
  const names = [...first.figures.money.lines, first.figures.money.net].map(({ name }) => name);
  const write = (value: number) => moneyShort(Math.round(value), currency);
  const major = (value: number) => Math.round(value) / minorPerMajor(currency);
  const yen = names.map((name) => ({
    name: yenName(target, name),
    cells: shown.map(({ figures: { money, clusters } }): Cell => {
      const line = [...money.lines, money.net].find((one) => one.name === name);
      if (line === undefined || (money.cohort === 0 && name !== 'review')) return unmeasured;
      const interval = yenInterval(line.linear, clusters);
      return {
        text: write(line.value),
        note: interval === null ? '' : rangeText(interval, write),
        plain: major(line.value),
        ...{ low: interval && major(interval.low), high: interval && major(interval.high) },
      };
    }),
  }));
  const monthly = {
    name: t('money.perMonth'),
    cells: shown.map(({ figures: { money, clusters } }): Cell => {
      if (money.perMonth === null || money.days === null) return unmeasured;
      const per = money.net.value === 0 ? 0 : money.perMonth / money.net.value;
      const interval = yenInterval(money.net.linear, clusters);
      return {
        text: write(money.perMonth),
        note:
          interval === null || per === 0
            ? ''
            : rangeText({ low: interval.low * per, high: interval.high * per }, write),
        plain: major(money.perMonth),
        ...{ low: interval && major(interval.low * per), high: interval && major(interval.high * per) },
      };
    }),
  };
  return [...headlines, ...yen, monthly];
}

const unmeasured: Cell = {
  get text() {
    return t('common.notMeasured');
  },
  ...{ note: '', plain: null, low: null, high: null },
};
