import { ShinsaError } from '../model/failure.ts';
import type { OutcomesReport } from '../model/import-report.ts';
import type { OpenOutcome, OpenOutcomes, OutcomeCandidate, OutcomeChoice } from '../model/outcome-match.ts';
import type { ProjectInfo } from '../model/project.ts';
import type { Connection } from '../store/connection.ts';
import { getOutcomeFile, outcomesNow } from '../store/imports.ts';
import { outcomesJoined } from '../store/outcome-figures.ts';
import { matchOutcomes } from '../store/outcome-match.ts';
import { markRepeats } from '../store/outcome-repeats.ts';
import type { ProjectHandle } from '../store/project-handle.ts';
import { redactor } from '../store/redact.ts';
import { touchData } from '../store/settings.ts';
import { sql } from '../store/sql.ts';
import { blottedCard } from '../store/blotted-card.ts';
import { agreementsOf, candidateRows, type CandidateRow } from './outcome-candidates.ts';

/** The project as pages are read from it. */
interface Judged extends Pick<ProjectHandle, 'maskKey'> {
  readonly info: ProjectInfo;
}

/** Which page of which file. */
export interface OpenPage {
  readonly importId: string;
  readonly offset: number;
  readonly limit: number;
}

type Row = Readonly<Record<string, string | number | boolean | null>>;

/**
 * A page of the outcomes of a file that have no order of their own, and of those a person decided: first those several
 * orders fit, then by line. Throws 'input-invalid' for an unknown file.
 */
export async function openOutcomes(db: Connection, { info, maskKey }: Judged, page: OpenPage): Promise<OpenOutcomes> {
  const { importId, offset, limit } = page;
  if ((await getOutcomeFile(db, importId)) === undefined) throw new ShinsaError('input-invalid', { field: 'importId' });
  const open = sql`(SELECT * FROM ${outcomesJoined} WHERE source = ${importId} AND (state <> 'matched' OR matched_by = 'hand'))`;
  const asked = sql`(SELECT * FROM ${open} ORDER BY coalesce(candidates > 1, FALSE) DESC, source_line LIMIT ${limit} OFFSET ${offset})`;
  const total = await db.first(sql`SELECT count(*) AS n FROM ${open}`);
  const rows = await db.rows(sql`SELECT *, ${blottedCard(sql`card_bin`, sql`card_last4`)} AS card FROM ${asked}`);
  const found = await candidateRows(db, asked, info.timezone);
  const buyer = buyerOf(info, maskKey);
  return {
    total: Number(total?.['n'] ?? 0),
    rows: rows.map((row) => {
      const own = found.filter((one) => one['row_no'] === row['row_no']);
      return {
        ...openOutcome(row),
        found: Number(own[0]?.['found'] ?? 0),
        candidates: own.map((one) => candidate(one, buyer)),
      };
    }),
  };
}

function openOutcome(row: Row): Omit<OpenOutcome, 'candidates' | 'found'> {
  const byHand = row['matched_by'] === 'hand';
  return {
    line: Number(row['source_line']),
    state: byHand ? 'hand' : row['state'] === 'several' ? 'several' : 'unmatched',
    kind: String(row['kind']),
    reportedAt: number(row['reported_at']),
    purchasedAt: number(row['purchased_at']),
    amount: number(row['amount']),
    currency: String(row['currency']),
    reason: text(row['reason']),
    orderId: text(row['told_id']),
    transactionId: text(row['transaction_id']),
    approvalNumber: text(row['approval_number']),
    card: text(row['card']),
    decided: byHand ? { at: number(row['decided_at']) ?? 0, orderId: text(row['order_id']) } : null,
  };
}

function candidate(row: CandidateRow, buyer: (row: CandidateRow) => string | null): OutcomeCandidate {
  return {
    orderId: String(row['event_id']),
    orderedAt: Number(row['ordered_at']),
    amount: number(row['amount']),
    currency: text(row['currency']),
    transactionId: text(row['transaction_id']),
    approvalNumber: text(row['approval_number']),
    card: text(row['card']),
    buyer: buyer(row),
    agrees: agreementsOf(row),
  };
}

/** Who bought, masked as in files without personal data: the same person always looks the same. */
function buyerOf({ columns }: ProjectInfo, maskKey: ProjectHandle['maskKey']): (row: CandidateRow) => string | null {
  const told = ['email', 'member_id', 'phone'].flatMap((name) => columns.filter((column) => column.name === name));
  const masks = told.map((column) => [column.name, redactor(column, maskKey(column))] as const);
  return (row) => {
    for (const [name, masked] of masks) {
      const value = row[name];
      if (typeof value === 'string') return masked(value);
    }
    return null;
  };
}

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const number = (value: unknown): number | null => (typeof value === 'number' ? value : null);

/**
 * Keeps what a person says of one outcome, or forgets it, inside one write job; answers the figures of its file after.
 * Throws 'input-invalid' for an outcome and 'order-unknown' for an order nobody knows.
 */
export async function resolveOutcome(
  db: Connection,
  currency: string,
  { importId, line, choice }: { readonly importId: string; readonly line: number; readonly choice: OutcomeChoice },
): Promise<OutcomesReport> {
  const file = await getOutcomeFile(db, importId);
  if (file === undefined) throw new ShinsaError('input-invalid', { field: 'importId' });
  const there = sql`source = ${importId} AND source_line = ${line}`;
  if ((await db.first(sql`SELECT 1 FROM outcomes WHERE ${there}`)) === undefined)
    throw new ShinsaError('input-invalid', { field: 'line' });
  if (choice.kind === 'order') {
    const order = await db.first(sql`SELECT 1 FROM orders WHERE event_id = ${choice.orderId} LIMIT 1`);
    if (order === undefined) throw new ShinsaError('order-unknown', { order: choice.orderId });
  }
  if (choice.kind === 'undo') {
    await db.run(sql`UPDATE outcomes SET matched_by = NULL, decided_at = NULL WHERE ${there}`);
    await matchOutcomes(db, there);
  } else {
    const order = choice.kind === 'order' ? choice.orderId : null;
    await db.run(sql`UPDATE outcomes SET order_id = ${order}, matched_by = 'hand',
      decided_at = make_timestamptz(${Date.now() * 1000}::BIGINT) WHERE ${there}`);
    await markRepeats(db);
  }
  await touchData(db);
  return outcomesNow(db, file, currency);
}
