import type { ReactNode } from 'react';
import type { ProjectInfo } from '../../../analysis/model/project.ts';
import { canonicalJson } from '../../../analysis/model/canonical-json.ts';
import type { Headline, HeadlineName } from '../../../analysis/model/results/headline.ts';
import { asRun } from '../../../analysis/model/results/judged.ts';
import { ordersOpened, type Opens } from '../../../analysis/model/results/opened.ts';
import { results } from '../../../analysis/model/ruleset.ts';
import { outcomeStates } from '../../../analysis/model/target.ts';
import { cellOf, type ResultCell } from '../../../analysis/model/results/result-file.ts';
import { count, minorPerMajor, moneyShort, points } from '../../i18n/format.ts';
import { named, t } from '../../i18n/index.ts';
import type { Ends } from '../../i18n/interval.ts';
import { outcomeWord } from '../../i18n/outcome-words.ts';
import { clauseText } from '../../i18n/values.ts';
import { MaturityMark } from '../../parts/figure.tsx';
import { estimatesPicture } from '../../chart/pictures.ts';
import { ResultPanel } from '../../parts/result-panel.tsx';
import { OrdersButton } from '../../rule-sets/orders-behind.tsx';
import { diffRuleSets } from '../../rule-sets/diff.ts';
import { openOrders } from '../../state/address.ts';
import { HeadlineValue } from '../headline-cell.tsx';
import { maturedOf, maturedText } from '../maturity.ts';
import { writer } from '../money/headline-words.ts';
import { headlineEstimate, moneyAxis } from '../pictured.ts';
import { headlineName } from '../money/words.ts';
import { yenRange, yenRowName, yenRows, yenTold, YenValue, type YenRow } from '../money/yen-cell.tsx';
import { changesText } from './changes-text.ts';
import { judgingOf, runTitle, type ComparedRun } from './chosen-runs.ts';

type Columns = readonly [first: ComparedRun, ...others: readonly ComparedRun[]];

export interface RunsTableProps {
  /** The first is what the others are compared with. */
  readonly columns: Columns;
  readonly info: ProjectInfo;
  readonly trying: boolean;
}

interface Row {
  readonly name: string;
  readonly values: readonly (number | null)[];
  /** Null where there is none. */
  readonly ranges?: readonly (Ends | null)[];
  /** The value with what it stands on. */
  readonly show: (one: ComparedRun) => ReactNode;
  /** The value as a table outside has it: money in major units. */
  readonly plain?: (value: number) => ResultCell;
  readonly apart: (value: number) => string;
}

/** What each run stands on, and every figure of it with the difference to the first. */
export function RunsTable({ columns, info, trying }: RunsTableProps) {
  const [first] = columns;
  const titles = columns.map(
    (one, i) => `${runTitle(one, info)}${i === 0 && trying ? ` (${t('compare.asTried')})` : ''}`,
  );
  const rows = rowsOf(columns, first);
  const marks = columns.map(({ open }) => maturedOf(open.result).mark);
  const table = () => [
    [t('compare.figure'), ...titles],
    ...rows.flatMap(({ name, values, ranges, plain = (value) => value }) => {
      const numbers = (of: readonly (number | null)[]) => of.map((value) => (value === null ? null : plain(value)));
      const own = [name, ...numbers(values)];
      if (ranges === undefined) return [own];
      return [
        own,
        [`${name} – ${t('money.low')}`, ...numbers(ranges.map((range) => range?.low ?? null))],
        [`${name} – ${t('money.high')}`, ...numbers(ranges.map((range) => range?.high ?? null))],
      ];
    }),
  ];
  return (
    <ResultPanel
      title={t('compare.runsFigures')}
      note={t('compare.runsFiguresNote')}
      table={table}
      pictures={runsPictures(columns, titles, rows)}
      pictureNote={t('chart.rest')}
    >
      <div className="scroll" tabIndex={0} role="region" aria-label={t('compare.runsFigures')}>
        <table className="table runs-side" data-testid="runs-side">
          <thead>
            <tr>
              <th scope="col">{t('compare.figure')}</th>
              {titles.map((title, i) => (
                <th key={columns[i]?.open.run.runId} scope="col" className="num">
                  {title} <MaturityMark kind={marks[i] ?? 'unknown'} />
                  {columns[i]?.open.run.stale ? <span className="tag warn">{t('backtest.stale')}</span> : null}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>{groundsOf(columns, first, info)}</tbody>
          <tbody>
            {rows.map((row) => (
              <tr key={row.name}>
                <th scope="row">{row.name}</th>
                {row.values.map((value, i) => (
                  <td key={columns[i]?.open.run.runId} className="num">
                    {columns[i] === undefined ? null : row.show(columns[i])}
                    {i === 0 ? null : <div className="note">{differenceText(row, value)}</div>}
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

/** Shares of every run on one axis, its money on another. */
function runsPictures(columns: Columns, titles: readonly string[], rows: readonly Row[]) {
  const [first] = columns;
  const { currency } = first.open.result;
  const judging = judgingOf(columns);
  const series = titles.map((title, at) => `${at + 1}. ${title}`);
  const shares = first.figures.headlines.filter(({ unit }) => unit === 'share');
  const write = (minor: number) => moneyShort(Math.round(minor), currency);
  const money = rows
    .filter(({ plain }) => plain !== undefined)
    .flatMap(({ name, values, ranges }) =>
      values.map((value, at) => ({
        ...{ name, series: series[at] ?? '', value, interval: ranges?.[at] ?? null },
        text: value === null ? t('common.notMeasured') : write(value),
      })),
    );
  return [
    estimatesPicture({
      ...{ label: `${t('compare.runsFigures')}: ${t('chart.share')}`, axis: t('chart.share'), unit: 'share' },
      items: shares.flatMap(({ name }) =>
        columns.map((one, at) =>
          headlineEstimate({
            ...{ one: headlineIn(one, name), name: headlineName(judging, name), series: series[at] ?? '', currency },
            open: openIn(one),
          }),
        ),
      ),
    }),
    estimatesPicture({
      ...{ label: `${t('compare.runsFigures')}: ${currency}`, unit: 'sum', items: money },
      ...moneyAxis(
        t('money.title'),
        money.map(({ value }) => value),
        currency,
      ),
    }),
  ];
}

const openIn =
  ({ open: run }: ComparedRun) =>
  (opens: Opens) =>
    openOrders(ordersOpened(opens, run.ruleSet, run.result.filter), asRun(run.result));

function differenceText({ values: [base = null], apart }: Row, value: number | null): string {
  if (base === null || value === null) return '–';
  if (value === base) return t('compare.same');
  return `${value > base ? '+' : '−'}${apart(Math.abs(value - base))}`;
}

/** What runs stand on; what differs from the first is marked. */
function groundsOf(columns: Columns, first: ComparedRun, info: ProjectInfo): ReactNode {
  const grounds: readonly {
    readonly name: string;
    readonly of: (one: ComparedRun) => string;
    readonly key?: (one: ComparedRun) => string;
  }[] = [
    {
      name: t('top.target'),
      of: ({ open }) => named(open.result.target.name),
      key: ({ open }) => open.result.hashes.target,
    },
    { name: t('top.asOf'), of: ({ open }) => open.result.asOf ?? t('top.asOfNoEffect') },
    {
      name: t('top.period'),
      of: ({ open: { result } }) => (result.period === null ? '–' : `${result.period.from} – ${result.period.to}`),
    },
    { name: t('backtest.maturity'), of: ({ open }) => maturedText(open.result) },
    {
      name: t('compare.hash.data'),
      of: ({ open }) =>
        t(open.result.hashes.data === first.open.result.hashes.data ? 'compare.same' : 'compare.differs'),
    },
    {
      name: t('backtest.scope'),
      of: ({ open }) =>
        open.result.filter.clauses.length === 0
          ? t('backtest.scopeAll')
          : open.result.filter.clauses.map((clause) => clauseText(clause, info)).join(' · '),
      key: ({ open }) => canonicalJson(open.result.filter),
    },
    {
      name: t('money.assumptions'),
      of: ({ figures }) =>
        t(
          canonicalJson(figures.assumptions) === canonicalJson(first.figures.assumptions)
            ? 'compare.same'
            : 'compare.differs',
        ),
    },
    {
      name: t('compare.rules'),
      of: (one) =>
        one === first
          ? t('set.ruleCount', { count: one.open.ruleSet.rules.length })
          : changesText(diffRuleSets(first.open.ruleSet, one.open.ruleSet)),
      key: ({ open }) => open.result.hashes.ruleSet,
    },
  ];
  return grounds.map(({ name, of, key = of }) => (
    <tr key={name}>
      <th scope="row">{name}</th>
      {columns.map((one) => {
        const differs = key(one) !== key(first);
        return (
          <td key={one.open.run.runId} className={`num ${differs ? 'other-ground' : ''}`}>
            {differs ? '≠ ' : ''}
            {of(one)}
          </td>
        );
      })}
    </tr>
  ));
}

function rowsOf(columns: Columns, first: ComparedRun): readonly Row[] {
  const { target, currency } = first.open.result;
  const open = openIn;
  const counted = (name: string, of: (one: ComparedRun) => number, opens: Opens): Row => ({
    ...{ name, values: columns.map(of), apart: count },
    show: (one) => <OrdersButton count={of(one)} onOpen={() => open(one)(opens)} />,
  });
  const write = (minor: number) => moneyShort(Math.round(minor), currency);
  const major = (minor: number) => minor / minorPerMajor(currency);
  const yen = (row: YenRow): Row => {
    const told = columns.map(({ figures: { money, clusters }, open: { result } }) => {
      const one = yenTold(money, row, result);
      return { value: one?.value ?? null, range: one === null ? null : yenRange(one, clusters) };
    });
    return {
      ...{ name: yenRowName(target, row), apart: write, plain: major },
      ...{ values: told.map(({ value }) => value), ranges: told.map(({ range }) => range) },
      show: (one) => (
        <YenValue
          {...{ row }}
          figures={one.figures}
          judged={one.open.result}
          given={one.open.result.assumptions ?? {}}
          open={(rows, states = outcomeStates) => open(one)({ results: rows, states })}
        />
      ),
    };
  };
  const all: Opens = { results, states: outcomeStates };
  const judging = judgingOf(columns);
  return [
    counted(t('backtest.rows'), ({ open: run }) => run.result.rows, all),
    ...outcomeStates.map((state) =>
      counted(outcomeWord(target, state), ({ open: run }) => run.result[state], { ...all, states: [state] }),
    ),
    ...results.map((result) =>
      counted(result, ({ open: run }) => run.result.decisions[result], { ...all, results: [result] }),
    ),
    ...first.figures.headlines.map((headline): Row => ({
      name: headlineName(judging, headline.name),
      values: columns.map((one) => headlineIn(one, headline.name)?.value ?? null),
      ranges: columns.map((one) => headlineIn(one, headline.name)?.interval ?? null),
      plain: (value) => cellOf(headline.unit, value),
      show: (one) => <HeadlineValue one={headlineIn(one, headline.name)} currency={currency} onOpen={open(one)} />,
      apart: headline.unit === 'share' ? (value) => t('whatIf.points', { value: points(value) }) : writer(headline),
    })),
    ...yenRows(first.figures.money).map(yen),
  ];
}

const headlineIn = ({ figures }: ComparedRun, name: HeadlineName): Headline | undefined =>
  figures.headlines.find((one) => one.name === name);
