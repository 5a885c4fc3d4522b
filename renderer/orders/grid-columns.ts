import type { ProjectColumn } from '../../analysis/model/columns.ts';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import { named, t } from '../i18n/index.ts';
import { recall, remember } from '../state/remember.ts';

/** A column of the order table. `state` is the order's outcome state, which no file column holds. */
export interface GridColumn {
  readonly name: string;
  readonly label: string;
  readonly column: ProjectColumn | undefined;
  readonly numeric: boolean;
  readonly width: number;
}

/** Which columns are shown, in this order, and how wide. */
export interface GridLayout {
  readonly shown: readonly string[];
  readonly widths: Readonly<Record<string, number>>;
}

const firstChoice = [
  'event_id',
  'ordered_at',
  'amount',
  'state',
  'payment_method',
  'member_id',
  'buyer_name',
  'email',
  'buyer_pref',
  'ip_address',
  'device_id',
  'card_bin',
];
const shownAtFirst = 12;
export const stateColumn = 'state';

/** Every column that can be shown: the state and the project's columns that hold a value. */
export function offeredColumns(info: ProjectInfo): readonly string[] {
  return [stateColumn, ...info.columns.filter((column) => column.present).map((column) => column.name)];
}

export function startLayout(info: ProjectInfo): GridLayout {
  const offered = offeredColumns(info);
  const chosen = firstChoice.filter((name) => offered.includes(name));
  const custom = offered.filter((name) => name.startsWith('custom.'));
  return { shown: [...chosen, ...custom].slice(0, shownAtFirst), widths: {} };
}

const key = (info: ProjectInfo) => `grid.${info.projectId}`;

export function recallLayout(info: ProjectInfo): GridLayout {
  const text = recall(key(info));
  const offered = offeredColumns(info);
  const stored = text === null ? null : readLayout(text);
  const shown = stored?.shown.filter((name) => offered.includes(name)) ?? [];
  return stored && shown.length > 0 ? { shown, widths: stored.widths } : startLayout(info);
}

function readLayout(text: string): GridLayout | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || !('shown' in value) || !('widths' in value)) return null;
    if (!Array.isArray(value.shown) || typeof value.widths !== 'object' || value.widths === null) return null;
    const widths = Object.entries(value.widths).filter(
      (entry): entry is [string, number] => typeof entry[1] === 'number',
    );
    return { shown: value.shown.map(String), widths: Object.fromEntries(widths) };
  } catch {
    return null;
  }
}

export function rememberLayout(info: ProjectInfo, layout: GridLayout): void {
  remember(key(info), JSON.stringify(layout));
}

export function gridColumns(info: ProjectInfo, layout: GridLayout): readonly GridColumn[] {
  return layout.shown.map((name) => {
    const column = info.columns.find((candidate) => candidate.name === name);
    const numeric = column !== undefined && ['money', 'int', 'double'].includes(column.type);
    const label = name === stateColumn ? t('state.label') : column ? named(column.label) : name;
    return { name, label, column, numeric, width: layout.widths[name] ?? usualWidth(name, column) };
  });
}

function usualWidth(name: string, column: ProjectColumn | undefined): number {
  if (name === stateColumn) return 96;
  if (column?.type === 'timestamp') return 150;
  if (column?.type === 'money') return 100;
  if (column?.type === 'bool') return 70;
  if (column?.type === 'int' || column?.type === 'double') return 96;
  if (name === 'payment_method' || name === 'settle_status') return 152;
  return ['email', 'buyer_address', 'delivery_address', 'user_agent', 'items_summary'].includes(name) ? 190 : 130;
}
