import { randomBytes } from 'node:crypto';
import type { ReviewDrawn, ReviewPlan, ReviewRequest, ReviewStratum } from '../../model/review-sample.ts';
import { appVersion } from '../../model/version.ts';
import type { Connection } from '../../store/connection.ts';
import { duckdbVersion } from '../../store/duckdb-version.ts';
import { hashOf } from '../../store/hash.ts';
import type { ProjectHandle } from '../../store/project-handle.ts';
import type { SampledOrder } from '../../store/review-samples.ts';
import { allocate, halfWidthOf } from './allocate.ts';
import { sum } from './intervals.ts';
import { decidedOrders, drawnOrders, strataOf, type Decided } from './strata.ts';

/** How a sample would be shared out; nothing is drawn. Throws what `allocate` and checking rules throw. */
export async function planSample(project: ProjectHandle, db: Connection, request: ReviewRequest): Promise<ReviewPlan> {
  return (await planned(project, db, request)).plan;
}

async function planned(
  project: ProjectHandle,
  db: Connection,
  request: ReviewRequest,
): Promise<{ readonly decided: Decided; readonly plan: ReviewPlan }> {
  const decided = await decidedOrders(project, db, request);
  const found = await strataOf(db, decided);
  const drawable = found.map(({ orders, result }) => ({ orders, alerted: result !== 'OK' }));
  const drawn = allocate(drawable, request.design);
  const strata: ReviewStratum[] = found.map((stratum, at) => ({ ...stratum, drawn: drawn[at] ?? 0 }));
  const plan = {
    rows: sum(strata, ({ orders }) => orders),
    drawn: sum(strata, (one) => one.drawn),
    strata,
    halfWidth: halfWidthOf(drawable, drawn, request.design),
  };
  return { decided, plan };
}

/** A sample with its orders, not kept yet. `taken` are the codes of earlier samples. */
export async function drawSample(
  project: ProjectHandle,
  db: Connection,
  request: ReviewRequest,
  taken: ReadonlyMap<string, string>,
): Promise<{ readonly drawn: ReviewDrawn; readonly orders: readonly SampledOrder[] }> {
  const { ruleSet, filter, design } = request;
  const { decided, plan } = await planned(project, db, request);
  const picked = await drawnOrders(db, decided, plan.strata, design.seed);
  const code = freshCode(4, taken);
  const keys = new Map<string, string>();
  const orders = picked.map(({ orderId, stratum, hits }): SampledOrder => {
    const rowKey = `${code}-${freshCode(6, keys)}`;
    keys.set(rowKey.slice(5), orderId);
    const of = plan.strata[stratum];
    return { rowKey, orderId, stratum, inclusion: of === undefined ? 0 : of.drawn / of.orders, hits };
  });
  const hashes = {
    ruleSet: hashOf(ruleSet),
    data: await project.keptContentHash(db, decided.measured.rows.from.revision),
    filter: hashOf(filter),
  };
  const engine = { version: appVersion, duckdb: await duckdbVersion(db) };
  const drawn = { code, design, ruleSet, filter, rows: plan.rows, strata: plan.strata, hashes, engine };
  return { drawn, orders };
}

/** Consonants alone: no spreadsheet takes them for a number, a date or a word. */
const letters = 'BCDFGHJKLMNPQRSTVWXZ';

function freshCode(length: number, taken: ReadonlyMap<string, string>): string {
  for (;;) {
    const code = [...randomBytes(length)].map((byte) => letters[byte % letters.length] ?? '').join('');
    if (!taken.has(code)) return code;
  }
}
