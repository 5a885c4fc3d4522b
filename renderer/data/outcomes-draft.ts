import type { OutcomesPreview } from '../../analysis/engine-api.ts';
import type { ChosenFile } from '../../analysis/model/bridge.ts';
import { targetPresets, type Target } from '../../analysis/model/target.ts';
import { headersOf, outcomeColumns, tellsOrder, type Mapping } from '../../analysis/model/mapping.ts';

export type OutcomeColumn = (typeof outcomeColumns)[number];

/** A list of outcomes and which of its headers holds what; null is no column. */
export interface OutcomesDraft {
  readonly file: ChosenFile;
  readonly preview: OutcomesPreview;
  readonly columns: Readonly<Record<OutcomeColumn, string | null>>;
  /** A person said that a list which looks like screening results is one of chargebacks. */
  readonly chargebacks?: true;
}

/** `told`: which headers a saved mapping reads, where the list has them. */
export function outcomesDraft(
  file: ChosenFile,
  preview: OutcomesPreview,
  told?: NonNullable<Mapping['outcomes']>,
): OutcomesDraft {
  const has = (header: string | undefined): header is string => preview.columns.some(({ name }) => name === header);
  const columns = Object.fromEntries(
    outcomeColumns.map((name) => {
      const [header, more] = headersOf(told?.columns[name]);
      return [name, more === undefined && has(header) ? header : (preview.columnsFound[name] ?? null)];
    }),
  );
  return { file, preview, columns: columns as OutcomesDraft['columns'] };
}

/** Whether the chosen columns can tell an order. */
export const tellsAnOrder = ({ columns }: OutcomesDraft): boolean => tellsOrder((name) => columns[name] !== null);

/** Whether a list may be one of screening results, and nobody has said what it is, by a column or in so many words. */
export const mayBeResults = ({ preview, columns, chargebacks }: OutcomesDraft): boolean =>
  preview.looksRecorded === true && chargebacks !== true && columns.kind === null && columns.reason === null;

/** What is sent: the chosen headers, a constant for the kind of a list whose kind was said, and a blank one for a column that is not there. */
export function outcomesMapping({ columns, chargebacks }: OutcomesDraft): NonNullable<Mapping['outcomes']> {
  const said = chargebacks === true ? { kind: { value: 'chargeback' } } : {};
  const told = (name: OutcomeColumn) => columns[name] ?? { value: '' };
  return { columns: { ...Object.fromEntries(outcomeColumns.map((name) => [name, told(name)])), ...said } };
}

/** What a list tells of by its columns and name: disputes of card payments, bills, or neither for sure. */
export function matterOf({ columns, file }: OutcomesDraft): 'dispute' | 'bill' | null {
  if (columns.due_at !== null || columns.days_past_due !== null) return 'bill';
  const named = /charge.?back|dispute|チャージバック|不正/iu.test(`${file.name} ${columns.reason ?? ''}`);
  return named || columns.card_number !== null || columns.card_bin !== null ? 'dispute' : null;
}

/** The preset of what a list tells of. */
const presetOf = { dispute: 'card-fraud', bill: 'unpaid' } as const;

/** Kinds of outcomes by which targets of a matter tell bad orders. */
const kindsOf: Readonly<Record<keyof typeof presetOf, readonly string[]>> = {
  dispute: ['chargeback'],
  bill: ['bad-debt', 'overdue'],
};

/** Whether a target would count nothing of a list: one of bills says nothing of chargebacks. */
export function isBeside(target: Target, outcomes: OutcomesDraft): boolean {
  const matter = matterOf(outcomes);
  if (matter === null) return target.id === 'label';
  return !target.kinds.some((kind) => kindsOf[matter].includes(kind));
}

/** The target beside a list: the one there was, unless it would count nothing of it. */
export function targetBeside(target: Target, outcomes: OutcomesDraft): Target {
  if (!isBeside(target, outcomes)) return target;
  const wanted = presetOf[matterOf(outcomes) ?? 'dispute'];
  return targetPresets.find(({ id }) => id === wanted) ?? target;
}
