import { ShinsaError } from '../../model/failure.ts';
import type { FileCells } from '../../model/file-cells.ts';
import { reviewEn, reviewJa, type ReviewWords } from '../../model/messages/review-sample.ts';
import type { VerdictIssue, VerdictIssueCode } from '../../model/review-sample.ts';
import { verdicts, type Verdict } from '../../model/verdict.ts';
import type { GivenVerdict } from '../../store/review-samples.ts';

/** What a worksheet is read against. */
export interface KnownSample {
  /** Order ids by row key, in every way a worksheet may have written them; empty for an order that is gone. */
  readonly rows: ReadonlyMap<string, readonly string[]>;
  /** Codes of other samples. */
  readonly others: ReadonlySet<string>;
  /** Headers that the order id may stand under. */
  readonly orderHeaders: readonly string[];
  /** ISO date in the project's zone. */
  readonly today: string;
}

/** `dated`: the row says on which day. */
export type ReadVerdict = GivenVerdict & { readonly dated: boolean };

/** The verdicts of a worksheet: either all of them, or what is wrong with its rows. */
export interface ReadVerdicts {
  readonly issues: readonly VerdictIssue[];
  readonly given: readonly ReadVerdict[];
  /** Rows with a key of the sample. */
  readonly read: number;
  readonly undated: number;
}

type Name = 'rowKey' | 'verdict' | 'reviewer' | 'reviewedAt' | 'comment';
type Places = Readonly<Record<Name | 'order', number>>;

/** Letters of a comment or a name that are kept. */
const longest = 1000;

/** Reads a worksheet, in either language. Throws 'worksheet-columns' where the columns of keys or verdicts are missing. */
export function readVerdicts(file: FileCells, known: KnownSample): ReadVerdicts {
  const places = placesOf(file, known.orderHeaders);
  const issues: VerdictIssue[] = file.unreadable.map((line) => ({
    code: 'row-unreadable',
    line,
    column: null,
    value: null,
  }));
  const given: ReadVerdict[] = [];
  const seen = new Set<string>();
  let [read, undated] = [0, 0];
  for (const { line, cells } of file.rows) {
    const cell = (name: keyof Places): string => plain(cells[places[name]] ?? '');
    const wrong = (code: VerdictIssueCode, name: keyof Places, value: string | null): void =>
      void issues.push({ code, line, column: file.headers[places[name]] ?? null, value: value?.slice(0, 40) ?? null });
    const rowKey = cell('rowKey').toUpperCase();
    if (rowKey === '') {
      if (cell('verdict') !== '') wrong('row-key-missing', 'rowKey', null);
      continue;
    }
    const orders = known.rows.get(rowKey);
    if (orders === undefined) {
      wrong(known.others.has(rowKey.slice(0, 4)) ? 'row-key-other' : 'row-key-unknown', 'rowKey', rowKey);
      continue;
    }
    if (seen.has(rowKey)) {
      wrong('row-key-twice', 'rowKey', rowKey);
      continue;
    }
    seen.add(rowKey);
    read += 1;
    const order = cell('order');
    if (places.order >= 0 && orders.length > 0 && !orders.map(plain).includes(order))
      wrong('order-differs', 'order', null);
    const written = cell('verdict');
    if (written === '') continue;
    const verdict = verdictOf(written);
    if (verdict === undefined) wrong('verdict-unknown', 'verdict', written);
    const day = cell('reviewedAt');
    const reviewedAt = day === '' ? known.today : dayOf(day);
    if (reviewedAt === null) wrong('date-unreadable', 'reviewedAt', day);
    else if (reviewedAt > known.today) wrong('date-future', 'reviewedAt', day);
    if (day === '') undated += 1;
    const text = (name: Name): string | null =>
      cell(name) === '' ? null : (cells[places[name]] ?? '').trim().slice(0, longest);
    if (verdict !== undefined && reviewedAt !== null)
      given.push({
        rowKey,
        verdict,
        reviewedAt,
        dated: day !== '',
        reviewer: text('reviewer'),
        comment: text('comment'),
        line,
      });
  }
  return { issues, given, read, undated };
}

/** The first row key of a worksheet; 'worksheet-columns' without its column, undefined where none is filled. */
export function firstRowKey(file: FileCells): string | undefined {
  const { rowKey } = placesOf(file, []);
  return file.rows.map(({ cells }) => plain(cells[rowKey] ?? '').toUpperCase()).find((key) => key !== '');
}

function placesOf({ headers, fileName }: FileCells, orderHeaders: readonly string[]): Places {
  const written = headers.map((header) => folded(header));
  const at = (names: readonly string[]): number => written.findIndex((header) => names.map(folded).includes(header));
  const named = (name: Name): number => at([reviewJa, reviewEn].map((words: ReviewWords) => words.columns[name]));
  const missing = (['rowKey', 'verdict'] as const).filter((name) => named(name) < 0);
  if (missing.length > 0)
    throw new ShinsaError(
      'worksheet-columns',
      { columns: missing.map((name) => `${reviewJa.columns[name]} / ${reviewEn.columns[name]}`).join(', ') },
      { place: { file: fileName, line: 1 } },
    );
  return {
    rowKey: named('rowKey'),
    verdict: named('verdict'),
    reviewer: named('reviewer'),
    reviewedAt: named('reviewedAt'),
    comment: named('comment'),
    order: at(orderHeaders),
  };
}

/** Full-width forms folded, blanks trimmed, without the apostrophe that keeps text from being a formula. */
const plain = (text: string): string => text.normalize('NFKC').trim().replace(/^'/, '');
const folded = (text: string): string => plain(text).toLowerCase().replaceAll(/\s+/gu, ' ');

function verdictOf(text: string): Verdict | undefined {
  return verdicts.find((one) => [reviewJa, reviewEn].some((words) => folded(words.verdicts[one]) === folded(text)));
}

/** An ISO date of a day as people in Japan and spreadsheets write it, with or without a clock; null for anything else. */
function dayOf(text: string): string | null {
  const parts = /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[T\s].*)?$/.exec(text);
  if (parts === null) return null;
  const [year, month, day] = parts.slice(1).map(Number);
  const date = new Date(Date.UTC(year ?? 0, (month ?? 0) - 1, day ?? 0));
  const same = date.getUTCMonth() + 1 === month && date.getUTCDate() === day;
  return same && (year ?? 0) >= 2000 ? date.toISOString().slice(0, 10) : null;
}
