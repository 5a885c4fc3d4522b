import { z } from 'zod';
import { answers } from './call.ts';
import type { BacktestResult, RunSummary } from './model/backtest.ts';
import { judgedSchema } from './model/results/judged.ts';
import { personReviewSchema, type PersonReview } from './model/results/person-review.ts';
import { linkedSchema, type LinkedEntities } from './model/results/linked.ts';
import type { Repeated } from './model/results/repeated.ts';
import { stoppedAloneSchema, type StoppedAlone } from './model/results/stopped-alone.ts';
import { retiredTogetherSchema } from './model/results/retired-together.ts';
import { contributionsSchema, type Additions, type Contributions } from './model/results/contribution.ts';
import { assumptionsSchema, type Assumptions } from './model/results/assumptions.ts';
import { breakdownSchema, type Breakdown } from './model/results/breakdown.ts';
import { byRuleSchema, type ByRule } from './model/results/by-rule.ts';
import type { MaturedWeek } from './model/results/matured-series.ts';
import { hitsSchema, type Hits } from './model/results/hits.ts';
import { markersSchema, type Marker } from './model/markers.ts';
import { thresholdsSchema, type Thresholds } from './model/results/thresholds.ts';
import { filterSchema } from './model/filter.ts';
import { ruleSetSchema, type RuleSet } from './model/ruleset.ts';

const none = z.strictObject({});

/**
 * The calls of backtests and their results, part of `calls` in engine-api.ts. `judged` is how the orders are judged: a view of
 * a kept run asks as the run judged (`asRun`).
 */
export const backtestCalls = {
  /** `groups` is the tally by groups of entities that intervals are made of; without assumptions the project's last ones. */
  'backtest.run': answers<{ readonly runId: string; readonly result: BacktestResult; readonly groups: Float64Array }>()(
    z.strictObject({
      ruleSet: ruleSetSchema,
      filter: filterSchema,
      judged: judgedSchema.exactOptional(),
      save: z.boolean(),
      overlap: z.boolean().optional(),
      assumptions: assumptionsSchema.optional(),
    }),
  ),
  'backtest.runs': answers<readonly RunSummary[]>()(none),
  /** `groups` is null in runs made before there was one; `assumptions` are the project's last ones, not those of the run. */
  'backtest.open': answers<{
    readonly run: RunSummary;
    readonly ruleSet: RuleSet;
    readonly result: BacktestResult;
    readonly groups: Float64Array | null;
    readonly assumptions: Assumptions;
  }>()(z.strictObject({ runId: z.string() })),
  /** Keeps other assumptions with a run, and as the project's last ones. */
  'backtest.assume': answers<null>()(z.strictObject({ runId: z.string(), assumptions: assumptionsSchema })),

  /** What a rule set decides, part by part of some orders. */
  'backtest.breakdown': answers<Breakdown>()(breakdownSchema),
  /** Orders that each rule hits and that each thing decides: what their figures and intervals are made of. */
  'backtest.byRule': answers<ByRule>()(byRuleSchema),
  /** By week what a rule set decides of orders old enough, and of all by age: how its shares ripen. */
  'backtest.matured': answers<readonly MaturedWeek[]>()(
    z.strictObject({ ruleSet: ruleSetSchema, filter: filterSchema, judged: judgedSchema.exactOptional() }),
  ),
  /** How often its rules hit and what it decides, window by window of some orders. */
  'backtest.hits': answers<Hits>()(hitsSchema),
  /** Dates that a person marked in the project, by day. */
  'backtest.markers': answers<readonly Marker[]>()(none),
  /** Keeps these in the place of those there are. */
  'backtest.mark': answers<readonly Marker[]>()(z.strictObject({ markers: markersSchema })),

  /** What the whole set comes to at several values of one of its thresholds; 'input-invalid' where it has no such one. */
  'backtest.thresholds': answers<Thresholds>()(thresholdsSchema),

  /** What was decided automatically and by persons in the history of the filtered orders. */
  'backtest.personReview': answers<PersonReview>()(personReviewSchema),
  /** How much of its alerts, and of what each rule hits, is linked to other orders; null where no order is, as before linking. */
  'backtest.linked': answers<LinkedEntities | null>()(linkedSchema),
  /** Makes a kept run again and says whether it comes to the same figures; nothing is kept. */
  'backtest.repeat': answers<Repeated>()(z.strictObject({ runId: z.string() })),
  /** What each rule of a set contributes on some orders. */
  'backtest.contributions': answers<Contributions>()(contributionsSchema),
  /** By each of some targets the bad orders that a rule of the set alone keeps from passing. */
  'backtest.stoppedAlone': answers<readonly StoppedAlone[]>()(stoppedAloneSchema),
  /** Of rules that are safe to retire alone, in this order, those that still are with the ones before them gone: their codes. */
  'backtest.retiredTogether': answers<readonly string[]>()(retiredTogetherSchema),
  /** What rules that are not at work in a set would add to it: those of the library and of the project's other rule sets. */
  'backtest.additions': answers<Additions>()(contributionsSchema),
};
