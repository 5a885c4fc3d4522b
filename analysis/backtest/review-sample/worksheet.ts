import { writeFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { writeXlsx, type CellStyle, type CellValue, type WriteSheet } from 'hucre/xlsx';
import type { Staged } from '../../engine-api.ts';
import { isMasked, type ProjectColumn } from '../../model/columns.ts';
import type { PersonalValues } from '../../model/explore.ts';
import { guarded } from '../../model/formula-guard.ts';
import { fill } from '../../model/messages/index.ts';
import { reviewWords, type ReviewWords } from '../../model/messages/review-sample.ts';
import type { ProjectInfo } from '../../model/project.ts';
import type { ReviewSample } from '../../model/review-sample.ts';
import { cellWriter, type Cell } from '../../store/cell-writer.ts';
import type { Connection } from '../../store/connection.ts';
import { fileFailure } from '../../store/granted-file.ts';
import { columnsOf } from '../../store/orders-view.ts';
import type { ProjectHandle } from '../../store/project-handle.ts';
import { sampledOrders, type JudgedOrder } from '../../store/review-samples.ts';
import { id, join, sql } from '../../store/sql.ts';

/** How a worksheet is written. */
export interface WorksheetWish {
  readonly personal: Extract<PersonalValues, 'masked' | 'plain'>;
  /** Also what the rule set said, which a blind review must not know. */
  readonly showRules: boolean;
  readonly language: 'ja' | 'en';
}

/** The columns a person fills in, and the key that brings a row back. */
const filledIn = ['rowKey', 'verdict', 'reviewer', 'reviewedAt', 'comment'] as const;

type Row = Readonly<Record<string, Cell>>;

/**
 * The worksheet of a sample as an XLSX file in staging: rows in random order, a list to choose the verdict from, personal
 * values masked as in every export unless asked for, text that no spreadsheet runs as a formula. Orders that are gone are
 * left out.
 */
export async function writeWorksheet(
  project: ProjectHandle,
  db: Connection,
  sample: ReviewSample,
  wish: WorksheetWish,
): Promise<Staged> {
  const info = await project.info();
  const words = reviewWords(wish.language);
  const items = await sampledOrders(db, sample.sampleId);
  const stored = await columnsOf(db, sql`orders`);
  const columns = info.columns.filter((column) => stored.has(column.name) && isShown(column, wish));
  const orders = await ordersOf(db, sample.sampleId, columns);
  const bytes = await writeXlsx({
    sheets: [
      reviewSheet(words, rowsOf({ items, orders, columns, info, project, sample, wish })),
      guideSheet(words, wish, sample),
    ],
  });
  const suggestedName = `${info.name}-${wish.language === 'ja' ? '審査サンプル' : 'review-sample'}-${sample.code}.xlsx`;
  const path = project.stagingPath(suggestedName);
  await writeFile(path, bytes, { mode: 0o600 }).catch((error: unknown) => {
    throw fileFailure(error);
  });
  return { staged: basename(path), suggestedName, bytes: (await stat(path)).size };
}

/** What was known at the order: neither keys, which say the same once more, nor masks of the client's own columns. */
function isShown(column: ProjectColumn, { personal }: WorksheetWish): boolean {
  if (!column.present || column.knownAt !== 'screening' || column.name.endsWith('_key')) return false;
  return personal === 'plain' || !(column.name.startsWith('custom.') && isMasked(column));
}

async function ordersOf(
  db: Connection,
  sampleId: string,
  columns: readonly ProjectColumn[],
): Promise<ReadonlyMap<string, Row>> {
  const cells = columns.map(({ name, type }, n) =>
    type === 'timestamp' ? sql`epoch_ms(o.${id(name)}) AS ${id(`c${n}`)}` : sql`o.${id(name)} AS ${id(`c${n}`)}`,
  );
  const rows = await db.rows(sql`SELECT ${join([sql`o.event_id AS key`, sql`o.currency AS money`, ...cells], sql`, `)}
    FROM orders AS o SEMI JOIN review_items AS i ON i.order_id = o.event_id AND i.sample_id = ${sampleId}`);
  return new Map(rows.map((row) => [String(row['key']), row]));
}

interface Shown {
  readonly items: readonly JudgedOrder[];
  readonly orders: ReadonlyMap<string, Row>;
  readonly columns: readonly ProjectColumn[];
  readonly info: ProjectInfo;
  readonly project: ProjectHandle;
  readonly sample: ReviewSample;
  readonly wish: WorksheetWish;
}

interface Table {
  readonly headers: readonly string[];
  readonly rows: readonly (readonly CellValue[])[];
}

function rowsOf({ items, orders, columns, info, project, sample, wish }: Shown): Table {
  const words = reviewWords(wish.language);
  const writers = columns.map(({ name }) => cellWriter(name, wish.personal, { info, project }));
  const beside = wish.showRules ? [words.columns.result, words.columns.hits] : [];
  const rows = items.flatMap((item) => {
    const order = item.orderId === null ? undefined : orders.get(item.orderId);
    if (order === undefined) return [];
    const cells = writers.map((write, n) => safe(write(order[`c${n}`] ?? null, String(order['money'] ?? ''))));
    const stratum = sample.strata[item.stratum];
    const said = wish.showRules ? [safe(stratum?.result ?? null), safe(item.hits.join(' '))] : [];
    return [[item.rowKey, null, null, null, null, ...cells, ...said]];
  });
  const headers = [
    ...filledIn.map((name) => words.columns[name]),
    ...columns.map(({ label }) => String(safe(label[wish.language]))),
    ...beside,
  ];
  return { headers, rows };
}

/** Texts are guarded as in CSV: the sheet may be saved as such, and that opened again. */
const safe = (cell: Cell): CellValue => (typeof cell === 'string' ? guarded(cell) : cell);

const head: CellStyle = {
  font: { bold: true },
  fill: { type: 'pattern', pattern: 'solid', fgColor: { rgb: 'E7EBF0' } },
  alignment: { vertical: 'center', wrapText: true },
};
const toFill: CellStyle = { ...head, fill: { type: 'pattern', pattern: 'solid', fgColor: { rgb: 'FFF2CC' } } };
const quiet: CellStyle = { font: { color: { rgb: '808080' } } };

function reviewSheet(words: ReviewWords, { headers, rows }: Table): WriteSheet {
  const last = Math.max(2, rows.length + 1);
  const cells = new Map(
    headers.map((value, at) => [`0,${at}`, { value, style: at > 0 && at < filledIn.length ? toFill : head }]),
  );
  const widths = [14, 14, 12, 13, 28];
  return {
    name: words.sheet,
    columns: headers.map((_, at) => ({
      width: widths[at] ?? 18,
      ...(at === 0 ? { style: quiet } : {}),
      ...(at === 3 ? { numFmt: 'yyyy-mm-dd' } : {}),
    })),
    rows: [[...headers], ...rows.map((row) => [...row])],
    cells,
    freezePane: { rows: 1, columns: 2 },
    autoFilter: { range: `A1:${columnName(headers.length - 1)}${last}` },
    dataValidations: [
      {
        type: 'list',
        values: [words.verdicts.good, words.verdicts.bad, words.verdicts.unclear],
        range: `B2:B${last}`,
        allowBlank: true,
        showInputMessage: true,
        inputMessage: words.chooseVerdict,
        showErrorMessage: true,
        errorStyle: 'stop',
        errorMessage: words.badVerdict,
      },
    ],
  };
}

/** `A` for 0, `AA` for 26. */
const columnName = (at: number): string =>
  (at >= 26 ? columnName(Math.floor(at / 26) - 1) : '') + String.fromCodePoint(65 + (at % 26));

function guideSheet(words: ReviewWords, { showRules, personal }: WorksheetWish, { code }: ReviewSample): WriteSheet {
  const lines = [
    ...words.guide.map((line) => fill(line, { code })),
    ...(showRules ? [] : [words.blind]),
    ...(personal === 'masked' ? [words.masked] : []),
  ];
  const [title = '', ...rest] = lines;
  return {
    name: words.guideSheet,
    columns: [{ width: 110, style: { alignment: { wrapText: true, vertical: 'top' } } }],
    rows: [[title], ...rest.map((line) => [line])],
    cells: new Map([['0,0', { value: title, style: { font: { bold: true, size: 14 } } }]]),
  };
}
