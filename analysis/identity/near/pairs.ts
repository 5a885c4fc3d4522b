import {
  nearFields,
  type NearLevel,
  type NearPair,
  type NearPairs,
  type NearShow,
  type NearSide,
} from '../../model/near.ts';
import type { Connection } from '../../store/connection.ts';
import { judgedPairs, readNearReport, shownPairs } from '../../store/near.ts';
import { id, join, sql } from '../../store/sql.ts';

export interface PairsAsked {
  readonly show: NearShow;
  readonly offset: number;
  readonly limit: number;
}

type Row = Readonly<Record<string, string | number | boolean | null>>;

const sides = ['one', 'other'] as const;
type Side = (typeof sides)[number];

/** Near matches with both sides as their first orders write them, the heaviest first; none before they were searched for. */
export async function nearPairs(db: Connection, { show, offset, limit }: PairsAsked): Promise<NearPairs> {
  const report = await readNearReport(db);
  if (report === null) return { total: 0, rows: [] };
  const total = await db.first(sql`SELECT count(*) AS n FROM ${judgedPairs} WHERE ${shownPairs[show]}`);
  const told = sides.flatMap((side) => [
    ...['event_id', 'buyer_name', 'buyer_kana', 'phone', 'email', 'user_agent', 'entity_id'].map(
      (column) => sql`${id(side)}.${id(column)} AS ${id(`${side}_${column}`)}`,
    ),
    sql`CASE WHEN starts_with(${id(side)}.buyer_address, coalesce(${id(side)}.buyer_pref, '')) AND ${id(side)}.buyer_pref <> ''
      THEN ${id(side)}.buyer_address
      ELSE concat(${id(side)}.buyer_pref, ${id(side)}.buyer_city, ${id(side)}.buyer_address) END AS ${id(`${side}_address`)}`,
  ]);
  const rows = await db.rows(sql`SELECT n.*, ${join(told, sql`, `)}
    FROM (SELECT * FROM ${judgedPairs} WHERE ${shownPairs[show]} ORDER BY bits DESC, pair LIMIT ${limit} OFFSET ${offset}) AS n
      JOIN orders AS "one" ON "one".seq = one_seq JOIN orders AS "other" ON "other".seq = other_seq
    ORDER BY bits DESC, pair`);
  return { total: Number(total?.['n']), rows: rows.map((row) => pairOf(row, report.priorBits)) };
}

function pairOf(row: Row, priorBits: number): NearPair {
  const decision = row['decision'];
  return {
    pair: String(row['pair']),
    sides: [sideOf(row, 'one'), sideOf(row, 'other')],
    priorBits,
    evidence: nearFields.map((field) => ({
      field,
      level: String(row[field]) as NearLevel,
      bits: Number(row[`${field}_bits`]),
      rarity: Number(row[`${field}_rarity`]),
    })),
    bits: Number(row['bits']),
    over: row['over'] === true,
    together: row['one_entity_id'] !== null && row['one_entity_id'] === row['other_entity_id'],
    decision: decision === 'accepted' || decision === 'rejected' ? decision : null,
    decidedAt: decision === null || decision === undefined ? null : Number(row['decided_at']),
  };
}

function sideOf(row: Row, side: Side): NearSide {
  const text = (column: string): string | null => {
    const value = row[`${side}_${column}`];
    return value === null || value === undefined || value === '' ? null : String(value);
  };
  return {
    seq: Number(row[`${side}_seq`]),
    order: String(row[`${side}_event_id`]),
    orders: Number(row[`${side}_orders`]),
    name: text('buyer_name'),
    kana: text('buyer_kana'),
    address: text('address'),
    phone: text('phone'),
    email: text('email'),
    agent: text('user_agent'),
  };
}
