import { useMemo, type ReactNode } from 'react';
import type { BacktestResult } from '../../../analysis/model/backtest.ts';
import type { ProjectInfo } from '../../../analysis/model/project.ts';
import type { Assumptions } from '../../../analysis/model/results/assumptions.ts';
import { ordersOpened, type Opens } from '../../../analysis/model/results/opened.ts';
import { outcomeStates } from '../../../analysis/model/target.ts';
import type { RunFigures } from '../../../analysis/model/results/of-run.ts';
import { judgedIn, splitParts, type SplitPart } from '../../../analysis/model/results/split.ts';
import { asRun } from '../../../analysis/model/results/judged.ts';
import type { RuleSet } from '../../../analysis/model/ruleset.ts';
import { cellOf, type ResultCell } from '../../../analysis/model/results/result-file.ts';
import { count, minorPerMajor } from '../../i18n/format.ts';
import { t } from '../../i18n/index.ts';
import { outcomeText } from '../../i18n/outcome-words.ts';
import { FailureCallout } from '../../parts/callout.tsx';
import { MaturityMark } from '../../parts/figure.tsx';
import { estimatesPicture } from '../../chart/pictures.ts';
import { Panel } from '../../parts/panel.tsx';
import { ResultPanel } from '../../parts/result-panel.tsx';
import { OrdersButton } from '../../rule-sets/orders-behind.tsx';
import { openOrders } from '../../state/address.ts';
import { useLatest, type Latest } from '../../state/request.ts';
import { useFigures } from '../money/assuming.ts';
import { HeadlineValue } from '../headline-cell.tsx';
import { headlineEstimate } from '../pictured.ts';
import { headlineName, type Judging } from '../money/words.ts';
import { yenRange, yenRowName, yenRows, yenTold, YenValue } from '../money/yen-cell.tsx';
import { maturedOf, maturedText } from '../maturity.ts';
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
  const asked = answers.slice(0, parts.length);
  const age = { fresh: asked.every(({ fresh }) => fresh), busy: asked.some(({ busy }) => busy) };
  const [one, two, three] = shown;
  const rows = useMemo(() => rowsOf(shown, props), [one?.figures, two?.figures, three?.figures, props.ruleSet]);
  if (failure !== null) return <FailureCallout failure={failure} />;
  if (shown.length < parts.length) return <div className="skeleton tall" aria-busy="true" />;
  const table = () => [
    ['', ...shown.map(({ part }) => t(`split.${part.name}`))],
    ...factRows(shown).map(([name, ...texts]) => [name, ...texts]),
    [t('split.orders'), ...shown.map(({ result }) => result.rows)],
    ...rows.flatMap(({ name, numbers }) => {
      const told = shown.map(numbers);
      return [
        [name, ...told.map(([value = null]) => value ?? t('common.notMeasured'))],
        [`${name} – ${t('money.low')}`, ...told.map(([, low = null]) => low)],
        [`${name} – ${t('money.high')}`, ...told.map(([, , high = null]) => high)],
      ];
    }),
  ];
  return (
    <ResultPanel
      title={t('split.title')}
      table={table}
      pictures={[splitPicture(shown, props.ruleSet)]}
      pictureNote={t('chart.rest')}
      age={age}
    >
      <div className="scroll" tabIndex={0} role="region" aria-label={t('split.title')}>
        <table className="table split-table" data-testid="split">
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
                  <OrdersButton count={result.rows} onOpen={() => openOrders(part.filter, asRun(result))} />
                </td>
              ))}
            </tr>
          </tbody>
          <tbody>
            {rows.map(({ name, show }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                {shown.map((column) => (
                  <td key={column.part.name} className="num">
                    {show(column)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </ResultPanel>
  );
}

/** Shares of every period on one axis, each with its interval. */
function splitPicture(shown: readonly Column[], ruleSet: RuleSet) {
  const judging = judgingOf(shown);
  const shares = shown[0]?.figures.headlines.filter(({ unit }) => unit === 'share') ?? [];
  return estimatesPicture({
    ...{ label: t('split.title'), axis: t('chart.share'), unit: 'share' },
    items: shares.flatMap(({ name }) =>
      shown.map(({ part, result, figures }) =>
        headlineEstimate({
          one: figures.headlines.find((own) => own.name === name),
          ...{ name: headlineName(judging, name), series: t(`split.${part.name}`), currency: result.currency },
          open: (opens) => openOrders(ordersOpened(opens, ruleSet, part.filter), asRun(result)),
        }),
      ),
    ),
  });
}

/** What figures of all periods are called: recall of what got through where any has blocked orders. */
function judgingOf(shown: readonly Column[]): Judging {
  const [first] = shown;
  if (first === undefined) throw new Error('no period');
  return { target: first.result.target, blocked: Math.max(...shown.map(({ result }) => result.blocked)) };
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
  const dated = first?.result.maturity === 'measured';
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
    all(t('backtest.maturity'), ({ result }) => maturedText(result)),
    ...(first === undefined
      ? []
      : [
          all(outcomeText(first.result.target, dated ? 'split.bad' : 'split.badUndated', {}), ({ result }) =>
            count(result.bad),
          ),
        ]),
  ];
}

/** A figure of every period. */
interface Row {
  readonly name: string;
  readonly show: (one: Column) => ReactNode;
  /** Value and the ends of its interval as a table outside has them: money in major units. */
  readonly numbers: (one: Column) => readonly ResultCell[];
}

function rowsOf(shown: readonly Column[], { ruleSet, given }: SplitViewProps): readonly Row[] {
  const [first] = shown;
  if (first === undefined) return [];
  const { target, currency } = first.result;
  const judging = judgingOf(shown);
  const open =
    ({ part, result }: Column) =>
    (opens: Opens) =>
      openOrders(ordersOpened(opens, ruleSet, part.filter), asRun(result));
  const headlines = first.figures.headlines.map(({ name }, at): Row => ({
    name: headlineName(judging, name),
    show: (one) => <HeadlineValue one={one.figures.headlines[at]} currency={currency} onOpen={open(one)} />,
    numbers: ({ figures }) => {
      const one = figures.headlines[at];
      if (one === undefined) return [];
      return [one.value, one.interval?.low, one.interval?.high].map((value) => cellOf(one.unit, value));
    },
  }));
  const major = (value: number | null | undefined) =>
    value === null || value === undefined ? null : Math.round(value) / minorPerMajor(currency);
  const yen = yenRows(first.figures.money).map((row): Row => ({
    name: yenRowName(target, row),
    show: (one) => (
      <YenValue
        {...{ row, given }}
        figures={one.figures}
        judged={one.result}
        open={(rows, states = outcomeStates) => open(one)({ results: rows, states })}
      />
    ),
    numbers: ({ figures: { money, clusters }, result }) => {
      const told = yenTold(money, row, result);
      const interval = told === null ? null : yenRange(told, clusters);
      return [major(told?.value), major(interval?.low), major(interval?.high)];
    },
  }));
  return [...headlines, ...yen];
}
