import { itemsColumn } from '../model/order-lines.ts';
import { featureOf } from './features/feature-columns.ts';
import { membershipOf } from './made-columns.ts';
import { moneyColumn } from './order-money.ts';
import type { RowsState } from './working-rows.ts';

/** Columns every working table has, see ProjectHandle.rows. */
export const workingColumns = [
  'seq',
  'ordered_at',
  'amount',
  'currency',
  'state',
  'early_bad',
  'refused',
  'bill_open',
  'week',
  'hour',
  'mature',
] as const;

export const isThere = (column: string, state: RowsState): boolean =>
  isMoney(column) ||
  state.columns.has(column) ||
  membershipOf(column, state) !== null ||
  featureOf(column, state.scope) !== null;

export const isStored = (column: string, state: RowsState): boolean =>
  state.columns.has(column) && column !== itemsColumn && membershipOf(column, state) === null;

export const isMoney = (column: string): boolean => column === moneyColumn;

export const isWorking = (column: string): boolean => workingColumns.some((name) => name === column);
