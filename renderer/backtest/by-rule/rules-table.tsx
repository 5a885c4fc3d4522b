import { useRef, useState, type RefObject } from 'react';
import { policyOf } from '../../../analysis/expression/index.ts';
import type { ByRule } from '../../../analysis/model/results/by-rule.ts';
import { cellOf, type ResultCell, type ResultTable } from '../../../analysis/model/results/result-file.ts';
import { count, minorPerMajor, money, moneyAlike } from '../../i18n/format.ts';
import { t } from '../../i18n/index.ts';
import { estimatesPicture } from '../../chart/pictures.ts';
import { Kept } from '../../parts/kept.tsx';
import { ResultPanel } from '../../parts/result-panel.tsx';
import { ResultTags } from '../../parts/result-tag.tsx';
import { WindowedRows } from '../../parts/windowed-rows.tsx';
import { ordersOf, OrdersButton, unhitClause } from '../../rule-sets/orders-behind.tsx';
import { onlyPasses, onlyTogether, ruleResults } from '../../rule-sets/rule-results.ts';
import { ScoreTags } from '../../rule-sets/score-tags.tsx';
import { address, go, openOrders } from '../../state/address.ts';
import { useStore } from '../../state/store.ts';
import { Icon } from '../../theme/icons.tsx';
import type { Opens } from '../../../analysis/model/results/opened.ts';
import { outcomeStates } from '../../../analysis/model/target.ts';
import { decisionClause, ruleClause } from '../../../analysis/model/results/rule-clauses.ts';
import { HeadlineValue } from '../headline-cell.tsx';
import { headlineName } from '../money/words.ts';
import { headlineEstimate } from '../pictured.ts';
import type { OpenRun } from '../run-store.ts';
import type { FigureOf } from './chosen-figures.ts';
import { ColumnChoice } from './column-choice.tsx';
import { figureIn, ruleColumns, shownColumns, type RuleColumn, type RuleRow, type RunTotals } from './rule-columns.ts';

/** Of a line with an interval under its share, in pixels. */
const lineHeight = 44;

interface Sort {
  readonly id: string;
  readonly descending: boolean;
}

export interface RulesTableProps {
  readonly open: OpenRun;
  /** Null until they are told. */
  readonly told: ByRule | null;
  readonly figureOf: FigureOf | null;
  /** What is told is of an earlier question, and the newer one is under way. */
  readonly stale: boolean;
}

/** Every rule by itself, whatever the others decide; hits = bad + good + immature + blocked + excluded. */
export function RulesTable({ open, told, figureOf, stale }: RulesTableProps) {
  const { ruleSet, result } = open;
  const [sort, setSort] = useState<Sort | null>(null);
  const shown = useStore(shownColumns);
  const chosen = useStore(address).params['rule'] ?? null;
  const decides = ruleResults(ruleSet);
  const together = onlyTogether(ruleSet);
  const columns = ruleColumns.filter(({ id }) => shown.includes(id));
  const sums = new Map(told?.rules.map((one) => [one.code, one.sums]));
  const rows = result.rules.map((figures): RuleRow => ({
    ...{ figures, figureOf, sums: sums.get(figures.code) },
    passing: onlyPasses(decides.get(figures.code) ?? []),
  }));
  const sorted = sortedRows(rows, ruleColumns.find(({ id }) => id === sort?.id) ?? null, sort, result);
  const frame = useRef<HTMLDivElement>(null);
  const newest = useRef(open);
  newest.current = open;
  const policy = policyOf(ruleSet);
  const amount = moneyAlike(
    result.rules.map((rule) => rule.amount.hit),
    result.currency,
  );
  // Amounts of all lines are written alike, by the largest of them.
  const unit = Math.max(0, ...result.rules.map((rule) => Math.abs(rule.amount.hit)));
  const table = (): ResultTable => [
    [t('rule.code'), t('rule.result'), ...columns.flatMap((column) => headsOf(column, open))],
    ...sorted.map((row) => [
      row.figures.code,
      (decides.get(row.figures.code) ?? []).join(' / '),
      ...columns.flatMap((column) => plainValues(column, row, open)),
    ]),
  ];
  const titleOf = (id: string): string => ruleColumns.find((one) => one.id === id)?.title(result) ?? id;
  return (
    <ResultPanel
      pictures={
        told === null || result.bad + result.good === 0
          ? []
          : [{ label: t('rulesTable.title'), draw: () => rulesPicture(sorted, result, () => newest.current) }]
      }
      pictureNote={t('chart.rest')}
      age={{ fresh: !stale, busy: stale }}
      title={t('rulesTable.title')}
      note={t('rulesTable.note')}
      actions={
        <ColumnChoice
          all={ruleColumns.map(({ id }) => id)}
          chosen={shown}
          word={titleOf}
          onChange={(next) => shownColumns.set(next)}
        />
      }
      table={table}
    >
      <div ref={frame} className="scroll rules-scroll" tabIndex={0} role="region" aria-label={t('rulesTable.title')}>
        <table className="table rules-table" data-testid="rules-table">
          <thead>
            <tr>
              <th scope="col">{t('rule.code')}</th>
              <th scope="col">{t(policy === 'scores' ? 'rule.scores' : 'rule.result')}</th>
              {columns.map((column) => (
                <SortHead key={column.id} id={column.id} title={column.title(result)} sort={sort} onSort={setSort} />
              ))}
            </tr>
          </thead>
          <WindowedRows
            frame={frame}
            columns={2 + columns.length}
            height={lineHeight}
            rows={sorted.map((row) => {
              const { code, hindsight } = row.figures;
              const given = decides.get(code) ?? [];
              const scores = ruleSet.rules.find((one) => one.code === code)?.scores;
              const line = () => (
                <tr aria-selected={code === chosen}>
                  <th scope="row">
                    <button
                      type="button"
                      className="link mono"
                      onClick={() => go({ params: { rule: code }, replace: true })}
                    >
                      {code}
                    </button>
                    {hindsight === true ? <span className="tag warn">{t('lists.hindsight')}</span> : null}
                  </th>
                  <td>
                    {policy === 'scores' ? (
                      <ScoreTags scores={scores} />
                    ) : (
                      <ResultTags results={given} together={together.has(code)} />
                    )}
                  </td>
                  {columns.map((column) => (
                    <td key={column.id} className="num">
                      <Value {...{ column, row, newest, amount }} totals={result} />
                    </td>
                  ))}
                </tr>
              );
              const stands = () => [
                ...[JSON.stringify([row.figures, given, scores, together.has(code)]), row.sums, row.figureOf, shown],
                ...[code === chosen, policy, unit, result.bad, result.good, result.currency, result.maturity],
              ];
              return {
                key: code,
                draw: () => (
                  <Kept key={code} of={stands()}>
                    {line}
                  </Kept>
                ),
              };
            })}
          />
        </table>
      </div>
    </ResultPanel>
  );
}

interface SortHeadProps {
  readonly id: string;
  readonly title: string;
  readonly sort: Sort | null;
  readonly onSort: (sort: Sort | null) => void;
}

/** First largest first, then smallest first, then the rule set's own order. */
function SortHead({ id, title, sort, onSort }: SortHeadProps) {
  const own = sort?.id === id ? sort : null;
  const next = own === null ? { id, descending: true } : own.descending ? { ...own, descending: false } : null;
  return (
    <th scope="col" className="num" aria-sort={own === null ? 'none' : own.descending ? 'descending' : 'ascending'}>
      <button type="button" className="sort" onClick={() => onSort(next)}>
        {title}
        {own === null ? null : <Icon name={own.descending ? 'down' : 'up'} size={12} />}
      </button>
    </th>
  );
}

function sortedRows(
  rows: readonly RuleRow[],
  column: RuleColumn | null,
  sort: Sort | null,
  totals: RunTotals,
): readonly RuleRow[] {
  if (column === null || sort === null) return rows;
  const sign = sort.descending ? -1 : 1;
  // What is not measured stays last, whichever way the others go.
  return rows.toSorted((a, b) => {
    const [x, y] = [column.value(a, totals), column.value(b, totals)];
    if (x === null || y === null) return Number(x === null) - Number(y === null);
    return sign * (x - y);
  });
}

/** Opens the hits of a rule that a figure of it counts, as if it alone alerted. */
export function hitsOf(code: string, shown: () => Pick<OpenRun, 'ruleSet' | 'result'>) {
  return ({ states }: Opens): void => {
    const { ruleSet, result } = shown();
    const rule = ruleSet.rules.find((one) => one.code === code);
    if (rule === undefined) return;
    const narrowed = states.length === outcomeStates.length ? undefined : states;
    openOrders(ordersOf(result.filter, ruleClause(rule, ruleSet, 'true'), narrowed));
  };
}

const drawnFigures = ['precision', 'recall'] as const;

/** Precision and recall of every rule, with their intervals. */
function rulesPicture(rows: readonly RuleRow[], result: OpenRun['result'], shown: () => OpenRun) {
  return estimatesPicture({
    ...{ label: t('rulesTable.title'), axis: t('chart.share'), unit: 'share' },
    items: rows.flatMap((row) =>
      drawnFigures.map((name) =>
        headlineEstimate({
          ...{ one: figureIn(row, name), name: row.figures.code, series: headlineName(result, name) },
          currency: result.currency,
          open: hitsOf(row.figures.code, shown),
        }),
      ),
    ),
  });
}

interface ValueProps {
  readonly column: RuleColumn;
  readonly row: RuleRow;
  /** What is shown when the value is clicked. */
  readonly newest: RefObject<OpenRun>;
  readonly totals: RunTotals;
  /** Writes amounts, all in one unit. */
  readonly amount: (minor: number) => string;
}

function Value({ column, row, newest, totals, amount }: ValueProps) {
  const { currency } = totals;
  const { code } = row.figures;
  if (column.figure !== undefined) {
    const one = figureIn(row, column.figure);
    if (one === undefined) return t('common.none');
    return <HeadlineValue {...{ one, currency }} onOpen={hitsOf(code, () => newest.current)} />;
  }
  const value = column.value(row, totals);
  if (value === null) return t('common.none');
  if (column.id === 'immature' && totals.maturity === 'not measured') return t('common.notMeasured');
  const { behind } = column;
  if (behind) {
    const show = () => openBehind(behind, code, newest.current);
    if (column.unit !== 'money') return <OrdersButton count={value} onOpen={show} />;
    return (
      <OrdersButton count={value} onOpen={show}>
        <span title={money(value, currency)}>{amount(value)}</span>
      </OrdersButton>
    );
  }
  return count(value);
}

function openBehind(
  { value, states, decided }: NonNullable<RuleColumn['behind']>,
  code: string,
  { ruleSet, result }: OpenRun,
): void {
  const rule = ruleSet.rules.find((one) => one.code === code);
  if (rule === undefined) return;
  const also = decided === undefined ? [] : [decisionClause(ruleSet, [decided])];
  const clause = value === 'other' ? unhitClause(rule, ruleSet) : ruleClause(rule, ruleSet, value);
  openOrders(ordersOf({ clauses: [...result.filter.clauses, ...also] }, clause, states));
}

const headsOf = (column: RuleColumn, { result }: OpenRun): string[] => {
  const title = column.title(result);
  return column.figure === undefined ? [title] : [title, `${title} ${t('money.low')}`, `${title} ${t('money.high')}`];
};

function plainValues(column: RuleColumn, row: RuleRow, { result }: OpenRun): ResultCell[] {
  if (column.figure !== undefined) {
    const one = figureIn(row, column.figure);
    if (one === undefined) return [null, null, null];
    const none = one.whole === 0 ? null : t('common.notMeasured');
    const [low, high] = [cellOf(one.unit, one.interval?.low), cellOf(one.unit, one.interval?.high)];
    return [one.value === null ? none : cellOf(one.unit, one.value), low, high];
  }
  const value = column.value(row, result);
  return [value === null || column.unit !== 'money' ? value : value / minorPerMajor(result.currency)];
}
