import { failureOf, ShinsaError } from '../model/failure.ts';
import { groupCount } from '../model/results/intervals.ts';
import type { Connection } from './connection.ts';
import { atRevision } from './one-version.ts';
import { isSharedContact, tellsWho } from './placeholder.ts';
import { id, join, sql, type Sql } from './sql.ts';

/** What tells one person from another, the surest first. */
const strongKeys = ['email_key', 'email', 'phone_key', 'phone', 'member_id', 'card_token', 'device_id'] as const;

/** The person of an order `o`: its first value that tells, none that stands for nobody; NULL where none does. */
export const personSql: Sql = sql`coalesce(${join(strongKeys.map(personBy), sql`, `)})`;

function personBy(name: (typeof strongKeys)[number]): Sql {
  const value = sql`o.${id(name)}`;
  const told = sql`nullif(trim(${value}), '')`;
  const contact = name === 'email' || name === 'phone';
  const somebody = contact ? sql`NOT ${isSharedContact(name, value)}` : tellsWho(name, value);
  return somebody === null ? told : sql`CASE WHEN ${somebody} THEN ${told} END`;
}

/** What intervals take as one: the linked entity, else the person, else the order. Never NULL. */
export const entitySql: Sql = sql`coalesce(o.entity_id, ${personSql}, o.event_id)`;

/**
 * Rows of every order: `seq`, `person` (a number, NULL for none), `entity` (the group of its entity) and, of a person's several
 * orders at one amount, `series` (which these are), `place` there from 1 on, and `gap`: microseconds since the one before.
 */
const attemptsSql: Sql = sql`WITH told AS MATERIALIZED (SELECT o.seq, o.ordered_at, o.amount, o.currency, ${personSql} AS person,
      md5_number_lower(${entitySql}) % ${groupCount} AS entity FROM orders o),
    persons AS MATERIALIZED (SELECT person, row_number() OVER () AS number FROM
      (SELECT DISTINCT person FROM told WHERE person IS NOT NULL)),
    attempts AS MATERIALIZED (SELECT t.seq, t.ordered_at, t.amount, t.currency, t.entity, p.number AS person
      FROM told t LEFT JOIN persons p ON p.person = t.person),
    several AS (SELECT seq, ordered_at, amount, currency, person FROM attempts
      WHERE person IS NOT NULL AND amount IS NOT NULL AND hash(person, amount, currency) IN (
        SELECT hash(person, amount, currency) FROM attempts GROUP BY ALL HAVING count(*) > 1)),
    series AS (SELECT seq, min(seq) OVER (PARTITION BY person, amount, currency) AS series, row_number() OVER one AS place,
        epoch_us(ordered_at) - epoch_us(lag(ordered_at) OVER one) AS gap
      FROM several WINDOW one AS (PARTITION BY person, amount, currency ORDER BY ordered_at, seq))
    SELECT a.seq, a.person, a.entity::UTINYINT AS entity, s.series, s.place, s.gap FROM attempts a LEFT JOIN series s ON s.seq = a.seq`;

const microsPerMinute = 60_000_000;

/** The same with `sitting`: a number that attempts at one purchase share, each at most so many minutes after the one before; NULL for an order alone. */
const sittingsSql = (
  table: Sql,
  minutes: number,
): Sql => sql`(SELECT a.seq, a.person, a.entity, s.sitting FROM ${table} a
    LEFT JOIN (SELECT seq, min(seq) OVER one AS sitting FROM (SELECT seq, series,
          sum(CASE WHEN gap <= ${minutes * microsPerMinute}::BIGINT THEN 0 ELSE 1 END) OVER (PARTITION BY series ORDER BY place) AS visit
        FROM ${table} WHERE series IS NOT NULL)
      WINDOW one AS (PARTITION BY series, visit) QUALIFY count(*) OVER one > 1) s ON s.seq = a.seq)`;

interface Made {
  readonly revision: number;
  /** Its name. */
  readonly table: Promise<string>;
}

/**
 * Who bought, and how far apart orders of one person at one amount are: the same however orders are judged and purchases are
 * laid out, and what costs most of telling what they are worth. Kept in memory for one state of the orders.
 */
export class PurchaseAttempts {
  readonly #build: <T>(work: (db: Connection) => Promise<T>, signal?: AbortSignal) => Promise<T>;
  #made: Made | undefined;
  #tables = 0;

  constructor(build: <T>(work: (db: Connection) => Promise<T>, signal?: AbortSignal) => Promise<T>) {
    this.#build = build;
  }

  /**
   * Rows `seq, person, entity, sitting` of every order, attempts at one purchase being at most so many minutes apart; for work
   * at that revision (`atRevision`) that begins when they are there; 'view-gone' for one before.
   */
  async at(revision: number, minutes: number, signal?: AbortSignal): Promise<Sql> {
    for (;;) {
      const there = this.#made?.revision === revision ? this.#made : this.#begin(revision, signal);
      try {
        return sittingsSql(id('work', await there.table), minutes);
      } catch (error) {
        if (this.#made === there) this.#made = undefined;
        // Whoever asked first may have given up on it.
        if (signal?.aborted === true || failureOf(error).code !== 'cancelled') throw error;
      }
    }
  }

  #begin(revision: number, signal: AbortSignal | undefined): Made {
    const before = this.#made;
    if (before !== undefined && before.revision > revision) throw new ShinsaError('view-gone');
    const name = `attempts_${(this.#tables += 1)}`;
    const make = async (db: Connection): Promise<string> => {
      const old = await before?.table.catch(() => undefined);
      // Who reads it has begun; who has not finds the orders changed.
      if (old !== undefined) await db.run(sql`DROP TABLE IF EXISTS ${id('work', old)}`);
      await atRevision(db, revision, () => db.run(sql`CREATE TABLE ${id('work', name)} AS ${attemptsSql}`));
      return name;
    };
    return (this.#made = { revision, table: this.#build(make, signal) });
  }
}
