import {
  decisionPlan,
  featuresBehind,
  fieldsBehind,
  listedByFeatures,
  listedIn,
  policyOf,
  resultsAlone,
  type CheckedFeature,
  type CheckedRule,
  type ListedTerm,
  type ScopeField,
} from '../expression/index.ts';
import type { BacktestResult, Contribution, ByState } from '../model/backtest.ts';
import type { Filter } from '../model/filter.ts';
import type { Progress } from '../model/progress.ts';
import type { ProjectInfo } from '../model/project.ts';
import { completed, purchaseMinutesOf, type Assumptions } from '../model/results/assumptions.ts';
import { unmeasuredOf } from '../model/results/headline.ts';
import type { Judged } from '../model/results/judged.ts';
import { byHour } from '../model/results/queue.ts';
import { cellsOver } from '../model/results/tally.ts';
import type { RuleSet } from '../model/ruleset.ts';
import { appVersion } from '../model/version.ts';
import type { Connection } from '../store/connection.ts';
import { duckdbVersion } from '../store/duckdb-version.ts';
import { hashOf } from '../store/hash.ts';
import type { ProjectHandle } from '../store/project-handle.ts';
import { checkedExceptions, checkedRules } from '../store/rule-condition.ts';
import { totalOf } from './decisions.ts';
import { ruleFigures, sumOf } from './figures.ts';
import type { Measurement, Question, SetMeasure } from './measurement.ts';
import type { Measuring } from './measuring.ts';
import { featureWarningsAt, warningsOf } from './warnings.ts';

export interface RunInput {
  readonly ruleSet: RuleSet;
  readonly filter: Filter;
  readonly judged?: Judged | undefined;
  readonly overlap: boolean;
  readonly assumptions: Assumptions;
}

export interface Ran {
  readonly result: BacktestResult;
  /** The tally by groups of entities: what intervals are made of. */
  readonly groups: Float64Array<ArrayBuffer>;
  readonly dataVersion: string;
}

/**
 * What a rule set would have decided on the filtered orders, and the figures of each rule; `progress` tells what is done and
 * how far. Throws 'rule-invalid' or 'ruleset-invalid' with the first error.
 */
export async function runBacktest(
  project: ProjectHandle,
  measure: Measuring,
  { ruleSet, filter, judged: judgedAs, overlap, assumptions }: RunInput,
  db: Connection,
  signal: AbortSignal,
  progress: (progress: Progress) => void,
): Promise<Ran> {
  const { currency, timezone, features } = ruleSet;
  // What is assumed of purchases goes before what a view of another run says.
  const judged =
    judgedAs === undefined && assumptions.purchaseMinutes === undefined
      ? undefined
      : { ...judgedAs, purchaseMinutes: purchaseMinutesOf(assumptions) };
  let asked: readonly ListedTerm[] = [];
  let exceptions: readonly CheckedRule[] = [];
  let read: readonly ScopeField[] = [];
  let behind: readonly CheckedFeature[] = [];
  const rules: Question['rules'] = (scope) => {
    const own = checkedRules(ruleSet, scope);
    const all = [...own.values()];
    exceptions = checkedExceptions(ruleSet, scope);
    asked = [...all.flatMap(listedIn), ...listedByFeatures(all, scope)];
    read = fieldsBehind([...all, ...exceptions], scope);
    behind = featuresBehind(all, scope);
    return { rules: own, exceptions };
  };
  const question = { filter, judged, currency, timezone, features, rules, overlap, ruleSet, tally: true };
  const deciding = (): void => progress({ phase: 'rules', fraction: null });
  deciding();
  const found = await measure(db, question, signal, (fraction, of) => {
    if (of === undefined && fraction >= 1) deciding();
    else progress({ phase: of ?? 'columns', fraction });
  });
  progress({ phase: 'figures', fraction: null });
  const { info, ground, set } = found;
  if (set === null || set.tally === null) throw new Error('no policy measured');
  const { groups, entities, reviewDays } = set.tally;
  const cells = cellsOver(groups);
  const checked = [...found.rules.values()].map(({ rule }) => rule);
  const result: BacktestResult = {
    target: info.target,
    filter,
    asOf: labelsUntil(info),
    maturity: info.maturity,
    currency,
    ...ordersOf(found),
    ...decisionsOf(set),
    policy: policyOf(ruleSet),
    rules: [...found.rules].map(([code, { counts }]) => ruleFigures(code, counts)),
    ...contributionsOf(set, ruleSet),
    ...(found.overlap === null ? {} : { overlap: found.overlap }),
    weekly: weeklyOf(found, set),
    assumptions,
    cells,
    unmeasured: unmeasuredOf(['precision', 'recall'], cells, { ...entities, groups }),
    entities,
    reviews: { byDay: reviewDays, byHour: byHour(reviewDays) },
    warnings: warningsOf({
      maturity: info.maturity,
      undated: info.undated,
      rules: [...checked, ...exceptions],
      read,
      features: await featureWarningsAt(db, found.revision, behind, info.timezone),
      ...{ currency, ground },
      filter,
      outcomes: info.matched,
    }),
    ...listsOf(asked, info),
    hashes: {
      ruleSet: hashOf(ruleSet),
      data: await project.keptContentHash(db, found.revision),
      target: hashOf(info.target),
      // With the presets, which another version may have otherwise.
      assumptions: hashOf(completed(assumptions, currency)),
    },
    engine: { version: appVersion, duckdb: await duckdbVersion(db), rules: found.by, ...slowerOf(found) },
  };
  return { result, groups, dataVersion: info.dataVersion };
}

const slowerOf = ({ slower }: Measurement): Pick<BacktestResult['engine'], 'slower'> =>
  slower === undefined ? {} : { slower };

/** How many orders there are, by state. */
function ordersOf(found: Measurement) {
  const { totals, ground } = found;
  const { orders: rows, amount } = sumOf(totals);
  return {
    rows,
    amount,
    period: periodOf(found),
    bad: totals.bad.orders,
    good: totals.good.orders,
    immature: totals.immature.orders,
    blocked: totals.blocked.orders,
    excluded: totals.excluded.orders,
    immatureBad: ground.early,
  };
}

/** What becomes of them. */
const decisionsOf = ({ decided, decidedBy, exceptions }: SetMeasure) => ({
  decisions: {
    OK: sumOf(decided.OK).orders,
    REVIEW: sumOf(decided.REVIEW).orders,
    HOLD: sumOf(decided.HOLD).orders,
    NG: sumOf(decided.NG).orders,
  },
  decisionsByState: decided,
  decidedBy,
  exceptions,
  total: totalOf(decided),
});

function listsOf(asked: readonly ListedTerm[], info: ProjectInfo): Pick<BacktestResult, 'lists'> {
  const ids = new Set(asked.map(({ list }) => list.id));
  const lists = info.lists.filter(({ id }) => ids.has(id));
  return lists.length === 0 ? {} : { lists: lists.map(({ id, entries, hash }) => ({ id, entries, hash })) };
}

/** A rule catches what it decides by itself, where that is an alert. */
function contributionsOf({ beside }: SetMeasure, ruleSet: RuleSet): Pick<BacktestResult, 'contributions'> {
  const { unique, first } = beside;
  const plan = decisionPlan(ruleSet);
  const alone = resultsAlone(plan);
  return {
    contributions: [...first].map(([code, own]) => {
      const alerts = (alone.get(code) ?? 'OK') !== 'OK';
      return {
        code,
        first: contribution(own, alerts && plan.kind === 'steps'),
        unique: contribution(unique.get(code) ?? own, alerts),
      };
    }),
  };
}

const contribution = (states: ByState, catches: boolean): Contribution => ({
  hits: sumOf(states).orders,
  tp: states.bad.orders,
  fp: states.good.orders,
  caught: catches ? states.bad.amount : null,
  goodHit: states.good.amount,
});

function weeklyOf({ weeks, ground, info }: Measurement, set: SetMeasure): BacktestResult['weekly'] {
  const immature = new Set(info.maturity === 'measured' ? ground.immatureWeeks : []);
  return weeks.flatMap(({ week, orders }, i) => {
    const decided = set.weekly[i];
    return decided === undefined || orders === 0 ? [] : [{ week, ...decided, immature: immature.has(week) }];
  });
}

/** First and last day of the orders. */
export function periodOf({ ground, info }: Measurement): BacktestResult['period'] {
  const date = isoDate(info.timezone);
  return ground.period === null ? null : { from: date(ground.period.from), to: date(ground.period.to) };
}

/** The day up to the end of which reports are known; null where outcomes carry no dates. */
export const labelsUntil = ({ maturity, asOf, timezone }: ProjectInfo): string | null =>
  maturity === 'measured' && asOf !== null ? isoDate(timezone)(asOf) : null;

/** `2024-05-01` of an instant in a zone. */
function isoDate(timezone: string): (epochMs: number) => string {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: timezone, dateStyle: 'short' });
  return (epochMs) => format.format(Math.floor(epochMs));
}
