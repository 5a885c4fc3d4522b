import type { ScopeField } from '../expression/index.ts';
import type { EventKind } from '../model/events.ts';
import type { Feature } from '../model/features.ts';
import type { FieldValue, RuntimeEvent } from '../runtime/index.ts';
import { billsTold } from '../store/bill-days.ts';
import type { Connection } from '../store/connection.ts';
import { pieces, type Cell } from '../store/each-row.ts';
import { reportsOf, type ReportedBeside } from '../store/features/bad-reports.ts';
import { allFacts } from '../store/outcome-state.ts';
import { id, join, literal, nothing, sql } from '../store/sql.ts';
import { fieldValue } from './replay-orders.ts';

/** What happened beside the orders: their events, and what was reported of them when. */

export interface BesidesAsked extends ReportedBeside {
  /** Kinds of events that features count. */
  readonly kinds: readonly EventKind[];
  readonly fields: readonly ScopeField[];
  /** Whether features count outcomes. */
  readonly outcomes: boolean;
  /** In which bills fall due. */
  readonly timezone: string;
}

/** What of outcomes features count. */
export function outcomesAsked(features: readonly Feature[]): Pick<BesidesAsked, 'outcomes' | 'labels' | 'settled'> {
  const bad = features.filter(({ agg }) => agg === 'known_bad');
  return {
    outcomes: bad.length > 0,
    labels: bad.some(({ outcome }) => outcome?.kinds?.includes('label-bad') === true),
    settled: bad.some(({ outcome }) => outcome?.assumedDelayDays !== undefined),
  };
}

/** An event, to be taken before the orders from this instant on (microseconds). */
export interface Beside {
  readonly before: number;
  readonly event: RuntimeEvent;
}

/** All of them in the order of time. */
export async function* besides(
  asked: BesidesAsked,
  ofEvents: Connection,
  ofOutcomes: Connection,
): AsyncGenerator<Beside, null> {
  const [events, outcomes] = [eventsOf(ofEvents, asked), outcomesOf(ofOutcomes, asked)];
  let [event, outcome] = [await nextOf(events), await nextOf(outcomes)];
  while (event !== null || outcome !== null) {
    if (outcome === null || (event !== null && event.before <= outcome.before)) {
      if (event !== null) yield event;
      event = await nextOf(events);
    } else {
      yield outcome;
      outcome = await nextOf(outcomes);
    }
  }
  return null;
}

const nextOf = async (from: AsyncGenerator<Beside>): Promise<Beside | null> => {
  const next = await from.next();
  return next.done === true ? null : next.value;
};

async function* eventsOf(db: Connection, { kinds, fields }: BesidesAsked): AsyncGenerator<Beside> {
  if (kinds.length === 0) return;
  const values = fields.map((field) => sql`, ${fieldValue(field)}`);
  const query = sql`SELECT epoch_us(happened_at)::DOUBLE, kind, ident${join(values, nothing)} FROM events
    WHERE kind IN (${join(kinds.map(literal), sql`, `)}) ORDER BY happened_at, ident`;
  for await (const columns of pieces(db, query)) {
    for (let row = 0; row < (columns[0]?.length ?? 0); row += 1) {
      const cell = (column: number): Cell => columns[column]?.[row] ?? null;
      const at = Number(cell(0));
      const told: Record<string, FieldValue> = {};
      fields.forEach(({ path }, index) => (told[path] = cell(3 + index)));
      yield { before: at, event: { event_id: String(cell(2)), kind: String(cell(1)), at, fields: told } };
    }
  }
}

/** Outcomes as they were reported; those without a date are told before their order, and known when the feature says. */
async function* outcomesOf(
  db: Connection,
  { outcomes, labels, settled, timezone }: BesidesAsked,
): AsyncGenerator<Beside> {
  if (!outcomes) return;
  const reports = reportsOf(allFacts(timezone, await billsTold(db)), { labels, settled });
  const query = sql`SELECT ${id('order')}, kind, family, amount::DOUBLE, days::DOUBLE, repeats,
      epoch_us(reported)::DOUBLE, epoch_us(placed)::DOUBLE FROM (
    SELECT k.order_id AS ${id('order')}, k.kind, k.family, k.amount, k.days_past_due AS days, coalesce(k.repeats, FALSE) AS repeats,
      k.reported_at AS reported, coalesce(k.reported_at, k.placed, o.ordered_at) AS placed
    FROM ${reports} AS k LEFT JOIN orders AS o ON k.placed IS NULL AND o.event_id = k.order_id
    WHERE k.placed IS NOT NULL OR o.seq IS NOT NULL)
    ORDER BY placed, ${id('order')}, kind, amount`;
  for await (const columns of pieces(db, query)) {
    for (let row = 0; row < (columns[0]?.length ?? 0); row += 1) {
      const cell = (column: number): Cell => columns[column]?.[row] ?? null;
      const fields = {
        'outcome.kind': cell(1),
        'outcome.family': cell(2),
        'outcome.amount': cell(3),
        'outcome.days_past_due': cell(4),
        'outcome.repeats': cell(5),
      };
      const at = cell(6) === null ? null : Number(cell(6));
      yield { before: Number(cell(7)), event: { event_id: String(cell(0)), kind: 'outcome', at, fields } };
    }
  }
}
