import { z } from 'zod';
import { answers, fileTokenSchema, type Call, type FileToken } from './call.ts';
import type { RuleImpact } from './model/backtest.ts';
import { judgedSchema } from './model/results/judged.ts';
import type { ColumnBatch } from './model/column-batch.ts';
import { compareSchema, type Compared } from './model/compare.ts';
import { differsSchema, type Differs } from './model/differs.ts';
import { personalValues, type ColumnProfile, type Overview } from './model/explore.ts';
import { linkedIndexSchema, linkedSchema, type LinkedAnswer, type LinkedIndex } from './model/linked.ts';
import type { Result } from './model/failure.ts';
import type { FeatureEstimate, FeaturePreview } from './model/feature-preview.ts';
import { featureSchema, featuresSchema } from './model/features.ts';
import { filterSchema } from './model/filter.ts';
import {
  identityKinds,
  type ClustersTold,
  type FrequentValue,
  type PickedKey,
  type IdentityCoverage,
  type KeyAnswer,
  type LinkedEntity,
  type LinkReport,
  type RelatedOrders,
} from './model/identity.ts';
import { graphQuestionSchema, type OrderGraph } from './model/order-graph.ts';
import { withoutQuestion, withoutSchema, type WithoutReport } from './model/identity-without.ts';
import type { AdjustedRates, MaturityReport } from './model/maturity/report.ts';
import { cohortUnits } from './model/maturity/triangle.ts';
import { nearChoices, nearShows, type NearPairs, type NearState } from './model/near.ts';
import { forgetModes, subjectSchema, type Held, type StoredReport } from './model/personal-data.ts';
import type { OutcomeOverview } from './model/outcome-report.ts';
import type { OrderDecision } from './model/decision.ts';
import type { PackageReading, PackageReport, Staged, TakenPackage } from './model/package-report.ts';
import type { OrderDetail } from './model/order-detail.ts';
import type { EarlierMapping, EventsPreview, FilePreview, OutcomesPreview } from './model/previews.ts';
import type { Progress } from './model/progress.ts';
import { projectSettingsSchema, type ProjectInfo } from './model/project.ts';
import type { ProjectTarget, TargetPreview } from './model/project-target.ts';
import { finderSettingsSchema } from './model/finder-limits.ts';
import type { PatternsReport } from './model/patterns.ts';
import type { QualityReport } from './model/quality.ts';
import type { RuleFindings } from './model/rule-findings.ts';
import {
  currencySchema,
  ruleSetSchema,
  type RuleSet,
  type RuleSetVersion,
  type StoredRuleSet,
} from './model/ruleset.ts';
import { targetSchema } from './model/target.ts';
import { backtestCalls } from './backtest-calls.ts';
import { exportCalls } from './export-calls.ts';
import { reviewSampleCalls } from './review-sample-calls.ts';
import { conformCalls } from './conform-calls.ts';
import { importCalls } from './import-calls.ts';
import { listCalls } from './list-calls.ts';
import { findingCalls } from './finding-calls.ts';
import { scorecardCalls } from './scorecard-calls.ts';
import { segmentCalls } from './segment-calls.ts';
import { sqlCalls } from './sql-calls.ts';

export { fileTokenSchema, type Call, type FileToken };
export type { EarlierMapping, EventsPreview, FilePreview, OrderDetail, OutcomesPreview };
export type { PackageReading, PackageReport, Staged, StoredRuleSet, TakenPackage };

const sort = z.strictObject({ column: z.string(), descending: z.boolean() });
const names = z.array(z.string()).min(1).max(200);
const none = z.strictObject({});
/**
 * Every call the window and the command line may make. Adding one is one line here and one handler in the room that
 * answers it (see CODE.md).
 */
export const calls = {
  'project.info': answers<ProjectInfo>()(none),
  'project.update': answers<ProjectInfo>()(projectSettingsSchema),

  /** The presets and the project's own targets. */
  'targets.list': answers<readonly ProjectTarget[]>()(none),
  /** Keeps a target in the place of the one with its id; orders are judged anew where it is the one in use. */
  'targets.save': answers<readonly ProjectTarget[]>()(z.strictObject({ target: targetSchema })),
  /** Forgets one of the project's own, or takes back what was changed of a preset. Runs keep their copy. */
  'targets.delete': answers<readonly ProjectTarget[]>()(z.strictObject({ targetId: z.string() })),
  /** How every order would be judged by a target, saved or not. */
  'targets.preview': answers<TargetPreview>()(z.strictObject({ target: targetSchema })),

  ...importCalls,
  ...listCalls,
  ...segmentCalls,
  ...findingCalls,

  /** What the outcomes say taken together, with the first `conflicts` orders whose outcomes do not agree. */
  'outcomes.report': answers<OutcomeOverview>()(z.strictObject({ conflicts: z.int().min(0).max(10_000) })),

  /** The key of one value with the way to it, and how many orders have it. */
  'identity.key': answers<KeyAnswer>()(
    z.strictObject({
      kind: z.enum(identityKinds),
      value: z.string().max(1000),
      /** Postal code beside an address, kana beside a name. */
      beside: z.string().max(200).optional(),
      /** Steps left out: the key is then told beside the one with all of them. */
      without: withoutSchema.optional(),
    }),
  ),
  /** The values of a kind that most orders write, to be picked from. */
  'identity.values': answers<readonly FrequentValue[]>()(
    z.strictObject({ kind: z.enum(identityKinds), limit: z.int().min(1).max(500) }),
  ),
  /** The same as `identity.key` of what an order writes where the key of that column comes from. */
  'identity.keyOf': answers<PickedKey>()(
    z.strictObject({ column: z.string(), seq: z.int().nonnegative(), without: withoutSchema.optional() }),
  ),
  /** What the project's keys of a column are worth: keys, velocity hits and limits with steps left out, beside those now. */
  'identity.without': answers<WithoutReport>()(withoutQuestion),
  /** Other orders that share a member, card, address, device … with the order of that number. */
  'identity.related': answers<readonly RelatedOrders[]>()(z.strictObject({ seq: z.int().nonnegative() })),
  /** The orders around one, or around its entity, and the keys that they share: bounded, see `orderGraph`. */
  'identity.graph': answers<OrderGraph>()(graphQuestionSchema),
  /** What the project's values fold to. */
  'identity.coverage': answers<readonly IdentityCoverage[]>()(none),
  /** Links orders to entities and keeps what it found until orders change; `hubPersons`, see LinkReport. */
  'identity.link': answers<LinkReport>()(
    z.strictObject({
      hubPersons: z.int().min(1).max(100_000),
      /** Also near matches over the link threshold that nobody rejected. */
      near: z.boolean().optional(),
    }),
  ),
  /** How orders were linked last; null when they have changed since. */
  'identity.links': answers<LinkReport | null>()(none),
  'identity.entities': answers<readonly LinkedEntity[]>()(
    z.strictObject({ by: z.enum(['orders', 'bad']), limit: z.int().min(1).max(500) }),
  ),

  /**
   * Every entity with its orders and the links between them, streamed as column batches, see `streamClusters`; null, and
   * nothing streamed, where orders have changed since they were linked.
   */
  'identity.clusters': answers<ClustersTold | null>()(none),
  /** Finds near matches (model/near.ts) and keeps them until orders change; orders are linked for it where they are not. */
  'identity.findNear': answers<NearState>()(none),
  /** How near matches were found last, with what was decided since; null when orders have changed. */
  'identity.near': answers<NearState | null>()(none),
  'identity.nearPairs': answers<NearPairs>()(
    z.strictObject({ show: z.enum(nearShows), offset: z.int().min(0), limit: z.int().min(1).max(10_000) }),
  ),
  /** Keeps what a person says of a pair, or forgets it; entities show it when orders are linked next. */
  'identity.decideNear': answers<null>()(
    z.strictObject({ pair: z.string().regex(/^[0-9a-f]{32}-[0-9a-f]{32}$/), choice: z.enum(nearChoices) }),
  ),
  /** Everything the project holds, by table, column, file and place, and what was deleted. */
  'personal.stored': answers<StoredReport>()(none),
  /** Rows that hold a person, or all data; nothing is changed. */
  'personal.held': answers<Held>()(z.strictObject({ subject: subjectSchema })),
  /**
   * Takes a person, or all data of the client, out of the project and its file, which is written anew, and leaves a
   * record. 'subject-unknown' where nothing is held, 'reason-names' where the reason names the person.
   */
  'personal.forget': answers<StoredReport>()(
    z.strictObject({ subject: subjectSchema, mode: z.enum(forgetModes), reason: z.string().max(1000) }),
  ),
  /** Removes the copy that a migration left, or files staged and not fetched. */
  'personal.clear': answers<StoredReport>()(z.strictObject({ place: z.enum(['backup', 'caches']) })),

  'explore.overview': answers<Overview>()(z.strictObject({ filter: filterSchema })),
  'explore.column': answers<ColumnProfile>()(
    z.strictObject({ column: z.string(), filter: filterSchema, judged: judgedSchema.exactOptional() }),
  ),

  /** Views of the filtered orders that answer each other, each without what the filter says of its own axis. */
  'explore.linked': answers<LinkedAnswer>()(linkedSchema),
  /** The same for each bin of one axis: while something is chosen on it, nothing need be asked. */
  'explore.linkedIndex': answers<LinkedIndex>()(linkedIndexSchema),
  /** What the filtered orders have more of than all others, or the bad ones among them more of than the good ones. */
  'explore.differs': answers<Differs>()(differsSchema),
  /** Two sides of the history by the bins of each axis; `decomposed` says what of their bad rates' difference is whose. */
  'explore.compare': answers<Compared>()(compareSchema),

  /** 手口: groups of the filtered orders that look like known patterns of fraud, with the facts they were found by; `params`: limits of finders that are not to be the usual ones. */
  'patterns.find': answers<PatternsReport>()(
    z.strictObject({ filter: filterSchema, params: finderSettingsSchema.exactOptional() }),
  ),

  /** What is wrong with the data, worst first, and every column's values; the orders behind each finding by its filter. */
  'quality.report': answers<QualityReport>()(none),
  /** How fast reports of bad orders come in for the target at the as-of day, with the triangle of such cohorts. */
  'maturity.report': answers<MaturityReport>()(
    z.strictObject({ unit: z.enum(cohortUnits), judged: judgedSchema.exactOptional() }),
  ),
  /** Bad rates of the filtered orders, adjusted by the share of reports that orders of their age have had. */
  'maturity.adjusted': answers<AdjustedRates>()(z.strictObject({ filter: filterSchema })),

  /** Fixes the orders of a filter in a sorted view and returns its size; pages are read from it by position. */
  'orders.open': answers<{ readonly viewId: string; readonly count: number; readonly amount: number }>()(
    z.strictObject({ filter: filterSchema, sort }),
  ),
  /**
   * Rows [offset, offset + limit) of a view, streamed as column batches of at most 1,000 rows; the first column is
   * `seq`, the order's number in the project.
   */
  'orders.page': answers<{ readonly rowCount: number }>()(
    z.strictObject({ viewId: z.string(), offset: z.int().min(0), limit: z.int().min(1).max(100_000), columns: names }),
  ),
  'orders.detail': answers<OrderDetail>()(z.strictObject({ seq: z.int().min(0) })),
  'orders.exportCsv': answers<Staged>()(
    z.strictObject({ filter: filterSchema, sort, columns: names, personal: z.enum(personalValues) }),
  ),

  /** Figures of one rule text on the filtered orders, for the editor. Fails with 'rule-invalid' when it does not check. */
  'rules.impact': answers<RuleImpact>()(
    z.strictObject({
      when: z.string().max(20_000),
      currency: z.string(),
      timezone: z.string(),
      filter: filterSchema,
      /** Features of the rule set that the text may read. */
      features: featuresSchema.optional(),
    }),
  ),
  /** What computing a feature would cost, counted before it is; 'feature-invalid' when it does not check. */
  'features.cost': answers<FeatureEstimate>()(
    z.strictObject({ feature: featureSchema, currency: currencySchema, timezone: z.string() }),
  ),
  /** What a feature says of the filtered orders, and what hindsight would; 'feature-invalid' when it does not check. */
  'features.preview': answers<FeaturePreview>()(
    z.strictObject({
      feature: featureSchema,
      currency: currencySchema,
      timezone: z.string(),
      filter: filterSchema,
      hindsight: z.boolean(),
    }),
  ),
  /** What a rule set says of one order, and why. Fails as a backtest does where a rule does not check. */
  'rules.why': answers<OrderDecision>()(z.strictObject({ seq: z.int().min(0), ruleSet: ruleSetSchema })),
  /** What is wrong with the rules of a set: contradictions, repeats, what earlier rules decide, what no order meets. */
  'rules.findings': answers<RuleFindings>()(z.strictObject({ ruleSet: ruleSetSchema, filter: filterSchema })),
  'ruleSets.list': answers<readonly StoredRuleSet[]>()(none),
  /** Saves a new version; answers after it is committed. Without an id a new rule set is made. `note`: what it changes. */
  'ruleSets.save': answers<StoredRuleSet>()(
    z.strictObject({ ruleSetId: z.string().optional(), ruleSet: ruleSetSchema, note: z.string().max(500).optional() }),
  ),
  /** Every version of a rule set, the newest first. */
  'ruleSets.versions': answers<readonly RuleSetVersion[]>()(z.strictObject({ ruleSetId: z.string() })),
  /** One version as it was saved; saving it again restores it. */
  'ruleSets.version': answers<StoredRuleSet>()(z.strictObject({ ruleSetId: z.string(), version: z.int().min(1) })),
  /** Changes the note of a version; blank takes it away. */
  'ruleSets.note': answers<null>()(
    z.strictObject({ ruleSetId: z.string(), version: z.int().min(1), note: z.string().max(500) }),
  ),
  'ruleSets.delete': answers<null>()(z.strictObject({ ruleSetId: z.string() })),
  /** Takes a deletion back, with every version. */
  'ruleSets.restore': answers<StoredRuleSet>()(z.strictObject({ ruleSetId: z.string() })),
  /** Writes a rule set as the JSON file that `ruleSets.readFile` and the command line read, staged. */
  'ruleSets.writeFile': answers<Staged>()(z.strictObject({ ruleSet: ruleSetSchema })),
  /** Reads a rule set JSON file a person chose; unknown keys and newer versions are refused. Not saved. */
  'ruleSets.readFile': answers<RuleSet>()(z.strictObject({ file: fileTokenSchema })),

  ...backtestCalls,
  ...reviewSampleCalls,
  ...scorecardCalls,
  ...exportCalls,
  ...conformCalls,
  ...sqlCalls,
} as const;

export type Calls = typeof calls;
export type CallName = keyof Calls;
export type InputOf<N extends CallName> = z.input<Calls[N]['input']>;
export type OutputOf<N extends CallName> = Calls[N] extends Call<z.ZodType, infer O> ? O : never;

export type { Progress };

/** What a handler gets beside its input. `emit` streams column batches to the caller before the answer; a caller that is slower answers a promise. */
export interface CallContext {
  readonly signal: AbortSignal;
  readonly progress: (progress: Progress) => void;
  readonly emit: (batch: ColumnBatch) => void | Promise<void>;
}

export type Handlers = {
  readonly [N in CallName]: (input: z.output<Calls[N]['input']>, context: CallContext) => Promise<OutputOf<N>>;
};

/** Messages over the port, both ways; every one is checked on arrival. */
export type PortRequest =
  | { readonly kind: 'call'; readonly id: number; readonly name: CallName; readonly input: unknown }
  | { readonly kind: 'cancel'; readonly id: number };
export type PortReply =
  | { readonly kind: 'reply'; readonly id: number; readonly result: Result<unknown> }
  | { readonly kind: 'progress'; readonly id: number; readonly progress: Progress }
  | { readonly kind: 'batch'; readonly id: number; readonly batch: ColumnBatch };
