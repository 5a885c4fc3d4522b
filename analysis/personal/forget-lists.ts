import type { Connection } from '../store/connection.ts';
import { numberOfIp } from '../store/list-membership.ts';
import { id, sql, type Sql } from '../store/sql.ts';
import { isOwn, type Group } from './subject.ts';

const source = sql`json_extract_string(definition, '$.source.kind')`;

/** The client's own lists, those taken off the screen included; the others come from public packages. */
export const ownLists = sql`(SELECT list_id FROM lists WHERE ${source} = 'own')`;

const keyedBy = (match: string, group: Group): Sql =>
  sql`(list_id IN (SELECT list_id FROM lists WHERE json_extract_string(definition, '$.match') = ${match})
    AND ${isOwn(sql`key`, group)})`;

/** A range of one address, the person's. */
const ownAddress = sql`(list_id IN ${ownLists} AND (${isOwn(sql`value`, 'ip')} OR key IN (
  SELECT concat(number, '-', number) FROM (SELECT ${numberOfIp(sql`ip_key`)} AS number FROM forgotten
    WHERE ip_key IN (SELECT text FROM own WHERE grp = 'ip')))))`;

/** Entries with a value of the person or its key. Domains and ranges of addresses tell nobody by themselves. */
export const entriesOfPerson = sql`(
  ${isOwn(sql`value`, 'order', 'member', 'transaction', 'email', 'phone', 'name', 'address', 'card', 'device', 'cookie')}
  OR ${keyedBy('email', 'email')} OR ${keyedBy('phone', 'phone')} OR ${keyedBy('person', 'name')}
  OR ${keyedBy('address', 'address')} OR ${ownAddress})`;

/** Takes the person off every list, and out of what was noted beside others. */
export async function forgetEntries(db: Connection): Promise<void> {
  await db.run(sql`DELETE FROM list_entries WHERE ${entriesOfPerson}`);
  await db.run(sql`UPDATE list_entries SET note = NULL
    WHERE EXISTS (SELECT 1 FROM told AS t WHERE length(t.text) >= 3 AND contains(note, t.text))`);
}

/** Takes the client's own lists away for good. */
export async function forgetLists(db: Connection): Promise<void> {
  for (const table of ['list_entries', 'lists'])
    await db.run(sql`DELETE FROM ${id(table)} WHERE list_id IN ${ownLists}`);
}
