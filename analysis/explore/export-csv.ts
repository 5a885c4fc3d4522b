import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Staged } from '../engine-api.ts';
import type { BatchColumn, ColumnBatch } from '../model/column-batch.ts';
import { ShinsaError } from '../model/failure.ts';
import type { PersonalValues } from '../model/explore.ts';
import type { Filter } from '../model/filter.ts';
import { cellWriter, type Cell, type CellWriter } from '../store/cell-writer.ts';
import type { Connection } from '../store/connection.ts';
import { byteOrderMark, csvLine } from '../store/csv-text.ts';
import type { ProjectHandle } from '../store/project-handle.ts';
import { writeLines } from '../store/write-lines.ts';
import { onView, pages } from './order-page.ts';
import { checkColumns, type OrderViews, type Sort } from './order-views.ts';

export interface CsvRequest {
  readonly filter: Filter;
  readonly sort: Sort;
  readonly columns: readonly string[];
  readonly personal: PersonalValues;
}

/** How a run is watched while it writes. */
export interface Watch {
  readonly signal: AbortSignal;
  readonly written: (rows: number, total: number) => void;
}

/**
 * The filtered orders as CSV in staging: UTF-8 with a byte order mark, column names as the importer knows them, money
 * in major units, times in the project's zone, text safe from being run as a formula. The orders are those of one
 * moment, whatever is imported meanwhile; 'view-gone' when they changed before writing began.
 */
export async function exportCsv(
  project: ProjectHandle,
  db: Connection,
  views: OrderViews,
  request: CsvRequest,
  watch: Watch,
): Promise<Staged> {
  const info = await project.info();
  checkColumns(info.columns, request.columns);
  const { viewId } = await views.open(db, request.filter, request.sort);
  const suggestedName = `${info.name}-orders.csv`;
  const path = project.stagingPath(suggestedName);
  const read = [...new Set([...request.columns, 'currency'])];
  try {
    await views.reading(viewId, (view) =>
      onView(project, db, view, read, async (source) => {
        if (view.dataVersion !== info.dataVersion) throw new ShinsaError('view-gone');
        const batches = pages(db, source, { offset: 0, limit: view.count }, read);
        const lines = csvLines(batches, request, { info, project }, (rows) => watch.written(rows, view.count));
        await writeLines(path, lines, watch.signal);
      }),
    );
  } finally {
    await views.drop(viewId);
  }
  return { staged: basename(path), suggestedName, bytes: (await stat(path)).size };
}

async function* csvLines(
  batches: AsyncIterable<ColumnBatch>,
  request: CsvRequest,
  from: Parameters<typeof cellWriter>[2],
  written: (rows: number) => void,
): AsyncGenerator<string> {
  yield byteOrderMark + csvLine(request.columns);
  const writers = request.columns.map((name) => cellWriter(name, request.personal, from));
  let rows = 0;
  for await (const batch of batches) {
    yield batchText(batch, request.columns, writers);
    rows += batch.rowCount;
    written(rows);
  }
}

function batchText(batch: ColumnBatch, columns: readonly string[], writers: readonly CellWriter[]): string {
  const at = (name: string): BatchColumn | undefined => batch.columns[batch.names.indexOf(name)];
  const sources = columns.map(at);
  const currencies = at('currency');
  let text = '';
  for (let row = 0; row < batch.rowCount; row += 1) {
    const currency = String(cell(currencies, row) ?? '');
    text += csvLine(writers.map((write, index) => write(cell(sources[index], row), currency)));
  }
  return text;
}

function cell(column: BatchColumn | undefined, row: number): Cell {
  const value = column?.values[row] ?? null;
  return typeof value === 'number' && Number.isNaN(value) ? null : value;
}
