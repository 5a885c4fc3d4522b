import { useState } from 'react';
import { policyOf } from '../../analysis/expression/index.ts';
import type { RuleFigures } from '../../analysis/model/backtest.ts';
import { orderShare } from '../../analysis/model/results/intervals.ts';
import type { OutcomeState } from '../../analysis/model/target.ts';
import { count, minorPerMajor, money, moneyAlike } from '../i18n/format.ts';
import { t, type TextKey } from '../i18n/index.ts';
import { outcomeWord } from '../i18n/outcome-words.ts';
import { OrderShare } from '../parts/order-share.tsx';
import { Panel } from '../parts/panel.tsx';
import { ResultTags } from '../parts/result-tag.tsx';
import { ordersOf, OrdersButton, ruleClause } from '../rule-sets/orders-behind.tsx';
import { onlyPasses, onlyTogether, ruleResults } from '../rule-sets/rule-results.ts';
import { ScoreTags } from '../rule-sets/score-tags.tsx';
import { address, go, openOrders } from '../state/address.ts';
import { useStore } from '../state/store.ts';
import { Icon } from '../theme/icons.tsx';
import { recallTitle, type Judging } from './money/words.ts';
import type { OpenRun } from './run-store.ts';

interface Column {
  readonly id: string;
  readonly title: TextKey;
  readonly value: (rule: RuleFigures) => number | null;
  readonly unit: 'orders' | 'rate' | 'money';
  /** What a rate is a share of. */
  readonly of?: (rule: RuleFigures, bad: number) => number;
  /** The orders behind the number. */
  readonly behind?: { readonly value: 'true' | 'unevaluable'; readonly states?: readonly OutcomeState[] } | undefined;
}

const hitsIn = (state: OutcomeState): Column['behind'] => ({ value: 'true', states: [state] });

/** What a rule is judged by comes first; how its hits are made up follows. */
const columns: readonly Column[] = [
  { id: 'hits', title: 'impact.hits', value: (r) => r.hits, unit: 'orders', behind: { value: 'true' } },
  { id: 'precision', title: 'metric.precision', value: (r) => r.precision, unit: 'rate', of: (r) => r.tp + r.fp },
  { id: 'recall', title: 'metric.recall', value: (r) => r.recall, unit: 'rate', of: (_, bad) => bad },
  { id: 'caught', title: 'metric.caught', value: (r) => r.amount.caught, unit: 'money', behind: hitsIn('bad') },
  { id: 'tp', title: 'state.bad', value: (r) => r.tp, unit: 'orders', behind: hitsIn('bad') },
  { id: 'fp', title: 'state.good', value: (r) => r.fp, unit: 'orders', behind: hitsIn('good') },
  {
    id: 'immature',
    title: 'state.immature',
    value: (r) => r.hitsImmature,
    unit: 'orders',
    behind: hitsIn('immature'),
  },
  { id: 'blocked', title: 'state.blocked', value: (r) => r.hitsBlocked, unit: 'orders', behind: hitsIn('blocked') },
  {
    id: 'excluded',
    title: 'state.excluded',
    value: (r) => r.hitsExcluded,
    unit: 'orders',
    behind: hitsIn('excluded'),
  },
  {
    id: 'unevaluable',
    title: 'impact.unevaluable',
    value: (r) => r.unevaluable,
    unit: 'orders',
    behind: { value: 'unevaluable' },
  },
  {
    id: 'amount',
    title: 'metric.hitAmount',
    value: (r) => r.amount.hit,
    unit: 'money',
    behind: { value: 'true' },
  },
];

/** What only a rule that alerts has: one that lets orders pass catches nothing. */
const ofAlerts: ReadonlySet<string> = new Set(['precision', 'recall', 'caught']);

/** Null too where too few orders have an outcome for a rate to be measured. */
function valueIn(column: Column, figures: RuleFigures, { passing, bad }: Judged): number | null {
  if (ofAlerts.has(column.id) && passing.has(figures.code)) return null;
  return column.of === undefined ? column.value(figures) : orderShare(figures.tp, column.of(figures, bad)).value;
}

interface Judged {
  /** Codes of rules that only let orders pass. */
  readonly passing: ReadonlySet<string>;
  /** Bad orders of all. */
  readonly bad: number;
}

/** The title of a column; bad and good are named by the target, recall by what was blocked. */
function titleOf({ id, title }: Column, judging: Judging): string {
  if (id === 'recall') return recallTitle(judging);
  if (id === 'tp') return outcomeWord(judging.target, 'bad');
  return id === 'fp' ? outcomeWord(judging.target, 'good') : t(title);
}

interface Sort {
  readonly id: string;
  readonly descending: boolean;
}

/** Every rule by itself, whatever the others decide; hits = bad + good + immature + blocked + excluded. */
export function RulesTable({ open }: { readonly open: OpenRun }) {
  const { ruleSet, result } = open;
  const [sort, setSort] = useState<Sort | null>(null);
  const chosen = useStore(address).params['rule'] ?? null;
  const results = ruleResults(ruleSet);
  const together = onlyTogether(ruleSet);
  const passing = new Set([...results].filter(([, own]) => onlyPasses(own)).map(([code]) => code));
  const amount = moneyAlike(
    result.rules.map((rule) => rule.amount.hit),
    result.currency,
  );
  const judged = { passing, bad: result.bad };
  const sorted = sortedRules(result.rules, sort, judged);
  const table = () => [
    [t('rule.code'), t('rule.result'), ...columns.map((column) => titleOf(column, result))],
    ...sorted.map((figures) => [
      figures.code,
      (results.get(figures.code) ?? []).join(' / '),
      ...columns.map((column) => plainValue(valueIn(column, figures, judged), column.unit, result.currency)),
    ]),
  ];
  return (
    <Panel title={t('rulesTable.title')} note={`${t('rulesTable.note')} · ${t('money.wilson')}`} table={table}>
      <div className="scroll rules-scroll" tabIndex={0} role="region" aria-label={t('rulesTable.title')}>
        <table className="table rules-table" data-testid="rules-table">
          <thead>
            <tr>
              <th scope="col">{t('rule.code')}</th>
              <th scope="col">{t(policyOf(ruleSet) === 'scores' ? 'rule.scores' : 'rule.result')}</th>
              {columns.map((column) => (
                <SortHead
                  key={column.id}
                  column={column}
                  title={titleOf(column, result)}
                  sort={sort}
                  onSort={setSort}
                />
              ))}
            </tr>
          </thead>
          <tbody>
            {sorted.map((figures) => {
              return (
                <tr key={figures.code} aria-selected={figures.code === chosen}>
                  <th scope="row">
                    <button
                      type="button"
                      className="link mono"
                      onClick={() => go({ params: { rule: figures.code }, replace: true })}
                    >
                      {figures.code}
                    </button>
                    {figures.hindsight === true ? <span className="tag warn">{t('lists.hindsight')}</span> : null}
                  </th>
                  <td>
                    {policyOf(ruleSet) === 'scores' ? (
                      <ScoreTags scores={ruleSet.rules.find(({ code }) => code === figures.code)?.scores} />
                    ) : (
                      <ResultTags results={results.get(figures.code) ?? []} together={together.has(figures.code)} />
                    )}
                  </td>
                  {columns.map((column) => (
                    <td key={column.id} className="num">
                      <Value {...{ column, figures, open, judged, amount }} />
                    </td>
                  ))}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

interface SortHeadProps {
  readonly column: Column;
  readonly title: string;
  readonly sort: Sort | null;
  readonly onSort: (sort: Sort | null) => void;
}

/** First largest first, then smallest first, then the rule set's own order. */
function SortHead({ column, title, sort, onSort }: SortHeadProps) {
  const own = sort?.id === column.id ? sort : null;
  const next =
    own === null ? { id: column.id, descending: true } : own.descending ? { ...own, descending: false } : null;
  return (
    <th scope="col" className="num" aria-sort={own === null ? 'none' : own.descending ? 'descending' : 'ascending'}>
      <button type="button" className="sort" onClick={() => onSort(next)}>
        {title}
        {own === null ? null : <Icon name={own.descending ? 'down' : 'up'} size={12} />}
      </button>
    </th>
  );
}

function sortedRules(rules: readonly RuleFigures[], sort: Sort | null, judged: Judged): readonly RuleFigures[] {
  const column = columns.find((candidate) => candidate.id === sort?.id);
  if (!column || !sort) return rules;
  const sign = sort.descending ? -1 : 1;
  // Rates without a denominator stay last, whichever way the others go.
  return rules.toSorted((a, b) => {
    const [x, y] = [valueIn(column, a, judged), valueIn(column, b, judged)];
    if (x === null || y === null) return Number(x === null) - Number(y === null);
    return sign * (x - y);
  });
}

interface ValueProps {
  readonly column: Column;
  readonly figures: RuleFigures;
  readonly open: OpenRun;
  readonly judged: Judged;
  /** Writes amounts, all in one unit. */
  readonly amount: (minor: number) => string;
}

function Value({ column, figures, open: { ruleSet, result }, judged, amount }: ValueProps) {
  const value = valueIn(column, figures, judged);
  const { behind } = column;
  const rule = ruleSet.rules.find((candidate) => candidate.code === figures.code);
  if (column.of !== undefined && !(ofAlerts.has(column.id) && judged.passing.has(figures.code)))
    return <OrderShare part={figures.tp} whole={column.of(figures, judged.bad)} />;
  if (value === null) return t('common.none');
  if (column.id === 'immature' && result.maturity === 'not measured') return t('common.notMeasured');
  if (behind && rule) {
    const show = () => openOrders(ordersOf(result.filter, ruleClause(rule, ruleSet, behind.value), behind.states));
    if (column.unit !== 'money') return <OrdersButton count={value} onOpen={show} />;
    return (
      <OrdersButton count={value} onOpen={show}>
        <span title={money(value, result.currency)}>{amount(value)}</span>
      </OrdersButton>
    );
  }
  return count(value);
}

function plainValue(value: number | null, unit: Column['unit'], currency: string): number | null {
  return value === null || unit !== 'money' ? value : value / minorPerMajor(currency);
}
