import { columnSynonyms } from '../model/column-synonyms.ts';
import { canonicalColumns, type CanonicalName } from '../model/columns.ts';
import type { Mapping } from '../model/mapping.ts';
import { targetPresets } from '../model/target.ts';
import { keepable } from '../model/layouts/list-headers.ts';
import { isCardHeader } from './card-number.ts';
import { bareKey, headerKey } from './outcome-columns.ts';
import { settleCode } from './settle-status.ts';
import { splitColumns } from './split-headers.ts';
import { headersOf } from './source-table.ts';

/** A header and its first values, as the proposal looks at them. */
export interface SeenColumn {
  readonly name: string;
  readonly type: string;
  readonly values: readonly string[];
  /** Whether a value stands in it more than once, where all of the file was looked at. */
  readonly repeats?: boolean;
}

/** A proposed mapping with how sure each canonical column is, 0..1. */
export interface Proposal {
  readonly mapping: Mapping;
  readonly confidence: Readonly<Record<string, number>>;
}

/** Values that show what a column is, whatever its header says; `share` of non-blank values must match. */
const shapes: readonly (readonly [CanonicalName, RegExp])[] = [
  ['email', /^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/],
  ['ip_address', /^(?:\d{1,3}\.){3}\d{1,3}$|^[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){3,7}$/i],
  ['user_agent', /^Mozilla\/\d/],
  ['phone', /^(?:\+81[- ]?|0)\d{1,4}[- ]?\d{1,4}[- ]?\d{3,4}$/],
  ['buyer_zip', /^〒?\d{3}-\d{4}$/],
];
const share = 0.9;

const date = /^\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?$|^(?:19|20)\d{6}$/;
const dateTime = /^\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?[T ]+\d{1,2}[:時]\d{1,2}/;
const clock = /^\d{1,2}[:時]\d{2}(?:[:分]\d{2})?/;

/** Proposes a mapping from headers (synonyms) and, where they do not tell, from the first values. */
export function proposeMapping(columns: readonly SeenColumn[], timezone: string): Proposal {
  const confidence: Record<string, number> = {};
  const chosen: Mapping['columns'] = {};
  const used = new Set<string>();
  const take = (name: CanonicalName, entry: string | { from: string[] } | { value: string }, sure: number): void => {
    chosen[name] = entry;
    confidence[name] = sure;
    for (const header of headersOf(entry)) used.add(header);
  };
  const label = labelColumn(columns);
  if (label !== undefined) used.add(label.from);
  proposeTime(columns, take);
  for (const { name, headers } of splitColumns(columns))
    if (headers.every((header) => !used.has(header))) take(name, { from: [...headers] }, 0.9);
  for (const { name, header, sure } of byHeader(columns, used))
    if (chosen[name] === undefined) take(name, header, sure);
  for (const [name, pattern] of shapes) {
    if (chosen[name] !== undefined) continue;
    const found = columns.find((column) => !used.has(column.name) && matches(column, pattern));
    if (found !== undefined) take(name, found.name, 0.6);
  }
  proposeAddress(columns, chosen, take);
  proposeId(columns, chosen, take);
  proposeCurrency(columns, chosen, take);
  const lines = linesTold(columns, chosen);
  const keep = keepable(
    columns.map((column) => column.name),
    used,
  );
  return {
    mapping: {
      timezone,
      columns: chosen,
      ...(keep.length > 0 ? { keep: keep.slice(0, 500) } : {}),
      ...(lines === null ? {} : { lines }),
      ...(label === undefined ? billsTold(columns, chosen) : { label }),
    },
    confidence,
  };
}

const unpaid = targetPresets.find(({ id }) => id === 'unpaid');

/** The target of unpaid bills where the statuses of a file tell of such, and of no chargebacks. */
function billsTold(columns: readonly SeenColumn[], chosen: Mapping['columns']): Pick<Mapping, 'target'> {
  const column = columns.find(({ name }) => name === chosen.settle_status);
  const codes = new Set((column === undefined ? [] : filled(column)).map(settleCode));
  const told = !codes.has('60') && ['30', '40', '50'].some((code) => codes.has(code));
  return told && unpaid !== undefined ? { target: unpaid } : {};
}

/** What a row is in a cart's list of order lines, and the word for goods among postage, fees and discounts. */
const lineKind = /^(?:明細区分|明細種別|linetype|itemtype)(?:名称|名)?$/;
const goods = new Set(['商品', 'product', 'goods', 'line_item']);

/**
 * Whether rows are order lines: ids repeat, and wherever one does, time and amount are those of its first row or blank.
 * Where something repeats otherwise the rows are what they seem: orders, some of them twice.
 */
export function linesTold(columns: readonly SeenColumn[], chosen: Mapping['columns']): Mapping['lines'] | null {
  const valuesOf = (name: CanonicalName): readonly (readonly string[])[] =>
    headersOf(chosen[name]).flatMap((header) => {
      const column = columns.find((one) => one.name === header);
      return column === undefined ? [] : [column.values.map((value) => value.trim())];
    });
  const [ids, ...others] = [valuesOf('event_id'), valuesOf('ordered_at'), valuesOf('amount')];
  if (ids?.length !== 1 || others.some((values) => values.length === 0)) return null;
  const first = new Map<string, number>();
  let repeated = false;
  for (const [row, id] of (ids[0] ?? []).entries()) {
    if (id === '') continue;
    const before = first.get(id);
    if (before === undefined) first.set(id, row);
    else if (others.flat().some((values) => values[row] !== '' && values[row] !== values[before])) return null;
    else repeated = true;
  }
  if (!repeated) return null;
  const kind = columns.find((column) => lineKind.test(bareKey(column.name)) && !/[(（]id[)）]/i.test(column.name));
  const words = [...new Set(kind === undefined ? [] : filled(kind))].filter((word) => goods.has(word.toLowerCase()));
  return kind === undefined || words.length === 0 ? {} : { only: { from: kind.name, values: words } };
}

interface Match {
  readonly name: CanonicalName;
  readonly header: string;
  readonly sure: number;
}

function byHeader(columns: readonly SeenColumn[], used: ReadonlySet<string>): Match[] {
  const found: Match[] = [];
  const taken = new Set(used);
  for (const canonical of canonicalColumns) {
    const keys = [canonical.name, ...columnSynonyms(canonical.name)].map(headerKey);
    const best = columns
      .filter((column) => !taken.has(column.name))
      .map((column) => ({ column, rank: rankOf(column.name, keys) }))
      .filter(({ column, rank }) => rank >= 0 && fits(canonical.name, column))
      .sort((a, b) => a.rank - b.rank)[0];
    if (best === undefined) continue;
    taken.add(best.column.name);
    found.push({ name: canonical.name, header: best.column.name, sure: best.rank <= 1 ? 1 : 0.9 });
  }
  return found;
}

/** Place of a header among synonyms, those that only match without their parentheses behind all others; -1 for none. */
function rankOf(header: string, keys: readonly string[]): number {
  const whole = keys.indexOf(headerKey(header));
  const bare = whole < 0 ? keys.indexOf(bareKey(header)) : whole;
  return whole < 0 && bare >= 0 ? keys.length + bare : bare;
}

/** Some headers say less than their values: an amount has digits, a time is one. */
function fits(name: CanonicalName, column: SeenColumn): boolean {
  const values = column.values.filter((value) => value.trim() !== '');
  if (values.length === 0) return true;
  if (name === 'amount' || name === 'item_quantity') {
    // A single spoilt cell among the first rows does not take the amount from its header.
    return values.filter((value) => /\d/.test(value.normalize('NFKC'))).length * 2 >= values.length;
  }
  if (name === 'shipped_at') return values.some((value) => /\d{4}/.test(value.normalize('NFKC')));
  return true;
}

const filled = (column: SeenColumn): string[] =>
  column.values.map((value) => value.normalize('NFKC').trim()).filter((value) => value !== '');

function matches(column: SeenColumn, pattern: RegExp): boolean {
  const values = filled(column);
  return values.length > 0 && values.filter((value) => pattern.test(value)).length >= values.length * share;
}

/** Headers of a clock time that stands beside its date. */
const timeHeader = /時刻|時間|time$|^time|hour/i;

function proposeTime(
  columns: readonly SeenColumn[],
  take: (name: CanonicalName, entry: string | { from: string[] }, sure: number) => void,
): void {
  const keys = ['ordered_at', ...columnSynonyms('ordered_at')].map(headerKey);
  const named = (column: SeenColumn): boolean => keys.includes(headerKey(column.name));
  const isDay = (column: SeenColumn): boolean => column.type === 'DATE' || matches(column, date);
  const isClock = (column: SeenColumn): boolean =>
    column.type === 'TIME' || (matches(column, clock) && timeHeader.test(column.name));
  const isMoment = (column: SeenColumn): boolean => column.type.startsWith('TIMESTAMP') || matches(column, dateTime);
  const days = columns.filter((column) => isDay(column) && !/birth|dob|生年|誕生/i.test(column.name));
  const day = days.find(named) ?? days.find((column) => /注文|受注|購入|order|trans|purchase|buy/i.test(column.name));
  const moment = columns.find((column) => named(column) && isMoment(column));
  if (moment !== undefined) return take('ordered_at', moment.name, 1);
  if (day !== undefined) {
    const stem = headerKey(day.name).replace(/日|date$/g, '');
    const clocks = columns.filter(isClock);
    const beside =
      clocks.find((column) => stem !== '' && headerKey(column.name).startsWith(stem)) ??
      (clocks.length === 1 ? clocks[0] : undefined);
    if (beside !== undefined) return take('ordered_at', { from: [day.name, beside.name] }, 0.9);
  }
  const other = columns.find(named) ?? columns.find(isMoment) ?? day;
  if (other !== undefined) take('ordered_at', other.name, named(other) ? 0.9 : 0.5);
}

/** Where the prefecture stands by itself, 住所1 begins with the city; else it is the prefecture and 住所2 the city. */
function proposeAddress(
  columns: readonly SeenColumn[],
  chosen: Mapping['columns'],
  take: (name: CanonicalName, entry: string, sure: number) => void,
): void {
  const places = [
    ['', 'buyer_pref', 'buyer_city', 'buyer_address'],
    ['配送先', 'delivery_pref', 'delivery_city', 'delivery_address'],
  ] as const;
  for (const [prefix, pref, city, address] of places) {
    const headerOf = (key: string): string | undefined => columns.find(({ name }) => headerKey(name) === key)?.name;
    const [first, second] = [headerOf(`${prefix}住所1`), headerOf(`${prefix}住所2`)];
    if (first === undefined || second === undefined || chosen[pref] === undefined || chosen[pref] === first) continue;
    const [cityNow, addressNow] = [chosen[city], chosen[address]];
    if ((cityNow !== undefined && cityNow !== second) || (addressNow !== undefined && addressNow !== second)) continue;
    take(city, first, 0.9);
    take(address, second, 0.9);
  }
}

/** Shopify calls the order number a name. */
const numbered = /^#\S*\d/;

/** Headers of numbers that count the transactions of one card. */
const transactionHeader = /^(?:trans(?:action)?_?(?:num|number|no|id)|取引(?:番号|id))$/i;

/** A number that repeats, or that counts the transactions of one card, tells an order only beside its card. */
function proposeId(
  columns: readonly SeenColumn[],
  chosen: Mapping['columns'],
  take: (name: CanonicalName, entry: string | { from: string[] }, sure: number) => void,
): void {
  const named = columns.find((column) => column.name === chosen.event_id);
  const card = columns.find((column) => isCardHeader(column.name));
  const number = named ?? columns.find((column) => transactionHeader.test(plainHeader(column)));
  if (number !== undefined && card !== undefined && number !== card)
    if (repeats(number) || transactionHeader.test(plainHeader(number)))
      return take('event_id', { from: [card.name, number.name] }, 0.7);
  if (chosen.event_id !== undefined) return;
  const shopify = columns.find((column) => /^name$/i.test(column.name) && matches(column, numbered));
  if (shopify !== undefined) return take('event_id', shopify.name, 0.9);
  const free = columns.find((column) => /^(?:.*[_\- ])?(?:id|no|number|番号)$/i.test(column.name) && isUnique(column));
  if (free !== undefined && !Object.values(chosen).includes(free.name)) take('event_id', free.name, 0.4);
}

const plainHeader = ({ name }: SeenColumn): string =>
  name
    .normalize('NFKC')
    .trim()
    .replace(/[\s-]+/g, '_');

function repeats(column: SeenColumn): boolean {
  const values = filled(column);
  return column.repeats === true || new Set(values).size < values.length;
}

const isUnique = (column: SeenColumn): boolean => filled(column).length > 0 && !repeats(column);

const currencySigns: readonly (readonly [string, RegExp])[] = [
  ['USD', /[$]|USD/i],
  ['EUR', /€|EUR/i],
  ['GBP', /£|GBP/i],
];

/** Signs beside most amounts tell a currency; decimals without a sign do not, and the person is asked. */
function proposeCurrency(
  columns: readonly SeenColumn[],
  chosen: Mapping['columns'],
  take: (name: CanonicalName, entry: { value: string }, sure: number) => void,
): void {
  const amount = columns.find((column) => column.name === chosen.amount);
  if (chosen.currency !== undefined || amount === undefined) return;
  const found = currencySigns.find(([, sign]) => {
    const values = filled(amount);
    return values.filter((value) => sign.test(value)).length * 2 > values.length;
  });
  if (found !== undefined) take('currency', { value: found[0] }, 0.8);
}

const labelNames = [
  'isfraud',
  'fraud',
  'fraudflag',
  'chargeback',
  'ischargeback',
  'label',
  'class',
  'target',
  '不正',
  '不正フラグ',
  'チャージバック',
  'defaultpaymentnextmonth',
];

function labelColumn(columns: readonly SeenColumn[]): { from: string; bad: (string | number | boolean)[] } | undefined {
  for (const name of labelNames) {
    const column = columns.find((one) => headerKey(one.name) === name);
    if (column === undefined) continue;
    const values = new Set(filled(column).map((value) => value.toLowerCase()));
    if ([...values].every((value) => /^(?:0|1|0\.0|1\.0)$/.test(value))) return { from: column.name, bad: [1] };
    if ([...values].every((value) => value === 'true' || value === 'false')) return { from: column.name, bad: [true] };
  }
  return undefined;
}
