import type { Maturity } from '../model/project.ts';
import { orderColumnsOf } from '../model/columns.ts';
import {
  isBillKind,
  isLabelTarget,
  isOverdueKind,
  overdueDays,
  payLaterWords,
  paymentWords,
  stateCode,
  type OutcomeKind,
  type ReasonFamily,
  type Target,
} from '../model/target.ts';
import { columnsCondition } from './condition.ts';
import type { Connection } from './connection.ts';
import { customColumns } from './custom-columns.ts';
import { billFacts, billsTold } from './bill-days.ts';
import { chargeKinds, reversalsSql } from './reversals.ts';
import { notSampled } from './sampled-kinds.ts';
import { settlementsOf } from './settled-status.ts';
import type { Settings } from './settings.ts';
import { id, join, literal, nothing, sql, type Sql } from './sql.ts';

/** How the orders of a project are judged: target, cut-off, and what the outcomes allow to be said. */
export interface Judgement {
  readonly target: Target;
  readonly timezone: string;
  /** ISO date of the cut-off in the project's zone; null in an empty project. */
  readonly asOf: string | null;
  /** First instant after the cut-off day (epoch ms): what was reported before it is known. */
  readonly cutoff: number | null;
  readonly maturity: Maturity;
  /** Whether anything says how orders ended in the target's matter; without it every order is excluded, never good. */
  readonly outcomesKnown: boolean;
  /** Orders that only facts without a date make bad, or good again, at a cut-off before the default: they may not have been known yet. */
  readonly undated: number;
  /** Whether some outcome tells when its bill was due. */
  readonly bills: boolean;
  /** BOOLEAN over the columns of `orders`: outside the target's population by its `exclude`. */
  readonly filtered: Sql;
}

/** Settles the cut-off (default: `latestDay`) and whether maturity can be measured. */
export async function judge(db: Connection, settings: Settings): Promise<Judgement> {
  const settled = await settle(db, settings);
  if (settings.asOf === null || settled.maturity === 'not measured') return settled;
  const latest = await db.first(sql`SELECT ${latestDay(settings.timezone)}::VARCHAR AS day`);
  const last = latest?.['day'];
  const early = typeof last === 'string' && settings.asOf < last;
  return early ? { ...settled, undated: await countUndated(db, settled) } : settled;
}

/** Outcomes that say how an order ended; those of a kind nobody knows say nothing, not even how far the list reaches. */
const toldOutcomes = sql`(SELECT * FROM outcomes WHERE kind <> 'other' AND ${notSampled})`;

/** The outcomes, with what follows from the due dates of bills where some are told. */
export const allFacts = (timezone: string, bills: boolean): Sql =>
  bills ? sql`(SELECT * FROM outcomes UNION ALL BY NAME SELECT * FROM ${billFacts(timezone)})` : sql`outcomes`;

/**
 * The later of the last order and the last report. Dates in the future are mistakes and would call every order matured,
 * so they count only where there are no others.
 */
function latestDay(timezone: string): Sql {
  const of = (time: Sql, from: Sql): Sql => sql`
    (SELECT max(${time}) FILTER (${time} <= now() + INTERVAL 1 DAY) AS past, max(${time}) AS last FROM ${from})`;
  return sql`(SELECT (coalesce(greatest(o.past, k.past), greatest(o.last, k.last)) AT TIME ZONE ${literal(timezone)})::DATE
    FROM ${of(sql`ordered_at`, sql`order_rows`)} AS o, ${of(sql`reported_at`, toldOutcomes)} AS k)`;
}

async function countUndated(db: Connection, judgement: Judgement): Promise<number> {
  const pieces = stateSql(judgement);
  const row = await db.first(sql`${pieces.with}
    SELECT count(*) AS n FROM orders o${pieces.join}
    WHERE ((${pieces.state} = ${code('bad')} OR ${pieces.earlyBad}) AND NOT coalesce(f.bad_dated, FALSE))
      OR (${pieces.state} = ${code('good')} AND coalesce(f.reversed_undated, FALSE))`);
  return Number(row?.['n'] ?? 0);
}

async function settle(db: Connection, settings: Settings): Promise<Judgement> {
  const { target, timezone } = settings;
  const zone = literal(timezone);
  const bills = await billsTold(db);
  const facts = allFacts(timezone, bills);
  const chosen = settings.asOf === null ? latestDay(timezone) : sql`${settings.asOf}::DATE`;
  const row = await db.first(sql`SELECT d::VARCHAR AS as_of,
      epoch_ms((d + 1)::TIMESTAMP AT TIME ZONE ${zone}) AS cutoff,
      ${isLabelTarget(target) ? sql`FALSE` : hasDates(target, facts)} AS dated,
      EXISTS (SELECT 1 FROM ${facts} WHERE ${ofMatter(target)}) OR ${statusTells(target)}
        OR (${readsLabel(target)} AND EXISTS (SELECT 1 FROM orders WHERE label IS NOT NULL)) AS known
    FROM (SELECT ${chosen} AS d)`);
  const cutoff = row?.['cutoff'];
  return {
    target,
    timezone,
    asOf: typeof row?.['as_of'] === 'string' ? row['as_of'] : null,
    cutoff: typeof cutoff === 'number' ? cutoff : null,
    maturity: row?.['dated'] === true ? 'measured' : 'not measured',
    outcomesKnown: row?.['known'] === true,
    undated: 0,
    bills,
    filtered: await excludedBy(db, target),
  };
}

/** 'filter-invalid' for a target that reads a column the project does not have, or a value that its column cannot have. */
export async function checkTarget(db: Connection, target: Target): Promise<void> {
  await excludedBy(db, target);
}

async function excludedBy(db: Connection, { exclude }: Target): Promise<Sql> {
  if (exclude === undefined) return sql`FALSE`;
  const own = (await customColumns(db)).map(({ id, type }) => [`custom.${id}`, type] as const);
  const types = new Map([...orderColumnsOf.map(({ name, type }) => [name, type] as const), ...own]);
  return columnsCondition(exclude, types).where;
}

/** Dated facts of the target exist; where it has none of any kind, dated facts of the same matter show that dates are kept. */
function hasDates(target: Target, facts: Sql): Sql {
  const counts = sql`SELECT 1 FROM ${facts} WHERE ${countsFor(target)}`;
  const statuses = settledStatuses(target);
  const undated = statuses.length > 0 ? sql`settle_status IN (${texts(statuses)})` : sql`FALSE`;
  return sql`(EXISTS (${counts} AND reported_at IS NOT NULL)
    OR (NOT EXISTS (${counts}) AND NOT EXISTS (SELECT 1 FROM orders WHERE ${undated})
      AND EXISTS (SELECT 1 FROM ${toldOutcomes} WHERE reported_at IS NOT NULL AND ${ofMatter(target)})))`;
}

/** What is told of one matter says nothing of another: a list of unpaid bills knows no chargebacks. */
const matters: readonly (readonly OutcomeKind[])[] = [
  ['chargeback', 'chargeback-reversed', 'chargeback-upheld'],
  ['bad-debt', 'overdue', 'overdue-30', 'overdue-60', 'overdue-90', 'paid'],
  ['cancelled'],
  ['fraud-notice'],
  ['resale', 'black'],
  ['review-ok', 'review-ng'],
];

const disputes = (target: Target): boolean => target.kinds.includes('chargeback');
const bills = (target: Target): boolean => target.kinds.some(isBillKind);

/** Rows of `outcomes` that speak of what the target counts, whether they count for it or not; a mere "good" does not say of what. */
function ofMatter(target: Target): Sql {
  const own = matters.filter((matter) => matter.some((kind) => target.kinds.includes(kind))).flat();
  return own.length === 0 ? sql`FALSE` : sql`kind IN (${texts(own)})`;
}

/** Whether some order's settlement status speaks of it: a chargeback, or how a bill ended. */
function statusTells(target: Target): Sql {
  const telling = [...(disputes(target) ? ['60'] : []), ...(bills(target) ? ['20', '30', '40', '50'] : [])];
  return telling.length === 0
    ? sql`FALSE`
    : sql`EXISTS (SELECT 1 FROM orders WHERE settle_status IN (${texts(telling)}))`;
}

/** The pieces of a query that gives every order `o` its state. */
export interface StateSql {
  /** Common table expressions, ending without a comma; nothing when none is needed. */
  readonly with: Sql;
  /** To put behind `FROM orders o`; nothing when no outcome table is read. */
  readonly join: Sql;
  /** UTINYINT, position in `outcomeStates`. */
  readonly state: Sql;
  /** BOOLEAN: bad already reported, order not yet matured. */
  readonly earlyBad: Sql;
  /** BOOLEAN: known to have ended well by the target's `goodWhen`, order not yet matured. */
  readonly earlyGood: Sql;
  /** BOOLEAN: refused or cancelled, so that no outcome will ever show; blocked once it is old enough, see `mature`. */
  readonly refused: Sql;
  /** BOOLEAN: excluded because its bill is still open, see `stillOpen`. */
  readonly billOpen: Sql;
  /** BOOLEAN: old enough for its outcome to be known; TRUE throughout where maturity is not measured. */
  readonly mature: Sql;
  /**
   * STRUCT(at TIMESTAMPTZ, family VARCHAR) of the first dated report that makes it bad, known at the cut-off; NULL for
   * none. The family of a chargeback, the kind of anything else.
   */
  readonly firstReport: Sql;
}

/** The state of an order for the target at the cut-off, as `analysis/model/target.ts` defines the five states. */
export function stateSql(judgement: Judgement): StateSql {
  const { target } = judgement;
  if (isLabelTarget(target)) {
    const state = sql`(CASE WHEN ${outsideSql(judgement)} THEN ${code('excluded')} WHEN o.label THEN ${code('bad')}
      WHEN NOT o.label THEN ${code('good')} ELSE ${code('excluded')} END)::UTINYINT`;
    const firstReport = sql`CAST(NULL AS STRUCT("at" TIMESTAMPTZ, family VARCHAR))`;
    return {
      with: nothing,
      join: nothing,
      state,
      earlyBad: sql`FALSE`,
      earlyGood: sql`FALSE`,
      refused: sql`FALSE`,
      billOpen: sql`FALSE`,
      mature: sql`TRUE`,
      firstReport,
    };
  }
  const bad = sql`(coalesce(f.bad, FALSE) OR ${badWithoutDate(target)})`;
  const mature = matureSql(judgement);
  const placed = placedSql(judgement);
  const outside = outsideSql(judgement);
  const blocked = sql`(${refused(sql`f.reviewed`)} OR coalesce(f.cancelled, FALSE))`;
  const open = stillOpen(judgement);
  const told = target.goodWhen === undefined ? sql`FALSE` : sql`coalesce(f.told_good, FALSE)`;
  const otherwise = judgement.outcomesKnown ? code('good') : code('excluded');
  const state = sql`(CASE
      WHEN NOT ${placed} THEN ${code('immature')}
      WHEN ${outside} THEN ${code('excluded')}
      WHEN ${bad} THEN CASE WHEN ${mature} THEN ${code('bad')} ELSE ${code('immature')} END
      WHEN ${blocked} THEN CASE WHEN ${mature} THEN ${code('blocked')} ELSE ${code('immature')} END
      WHEN ${told} AND ${mature} THEN ${code('good')}
      WHEN o.settle_status = '100' OR coalesce(f.returned OR f.unaged, FALSE) OR ${open} THEN ${code('excluded')}
      WHEN ${mature} THEN ${otherwise}
      ELSE ${code('immature')} END)::UTINYINT`;
  return {
    with: factsSql(judgement),
    join: sql` LEFT JOIN order_facts f ON f.order_id = o.event_id`,
    state,
    earlyBad: sql`(${bad} AND NOT ${mature} AND ${placed} AND NOT ${outside})`,
    refused: blocked,
    earlyGood: sql`(${told} AND NOT ${mature} AND ${placed} AND NOT (${outside} OR ${bad} OR ${blocked}))`,
    billOpen:
      open.text === neverOpen.text ? neverOpen : sql`(${open} AND NOT (${outside} OR ${bad} OR ${blocked} OR ${told}))`,
    mature,
    firstReport: sql`f.first_report`,
  };
}

/**
 * One row per order that has facts; bad, cancelled, returned and reviewed by those known at the cut-off. A reversal cancels
 * the chargebacks reported up to it (one that tells its family only those of it), and every one where either has no date; one that tells less than what was charged
 * back leaves the order bad. `told_…`: whether a fact says what a settlement status would, see `settlementsOf`. `unaged`:
 * overdue for nobody knows how long, which a target that counts the days can call neither bad nor good.
 */
function factsSql({ target, cutoff, maturity, timezone, bills }: Judgement): Sql {
  const known =
    cutoff === null || maturity === 'not measured'
      ? sql`TRUE`
      : sql`(k.reported_at IS NULL OR epoch_ms(k.reported_at) < ${cutoff})`;
  const charge = sql`k.kind IN (${texts(chargeKinds)})`;
  const bad = sql`(k.known AND ${countsFor(target)} AND NOT (${charge} AND r.reversed_at IS NOT NULL AND NOT r.partly
    AND (k.reported_at IS NULL OR k.reported_at <= r.reversed_at)))`;
  const cancelled = target.kinds.includes('cancelled') ? sql`FALSE` : sql`kind = 'cancelled'`;
  const counted = target.kinds.some(isOverdueKind) && !target.kinds.includes('overdue');
  const unaged = counted ? sql`k.known AND k.kind = 'overdue' AND k.days_past_due IS NULL` : sql`FALSE`;
  const told = settlementsOf(target).map(
    ({ kind, better }) => sql`, bool_or(k.kind IN (${texts(better)})) AS ${id(`told_${kind}`)}`,
  );
  return sql`WITH facts AS (SELECT k.*, ${known} AS known FROM ${allFacts(timezone, bills)} k),
    reversals AS (${reversalsSql(sql`facts`, target.reasonFamilies)}),
    order_facts AS (SELECT k.order_id,
        bool_or(${bad}) AS bad,
        bool_or(k.reported_at IS NOT NULL AND ${bad}) AS bad_dated,
        min({'at': k.reported_at, 'family': ${reportFamily}}) FILTER (k.reported_at IS NOT NULL AND ${bad}) AS first_report,
        bool_or(k.known AND ${charge} AND ${countsFor(target)} AND isinf(r.reversed_at) AND NOT r.partly) AS reversed_undated,
        bool_or(k.known AND ${cancelled}) AS cancelled,${toldGood(target)}
        bool_or(k.known AND k.kind = 'returned') AS returned,
        bool_or(${unaged}) AND NOT bool_or(k.known AND k.kind = 'billing' AND k.days_past_due IS NOT NULL) AS unaged,
        arg_max(CASE k.kind WHEN 'review-ng' THEN 'NG' ELSE 'OK' END, coalesce(k.reported_at, '-infinity'::TIMESTAMPTZ))
          FILTER (k.known AND k.kind IN ('review-ok', 'review-ng')) AS reviewed${join(told, nothing)}
      FROM facts k LEFT JOIN reversals r ON r.order_id = k.order_id GROUP BY k.order_id) `;
}

const toldGood = ({ goodWhen = [] }: Target): Sql =>
  goodWhen.length === 0 ? nothing : sql`bool_or(k.known AND k.kind IN (${texts(goodWhen)})) AS told_good,`;

const reportFamily = sql`CASE WHEN k.kind IN (${join(chargeKinds.map(literal), sql`, `)}) THEN coalesce(k.family, 'unknown') ELSE k.kind END`;

/** Rows of `outcomes` that make an order bad for the target. No families or categories listed means every one. */
export function countsFor(target: Pick<Target, 'kinds' | 'reasonFamilies' | 'blackCategories'>): Sql {
  const families: readonly ReasonFamily[] = target.reasonFamilies;
  const kinds = target.kinds.filter((kind) => kind !== 'label-bad' && !isOverdueKind(kind));
  const told = kinds.includes('chargeback') ? [...kinds, 'chargeback-upheld'] : kinds;
  const overdue = target.kinds.filter(isOverdueKind).map((kind) => overdueDays[kind]);
  const any = [
    ...(told.length === 0 ? [] : [sql`kind IN (${texts(told)})`]),
    ...(overdue.length === 0
      ? []
      : [sql`(kind = 'overdue' AND coalesce(days_past_due >= ${Math.min(...overdue)}, FALSE))`]),
  ];
  const family =
    families.length === 0
      ? sql`TRUE`
      : sql`(kind NOT IN (${texts(chargeKinds)}) OR coalesce(family, 'unknown') IN (${texts(families)}))`;
  const category =
    target.blackCategories === undefined
      ? sql`TRUE`
      : sql`(kind <> 'black' OR coalesce(regexp_replace(detail, '@(10|20|30)$', '') IN (${texts(target.blackCategories)}), FALSE))`;
  return any.length === 0 ? sql`FALSE` : sql`((${join(any, sql` OR `)}) AND ${family} AND ${category})`;
}

/**
 * Facts that columns of the order itself tell, without a date: its label where asked for, and its settlement status where
 * no outcome of the same matter says it better.
 */
function badWithoutDate(target: Target): Sql {
  const parts = settlementsOf(target).map(
    ({ kind, statuses }) =>
      sql`(coalesce(o.settle_status IN (${texts(statuses)}), FALSE) AND NOT coalesce(f.${id(`told_${kind}`)}, FALSE))`,
  );
  if (target.kinds.includes('label-bad')) parts.push(sql`coalesce(o.label, FALSE)`);
  return parts.length === 0 ? sql`FALSE` : sql`(${join(parts, sql` OR `)})`;
}

/**
 * Where no date tells how long a bill had time to be paid, one that its status calls open is not known to have ended well:
 * not billed, billed, and for bad debt also overdue or handed to collection. Nor is one with a status nobody knows, or
 * with none where nothing but statuses speaks of bills.
 */
function stillOpen({ target, maturity }: Judgement): Sql {
  if (maturity === 'measured' || !target.kinds.every(isBillKind)) return neverOpen;
  const settled = settledStatuses(target);
  const open = ['00', '10', '30', '40'].filter((status) => !settled.includes(status));
  const listed = sql`EXISTS (SELECT 1 FROM ${toldOutcomes} WHERE ${ofMatter(target)})`;
  return sql`coalesce(o.settle_status IN (${texts(open)}) OR o.settle_status NOT IN (${texts(settleStatuses)})
    OR (o.settle_status IS NULL AND NOT ${listed}), FALSE)`;
}

const neverOpen = sql`FALSE`;

/** Every code of a settlement status (oplux-vocabulary 2). */
const settleStatuses = ['00', '10', '20', '30', '40', '50', '60', '99', '100'];

/** Settlement statuses that say the target happened. */
const settledStatuses = (target: Target): readonly string[] =>
  settlementsOf(target).flatMap(({ statuses }) => statuses);

/**
 * Refused or cancelled before the outcome could show. A person's recorded result stands over the automatic one, a later
 * report of it (`reviewed`) over both.
 */
const refused = (reviewed: Sql): Sql => sql`(coalesce(upper(trim(coalesce(${reviewed}, o.recorded_manual_result,
    o.recorded_result))) IN ('NG', '20'), FALSE)
  OR coalesce(o.settle_status = '99', FALSE))`;

function matureSql({ target, maturity, cutoff }: Judgement): Sql {
  if (maturity === 'not measured' || cutoff === null) return sql`TRUE`;
  return sql`(epoch_ms(o.ordered_at) < ${cutoff - target.horizonDays * 86_400_000})`;
}

/** Orders after the cut-off were not there yet: nothing undated may be said of them either. */
function placedSql({ maturity, cutoff }: Judgement): Sql {
  if (maturity === 'not measured' || cutoff === null) return sql`TRUE`;
  return sql`(epoch_ms(o.ordered_at) < ${cutoff})`;
}

/** Orders that are no part of the target's population: by a code of their payment method, by words for one, or as told. */
function outsideSql({ target, filtered }: Judgement): Sql {
  const byPayment = paymentOutside(target.excludePaymentMethods ?? []);
  return target.exclude === undefined ? byPayment : sql`(${byPayment} OR ${filtered})`;
}

function paymentOutside(codes: readonly string[]): Sql {
  if (codes.length === 0) return sql`FALSE`;
  const words = codes.flatMap((one) => paymentWords[one] ?? []).join('|');
  const written = sql`lower(trim(o.payment_method))`;
  const told =
    words === ''
      ? sql`FALSE`
      : sql`(regexp_matches(${written}, ${literal(words)}) AND NOT regexp_matches(${written}, ${literal(payLaterWords)}))`;
  return sql`coalesce(trim(o.payment_method) IN (${texts(codes)}) OR ${told}, FALSE)`;
}

const readsLabel = (target: Target): Sql => (target.kinds.includes('label-bad') ? sql`TRUE` : sql`FALSE`);

const code = (state: Parameters<typeof stateCode>[0]): Sql => ({
  kind: 'sql',
  text: String(stateCode(state)),
  values: [],
});

const texts = (values: readonly string[]): Sql => join(values.map(literal), sql`, `);
