import { prefectureNames } from '../model/postal-prefectures.ts';
import { join, literal, sql, type Sql } from '../store/sql.ts';

/** Prefectures in Latin letters, in the order of their codes: no long vowels, no 都道府県. */
const latin =
  'hokkaido aomori iwate miyagi akita yamagata fukushima ibaraki tochigi gunma saitama chiba tokyo kanagawa niigata toyama ' +
  'ishikawa fukui yamanashi nagano gifu shizuoka aichi mie shiga kyoto osaka hyogo nara wakayama tottori shimane okayama ' +
  'hiroshima yamaguchi tokushima kagawa ehime kochi fukuoka saga nagasaki kumamoto oita miyazaki kagoshima okinawa';
const suffixes: Readonly<Record<string, string>> = { 都: 'to', 府: 'fu', 県: 'ken' };

/** Spellings without hyphens, spaces and long vowels, and the prefecture each of them means. */
const spellings: readonly (readonly [spelling: string, prefecture: string])[] = [
  ...latin.split(' ').flatMap((spelling, index): (readonly [string, string])[] => {
    const prefecture = prefectureNames[index] ?? '';
    const suffix = suffixes[prefecture.slice(-1)];
    return [[spelling, prefecture], ...(suffix === undefined ? [] : [[`${spelling}${suffix}`, prefecture] as const])];
  }),
  ['gumma', '群馬県'],
  ['gummaken', '群馬県'],
];

/** Whether a canonical column holds prefectures. */
export const isPrefecture = (column: string): boolean => column.endsWith('_pref');

const list = (texts: readonly string[]): Sql => sql`[${join(texts.map(literal), sql`, `)}]`;

/**
 * A cell for a prefecture, in the words of Japan Post where it is an ISO code (`JP-13`, `JP13`) or in Latin letters (`Tokyo`,
 * `Ōsaka-fu`, `Aomori Prefecture`); anything else as it stands.
 */
export function prefectureText(text: Sql): Sql {
  const code = sql`TRY_CAST(regexp_extract(${text}, '^[Jj][Pp]-?(0[1-9]|[1-3][0-9]|4[0-7])$', 1) AS INT)`;
  const plain = sql`regexp_replace(regexp_replace(lower(strip_accents(${text})), '[ -]|prefecture|metropolis|pref[.]?', '', 'g'), 'o[ou]', 'o', 'g')`;
  const place = sql`list_position(${list(spellings.map(([spelling]) => spelling))}, ${plain})`;
  const named = sql`(${list(spellings.map(([, prefecture]) => prefecture))})[${place}]`;
  // Japanese letters begin here: most cells have nothing else, and are not looked up.
  return sql`CASE WHEN ${text} < 'ぁ' THEN coalesce((${list(prefectureNames)})[${code}], ${named}, ${text}) ELSE ${text} END`;
}

/** A stored cell as an import reads it today: an earlier version kept codes and Latin letters of prefectures as they stood. */
export const readToday = (column: string, cell: Sql): Sql => (isPrefecture(column) ? prefectureText(cell) : cell);
