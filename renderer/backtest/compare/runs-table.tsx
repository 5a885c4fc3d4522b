import type { ReactNode } from 'react';
import type { ProjectInfo } from '../../../analysis/model/project.ts';
import { canonicalJson } from '../../../analysis/model/canonical-json.ts';
import {
  yenInterval,
  type Clusters,
  type Headline,
  type HeadlineName,
} from '../../../analysis/model/results/headline.ts';
import type { Interval } from '../../../analysis/model/results/intervals.ts';
import type { YenLine } from '../../../analysis/model/results/money.ts';
import { results } from '../../../analysis/model/ruleset.ts';
import { outcomeStates } from '../../../analysis/model/target.ts';
import { count, minorPerMajor, moneyShort, points } from '../../i18n/format.ts';
import { named, t } from '../../i18n/index.ts';
import { outcomeWord } from '../../i18n/outcome-words.ts';
import { MaturityMark } from '../../parts/figure.tsx';
import { Panel } from '../../parts/panel.tsx';
import { diffRuleSets } from '../../rule-sets/diff.ts';
import { writer } from '../money/headline-panel.tsx';
import { headlineName, rangeText, yenName } from '../money/words.ts';
import { maturedOf } from '../run-figures.tsx';
import { changesText } from './changes-text.ts';
import { runTitle, type ComparedRun } from './chosen-runs.ts';

export interface RunsTableProps {
  /** The first is what the others are compared with. */
  readonly columns: readonly ComparedRun[];
  readonly info: ProjectInfo;
  readonly trying: boolean;
}

type Range = Pick<Interval, 'low' | 'high'>;

interface Row {
  readonly name: string;
  readonly values: readonly (number | null)[];
  /** Null where there is none. */
  readonly ranges?: readonly (Range | null)[];
  readonly write: (value: number) => string;
  /** The value as a table outside has it: money in major units. */
  readonly plain?: (value: number) => number;
  readonly apart: (value: number) => string;
}

/** What each run stands on, and every figure of it with the difference to the first. */
export function RunsTable({ columns, info, trying }: RunsTableProps) {
  const [first] = columns;
  if (first === undefined) return null;
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
    <Panel title={t('compare.runsFigures')} note={t('compare.runsFiguresNote')} table={table}>
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
          <tbody>{groundsOf(columns, first)}</tbody>
          <tbody>
            {rows.map((row) => (
              <tr key={row.name}>
                <th scope="row">{row.name}</th>
                {row.values.map((value, i) => (
                  <td key={columns[i]?.open.run.runId} className="num">
                    <div>{value === null ? t('common.notMeasured') : row.write(value)}</div>
                    <RangeNote row={row} at={i} />
                    {i === 0 ? null : <div className="note">{differenceText(row, value)}</div>}
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

function RangeNote({ row: { values, ranges, write }, at }: { readonly row: Row; readonly at: number }) {
  const range = ranges?.[at] ?? null;
  return values[at] === null || range === null ? null : <div className="note">{rangeText(range, write)}</div>;
}

function differenceText({ values: [base = null], apart }: Row, value: number | null): string {
  if (base === null || value === null) return '–';
  if (value === base) return t('compare.same');
  return `${value > base ? '+' : '−'}${apart(Math.abs(value - base))}`;
}

/** What runs stand on; what differs from the first is marked. */
function groundsOf(columns: readonly ComparedRun[], first: ComparedRun): ReactNode {
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
      name: t('compare.hash.data'),
      of: ({ open }) =>
        t(open.result.hashes.data === first.open.result.hashes.data ? 'compare.same' : 'compare.differs'),
    },
    {
      name: t('backtest.scope'),
      of: ({ open }) =>
        open.result.filter.clauses.length === 0
          ? t('backtest.scopeAll')
          : t('compare.clauses', { count: open.result.filter.clauses.length }),
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

function rowsOf(columns: readonly ComparedRun[], first: ComparedRun): readonly Row[] {
  const { target, currency } = first.open.result;
  const counted = (name: string, of: (one: ComparedRun) => number): Row => ({
    ...{ name, values: columns.map(of), write: count, apart: count },
  });
  const write = (minor: number) => moneyShort(Math.round(minor), currency);
  const major = (minor: number) => minor / minorPerMajor(currency);
  const yen = (of: (one: ComparedRun) => Yen | null, name: string): Row => {
    const found = columns.map((one) => ({ yen: of(one), clusters: one.figures.clusters }));
    return {
      ...{ name, write, apart: write, plain: major, values: found.map((one) => one.yen?.value ?? null) },
      ranges: found.map((one) => (one.yen === null ? null : rangeOf(one.yen, one.clusters))),
    };
  };
  return [
    counted(t('backtest.rows'), ({ open }) => open.result.rows),
    ...outcomeStates.map((state) => counted(outcomeWord(target, state), ({ open }) => open.result[state])),
    ...results.map((result) => counted(result, ({ open }) => open.result.decisions[result])),
    ...first.figures.headlines.map((headline): Row => ({
      name: headlineName(target, headline.name),
      values: columns.map((one) => headlineIn(one, headline.name)?.value ?? null),
      ranges: columns.map((one) => headlineIn(one, headline.name)?.interval ?? null),
      write: writer(headline),
      apart: headline.unit === 'share' ? (value) => t('whatIf.points', { value: points(value) }) : writer(headline),
    })),
    ...[...first.figures.money.lines, first.figures.money.net].map((line) =>
      yen(
        ({ figures: { money } }) =>
          money.cohort === 0 && line.name !== 'review'
            ? null
            : ([...money.lines, money.net].find(({ name }) => name === line.name) ?? null),
        yenName(target, line.name),
      ),
    ),
    yen(({ figures: { money } }) => per(money.net, money.perMonth), t('money.perMonth')),
    yen(({ figures: { money } }) => per(money.net, money.perThousand), t('money.perThousand')),
  ];
}

const headlineIn = ({ figures }: ComparedRun, name: HeadlineName): Headline | undefined =>
  figures.headlines.find((one) => one.name === name);

/** A sum of money, as weights of the tally; `scale` where it is told per month or purchase. */
type Yen = Pick<YenLine, 'value' | 'linear'> & { readonly scale?: number };

const per = ({ value: net, linear }: YenLine, value: number | null): Yen | null =>
  value === null ? null : { value, linear, scale: net === 0 ? 0 : value / net };

function rangeOf({ linear, scale = 1 }: Yen, clusters: Clusters | null): Range | null {
  const found = yenInterval(linear, clusters);
  return found === null || scale === 0 ? null : { low: found.low * scale, high: found.high * scale };
}
