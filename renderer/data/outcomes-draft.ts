import type { OutcomesPreview } from '../../analysis/engine-api.ts';
import type { ChosenFile } from '../../analysis/model/bridge.ts';
import { generalNamed } from '../../analysis/model/layouts/index.ts';
import { targetPresets, type Target } from '../../analysis/model/target.ts';
import { headersOf, outcomeColumns, tellsOrder, type OutcomesMapping } from '../../analysis/model/mapping.ts';
import { call } from '../state/jobs.ts';
import { tokensOf } from './chosen-file.ts';
import { pickedDraft, toldSources, type PickedDraft, type ToldSources } from './picked-draft.ts';

export type OutcomeColumn = (typeof outcomeColumns)[number];

/** A list of outcomes and where its columns come from. */
export type OutcomesDraft = PickedDraft<OutcomeColumn>;

/** `told`: what a saved mapping, or a general layout, says of it. */
export const outcomesDraft = (file: ChosenFile, preview: OutcomesPreview, told?: ToldOutcomes): OutcomesDraft =>
  pickedDraft(
    outcomeColumns,
    { file, preview, reading: told?.file ?? {}, layout: told?.layout ?? null },
    told === undefined ? told : { ...told, columns: { ...layoutColumns(told.layout), ...told.columns } },
  );

/** What a mapping says of a list, or the general layout it is to be read by. */
export type ToldOutcomes = ToldSources & { readonly layout?: string | null };

function layoutColumns(id: string | null | undefined): ToldSources['columns'] {
  const layout = typeof id === 'string' ? generalNamed(id) : undefined;
  return layout?.as === 'outcomes' ? layout.columns : {};
}

/** The first rows of a list and what is found in them, read as `told` says. */
export async function openOutcomesDraft(
  file: ChosenFile,
  told: ToldOutcomes = { columns: {} },
): Promise<OutcomesDraft> {
  const layout = typeof told.layout === 'string' ? { layout: told.layout } : {};
  const seen = await call('import.previewOutcomes', { ...tokensOf(file), ...layout, ...told.file });
  return outcomesDraft(file, seen, told);
}

/** Whether the chosen columns can tell an order. */
export const tellsAnOrder = ({ columns }: OutcomesDraft): boolean => tellsOrder((name) => columns[name] !== null);

/** Whether a list may be one of screening results, and nobody has said what it is, by a column or in so many words. */
export const mayBeResults = ({ preview, columns }: OutcomesDraft): boolean =>
  preview.looksRecorded === true && columns.kind === null && columns.reason === null;

/** A list which looks like screening results, as a person says that it is one of chargebacks: every row is of that kind. */
export const asChargebacks = (draft: OutcomesDraft): OutcomesDraft => ({
  ...draft,
  columns: { ...draft.columns, kind: { value: 'chargeback' } },
});

/** What is sent: every source. */
export const outcomesMapping = (draft: OutcomesDraft): OutcomesMapping => toldSources(outcomeColumns, draft);

/** What a list tells of by its columns and name: disputes of card payments, bills, or neither for sure. */
export function matterOf({ columns, file }: OutcomesDraft): 'dispute' | 'bill' | null {
  if (columns.due_at !== null || columns.days_past_due !== null) return 'bill';
  const reason = headersOf(columns.reason ?? undefined).join(' ');
  const named = /charge.?back|dispute|チャージバック|不正/iu.test(`${file.name} ${reason}`);
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
