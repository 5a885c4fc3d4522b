import type { ProjectColumn } from '../model/columns.ts';
import type { Bin, ColumnProfile } from '../model/explore.ts';
import { ShinsaError } from '../model/failure.ts';
import type { Filter } from '../model/filter.ts';
import type { Connection } from '../store/connection.ts';
import { filteredRows } from '../store/filtered-rows.ts';
import { amountIn } from '../store/money.ts';
import type { ProjectHandle } from '../store/project-handle.ts';
import type { Axes } from './axes.ts';
import { numericBins } from './numeric-profile.ts';
import { textBins } from './text-profile.ts';
import { hourBins, timeBins } from './time-profile.ts';

/**
 * One column of the filtered orders as bins with their bad rate. The bins cover every order exactly once, and each
 * clause filters to exactly the orders of its bin. Throws 'input-invalid' for a column the project does not have.
 */
export async function columnProfile(
  project: ProjectHandle,
  db: Connection,
  axes: Axes,
  name: string,
  filter: Filter,
): Promise<ColumnProfile> {
  if (!(await project.columns()).some((column) => column.name === name)) throw unknown(name);
  const rows = await filteredRows(project, db, filter, [name]);
  const { info } = rows;
  const column = info.columns.find((candidate) => candidate.name === name);
  if (column === undefined) throw unknown(name);
  const amount = amountIn(info.currency, rows.singleCurrency);
  const { bins, distinct } = await binsOf(column);
  const orders = bins.reduce((total, bin) => total + bin.orders, 0);
  return { column: name, type: column.type, orders, distinct, bins };

  async function binsOf({ type }: ProjectColumn): Promise<{ bins: readonly Bin[]; distinct: number | null }> {
    switch (type) {
      case 'money':
      case 'int':
      case 'double': {
        const numeric = { name, type, currency: info.currency, ordersAll: info.orders };
        const axis = await axes.of(project, db, numeric, filter);
        return { bins: await numericBins(db, rows, numeric, axis, amount), distinct: null };
      }
      case 'timestamp':
        if (name === 'ordered_at') return { bins: await hourBins(db, rows, amount), distinct: null };
        return { bins: await timeBins(db, rows, name, info.timezone, amount), distinct: null };
      case 'text':
      case 'bool':
        return textBins(db, rows, name, amount);
    }
  }
}

const unknown = (field: string): ShinsaError => new ShinsaError('input-invalid', {}, { place: { field } });
