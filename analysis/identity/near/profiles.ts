import type { Connection } from '../../store/connection.ts';
import { eachTexts } from '../../store/number-rows.ts';
import { untilWhole } from '../../store/streamed.ts';
import { columnsOf } from '../../store/orders-view.ts';
import { id, sql, type Sql } from '../../store/sql.ts';
import { openTextAppender } from '../../store/text-appender.ts';
import { profileKey } from './profile-key.ts';

/**
 * Temporary table `profiles`: one row per person as orders write it, that is per name, reading, address, phone and mail
 * address (their keys), with a name and one of the others. `no` numbers them from 0 by their first order, `key` names
 * one for as long as its orders say the same. Answers how many there are. Orders must be linked.
 */
export async function makeProfiles(db: Connection): Promise<number> {
  const stored = await columnsOf(db, sql`order_rows`);
  const of = (column: string): Sql => (stored.has(column) ? id(column) : sql`NULL::VARCHAR`);
  await db.run(sql`CREATE OR REPLACE TEMP TABLE said AS
    SELECT ${of('buyer_name_key')} AS name, ${of('buyer_kana_key')} AS kana, ${of('buyer_address_key')} AS address,
      ${of('phone_key')} AS phone, ${of('email_key')} AS email, min(seq)::INTEGER AS first, count(*) AS orders,
      arg_min(${of('user_agent')}, seq) AS agent, bool_or(${of('buyer_reading')} <> 'fits') AS unfit, ${profileKey(stored)} AS key
    FROM order_rows WHERE coalesce(${of('buyer_name_key')}, ${of('buyer_kana_key')}) IS NOT NULL
      AND coalesce(${of('buyer_address_key')}, ${of('phone_key')}, ${of('email_key')}) IS NOT NULL
    GROUP BY ALL`);
  await untilWhole(() => makeReadings(db));
  await untilWhole(() => makeMeant(db));
  await db.run(sql`CREATE OR REPLACE TEMP TABLE profiles AS
    SELECT (row_number() OVER (ORDER BY first) - 1)::INTEGER AS no, first, said.orders, o.entity_id AS entity,
      said.key, name, kana, CASE WHEN regexp_matches(name, '[^ァ-ヶーA-Z ]') THEN name END AS writing,
      coalesce(by_kana.reading, by_name.reading) AS reading,
      coalesce(by_kana.turned, by_name.turned) AS turned,
      coalesce(by_kana.morae, by_name.morae) AS morae, coalesce(by_kana.turned_morae, by_name.turned_morae) AS turned_morae,
      string_split(meant.readings, '|') AS meant,
      said.address, nullif(split_part(said.address, '|', 1), '') AS prefecture,
      regexp_extract(said.address, '^[^|]*[|][^|]*') AS city, split_part(said.address, '|', 3) AS town,
      split_part(said.address, '|', 4) AS numbers,
      phone, email, split_part(email, '@', 1) AS account,
      stems.reading AS letters, CASE WHEN length(stems.reading) >= ${shortestStem} THEN stems.reading END AS stem,
      coalesce(contains(${twice}, stems.reading)
        OR length(stems.reading) > ${shortestStem} AND contains(${twice}, substr(stems.reading, 2)), FALSE) AS named,
      said.agent
    FROM said
      JOIN (SELECT seq, entity_id FROM order_rows) AS o ON o.seq = said.first
      LEFT JOIN readings AS by_kana ON by_kana.key = said.kana
      LEFT JOIN readings AS by_name ON by_name.key = said.name
      LEFT JOIN meant ON unfit AND written = said.name AND said_kana = said.kana
      LEFT JOIN readings AS stems ON stems.key = split_part(said.email, '@', 1)`);
  await db.run(sql`DROP TABLE said`);
  await db.run(sql`DROP TABLE readings`);
  await db.run(sql`DROP TABLE meant`);
  return Number((await db.first(sql`SELECT count(*) AS n FROM profiles`))?.['n']);
}

/** Fewer letters say nothing of whose account it is. */
const shortestStem = 4;

/** A name twice holds surname and given name in either order, one of them, and with the initial of the other. */
const twice = sql`coalesce(by_kana.twice, by_name.twice)`;

/** Temporary table `readings`: every distinct name in kana or Latin letters, and every mail account, with how it is read. */
async function makeReadings(db: Connection): Promise<void> {
  await db.run(sql`CREATE OR REPLACE TEMP TABLE readings (line BIGINT, key VARCHAR, reading VARCHAR, turned VARCHAR,
    twice VARCHAR, morae VARCHAR, turned_morae VARCHAR)`);
  await db.run(sql`CREATE OR REPLACE TEMP TABLE names AS SELECT name FROM said WHERE name IS NOT NULL
    UNION SELECT kana FROM said WHERE kana IS NOT NULL`);
  // With the rules of 名寄せ in a bundle of their own: the engine starts without them.
  const { readingOf, skeleton } = await import('../index.ts');
  const appender = await openTextAppender(db, 'readings', 6);
  try {
    await eachTexts(db, sql`SELECT name FROM names WHERE regexp_full_match(name, '[ァ-ヶーA-Z ]+')`, (names) => {
      for (const name of names) {
        const read = readingOf(name);
        if (read !== null && read.reading !== '')
          appender.append(0, [name, read.reading, read.turned, read.twice, read.morae, read.turnedMorae]);
      }
    });
    await eachTexts(
      db,
      sql`SELECT DISTINCT split_part(email, '@', 1) FROM said WHERE email IS NOT NULL`,
      (accounts) => {
        for (const account of accounts) appender.append(0, [account, skeleton(account), null, null, null, null]);
      },
    );
    appender.flush();
  } finally {
    appender.close();
  }
  await db.run(sql`DROP TABLE names`);
}

/** Temporary table `meant`: kanji with kana that do not fit them, and the readings that a slip in the kana would have hidden. */
async function makeMeant(db: Connection): Promise<void> {
  await db.run(
    sql`CREATE OR REPLACE TEMP TABLE meant (line BIGINT, written VARCHAR, said_kana VARCHAR, readings VARCHAR)`,
  );
  const { meantReadings, readingOf } = await import('../index.ts');
  const appender = await openTextAppender(db, 'meant', 3);
  try {
    const unfit = sql`SELECT DISTINCT name || '|' || kana FROM said WHERE unfit AND name IS NOT NULL AND kana IS NOT NULL`;
    await eachTexts(db, unfit, (pairs) => {
      for (const pair of pairs) {
        const [name = '', kana = ''] = pair.split('|');
        const meant = meantReadings(name, kana).flatMap((one) => readingOf(one)?.reading ?? []);
        if (meant.length > 0) appender.append(0, [name, kana, [...new Set(meant)].join('|')]);
      }
    });
    appender.flush();
  } finally {
    appender.close();
  }
}
