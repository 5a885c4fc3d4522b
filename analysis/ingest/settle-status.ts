import type { ImportWarning } from '../model/import-report.ts';
import type { Connection } from '../store/connection.ts';
import { sql, type Sql } from '../store/sql.ts';

/** Words for a settlement status by its code (oplux-vocabulary 2); the first match counts. */
const words: readonly (readonly [RegExp, string])[] = [
  [/貸倒|bad[-_ ]?debt|writ(?:e|ten)[-_ ]?off|charge[-_ ]?off/, '50'],
  [/回収移管|債権(?:回収|譲渡)|collection/, '40'],
  [/延滞|滞納|督促|催促|期限(?:超過|切れ)|overdue|past[-_ ]?due|delinquen/, '30'],
  [/チャージ[・ ]?バック|charge[-_ ]?back|dispute/, '60'],
  [/受取拒否|受取辞退|長期不在|返品|返送|出荷後.*キャンセル|returned|cancelled after/, '100'],
  [/キャンセル|取消|取り消し|失効|無効|cancel|void|expired/, '99'],
  [/請求前|未請求|仮売上|与信(?:ok|済|中)|未処理|authori[sz]ed|unbilled/, '00'],
  [/未入金|未払|未決済|未収|入金待|支払待|請求(?:済|中)|unpaid|pending|billed|awaiting/, '10'],
  [
    /入金済|支払済|支払い済|決済済|(?:入金|支払|支払い|決済)完了|売上(?:確定|済)|実売上|即時売上|消込済?|完済|(?<![a-z])paid|captured|settled/,
    '20',
  ],
];

const codes = new Set(['00', '10', '20', '30', '40', '50', '60', '99', '100']);

/** Whether a text is the code of a settlement status, in digits. */
export const isSettleCode = (text: string): boolean => codes.has(text.normalize('NFKC').trim());

/** Words that only a list of sales has, not one of chargebacks; its other statuses are of sales too. */
const sale = /仮売上|実売上|即時売上|売上(?:確定|済)|消込|入金済|authori[sz]ed|captured|settled/i;

/** Whether statuses, in a column that may be of anything, are those of sales. */
export const areSales = (statuses: readonly string[]): boolean =>
  statuses.some((status) => sale.test(status.normalize('NFKC')));

/** Words that turn the others round, or say only a part: nobody can tell by them how an order ended. */
const turned =
  /なし|解消|一部|未(?:督促|延滞)|後入金|取下|取り下げ|勝訴|チャージ[・ ]?バック.*取消|partial|\bnot[ _-]|_not|unsettled|uncaptured|revers|\bwon\b/;
const unpaid = new Set(['30', '40', '50']);

/** The code of a settlement status, as a code or in the words of a shop; null where nobody knows what it means. */
export function settleCode(text: string): string | null {
  const written = text.normalize('NFKC').trim().toLowerCase();
  if (codes.has(written)) return written;
  if (written === '0') return '00';
  if (turned.test(written)) return null;
  const told = words.filter(([pattern]) => pattern.test(written)).map(([, code]) => code);
  // Paid in the end, after reminders: one of them is not the last word.
  if (told.includes('20') && told.some((code) => unpaid.has(code))) return null;
  return told[0] ?? null;
}

/** More values than this, and the column is no status. */
const mostValues = 200;
/** Values a warning names at most, and how much of each. */
const named = 5;
const namedLength = 20;

/** The code of every status `text` that stands in `rows`, what is not known as it is; and what was not known. */
export async function settleReading(
  db: Connection,
  text: Sql,
  rows: Sql,
): Promise<{ readonly code: (raw: Sql) => Sql; readonly warnings: readonly ImportWarning[] }> {
  const seen = await db.rows(sql`
    SELECT v, count(*) AS n FROM (SELECT ${text} AS v FROM ${rows}) WHERE v IS NOT NULL
    GROUP BY v ORDER BY n DESC, v LIMIT ${mostValues + 1}`);
  const values = seen.map((row) => ({ text: String(row['v']), rows: Number(row['n']) }));
  const unknown = values.filter((value) => settleCode(value.text) === null);
  const shown = unknown.slice(0, named).map((value) => value.text.slice(0, namedLength));
  const warnings: ImportWarning[] =
    unknown.length === 0
      ? []
      : [
          {
            code: 'settle-status-unknown',
            params: { values: shown.join(', '), rows: unknown.reduce((sum, value) => sum + value.rows, 0) },
          },
        ];
  const told =
    values.length > mostValues ? [] : values.filter(({ text: word }) => ![null, word].includes(settleCode(word)));
  const code = (raw: Sql): Sql =>
    told.reduce(
      (otherwise, { text: word }) => sql`CASE WHEN ${raw} = ${word} THEN ${settleCode(word)} ELSE ${otherwise} END`,
      raw,
    );
  return { code, warnings };
}
