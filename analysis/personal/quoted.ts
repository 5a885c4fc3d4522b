import { isMasked, type ProjectColumn } from '../model/columns.ts';
import type { Quoted } from '../model/findings.ts';
import type { Connection } from '../store/connection.ts';
import { tellsApart } from '../store/redact.ts';
import { id, join, sql } from '../store/sql.ts';
import { clausesIn } from './clauses.ts';

/** What of an entry may name a person: cells of its table as they are, its other texts, and where it came from. */
export interface Said {
  readonly cells: readonly string[];
  readonly texts: readonly string[];
  readonly address: unknown;
}

/**
 * Values of the project's personal columns that stand in an entry, whole or between marks and blanks, however they are
 * masked for whoever reads it. A client's own column, and one of few values (the last digits of a card), is looked through
 * where the entry names it, since its values are words and numbers of everyday; one of numbers or times is named itself, for
 * its bounds stand in bars and labels.
 */
export async function quotedIn(db: Connection, columns: readonly ProjectColumn[], said: Said): Promise<Quoted> {
  const asked = clausesIn(said.address);
  const inAddress = textsIn(said.address);
  const words = [...said.cells, ...said.texts];
  const isNamed = ({ name, label }: ProjectColumn): boolean =>
    inAddress.includes(name) || words.some((text) => text === label.ja || text === label.en);
  const mayBeNamed = (column: ProjectColumn): boolean =>
    inAddress.some((text) => text.includes(column.name)) ||
    words.some((text) => text.includes(column.label.ja) || text.includes(column.label.en));
  const own = columns.filter((column) => isMasked(column) && column.present);
  const everyday = (one: ProjectColumn): boolean => one.name.startsWith('custom.') || !tellsApart(one);
  const searched = own.filter((one) => one.type === 'text' && (!everyday(one) || mayBeNamed(one)));
  const bounds = asked.filter(({ kind }) => kind === 'range' || kind === 'time' || kind === 'contains');
  const bounded = own.filter(
    (one) => (one.type !== 'text' && isNamed(one)) || bounds.some(({ column }) => column === one.name),
  );
  return { values: await found(db, searched, candidates(said)), columns: bounded.map(({ name }) => name) };
}

async function found(
  db: Connection,
  columns: readonly ProjectColumn[],
  texts: readonly string[],
): Promise<Quoted['values']> {
  if (columns.length === 0 || texts.length === 0) return [];
  const among = columns.map(
    ({ name }) => sql`SELECT DISTINCT ${name} AS column_name, ${id(name)} AS value FROM orders
      WHERE ${id(name)} IN (SELECT text FROM said)`,
  );
  const rows = await db.rows(sql`WITH said AS MATERIALIZED (
      SELECT unnest(from_json(${JSON.stringify(texts)}::JSON, '["VARCHAR"]')) AS text)
    ${join(among, sql` UNION ALL `)} ORDER BY column_name, value`);
  const values = rows.map((row) => ({ column: String(row['column_name']), value: String(row['value']) }));
  // A value is masked as that of the column it is read from, before keys that are made of it.
  return columns.flatMap(({ name }) => values.filter(({ column }) => column === name));
}

/** Marks that stand between what a text is made of. */
const marks = /[=:：、,，;；・「」『』()（）［］[\]"'“”‘’…–—&＆|｜<>＝→/]/u;

/** A count, a rate or a tick: of a person only where a cell is nothing but it. Ids are longer, phones begin with a zero. */
export const isFigure = (text: string): boolean =>
  /^[+−-]?(?:\d{1,3}(?:,\d{3})+|0|[1-9]\d{0,6})(?:\.\d+)?\s?[%％]?$/.test(text);

function candidates({ cells, texts, address }: Said): readonly string[] {
  const all = new Set(cells);
  const add = (text: string): void => {
    if (text.length >= 2 && !isFigure(text)) all.add(text);
  };
  for (const text of [...cells, ...texts, ...textsIn(address)]) {
    add(text);
    add(text.trim());
    for (const part of [text, ...text.split(marks)]) {
      add(part.trim());
      const words = part.trim().split(/\s+/u);
      words.forEach((_, from) => {
        for (let to = from + 1; to <= Math.min(words.length, from + 4); to += 1) add(words.slice(from, to).join(' '));
      });
    }
  }
  return [...all];
}

/** Every text in a value, however deep. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}
