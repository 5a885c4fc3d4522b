import { z } from 'zod';
import type { CallName, OutputOf } from '../engine-api.ts';
import type { BatchColumn, ColumnBatch } from '../model/column-batch.ts';
import type { ColumnClause } from '../model/column-clause.ts';
import { putPickedSchema } from '../model/lists.ts';
import { mappingSchema } from '../model/mapping.ts';
import { outcomeChoiceSchema } from '../model/outcome-match.ts';
import { subjectSchema } from '../model/personal-data.ts';
import { looksMasked, type PersonalClass } from '../model/personal-roles.ts';
import type { OpenProject } from '../store/project.ts';
import { isRefused, maskedAnswer } from './answers.ts';
import { clausesIn, mapClauses, maskedClause, unmaskedClause } from './clauses.ts';
import { MaskMemory, masksOver, refuseMasked, unknownColumn, type Masks } from './masks.ts';
import { maskedRuleSets, tellsOfPersons, unmaskedRuleSets } from './rule-set-values.ts';
import { columnOfSubject } from './subject.ts';
import { refuseMaskedBins } from './told-scorecard.ts';

/** The one place where personal values are kept from whoever asks the engine. */
export interface Guard {
  /** What masks and unmasks one call where these classes, of which there is one at least, are masked. */
  readonly of: (classes: readonly PersonalClass[]) => CallGuard;
}

export interface CallGuard {
  /** The input with every mask in it turned to what it stands for; 'personal-masked' for a call that must not be made. */
  readonly incoming: (name: CallName, input: unknown) => Promise<unknown>;
  readonly outgoing: <N extends CallName>(name: N, answer: OutputOf<N>) => Promise<OutputOf<N>>;
  /** What masks the batches of the call while they are streamed. */
  readonly batches: () => Promise<(batch: ColumnBatch) => ColumnBatch>;
}

/** The guard of an open project. */
export function guardOver(project: OpenProject): Guard {
  const memory = new MaskMemory();
  return { of: (classes) => callGuard(project, () => masksOver(project, memory, classes)) };
}

function callGuard(project: OpenProject, masks: () => Promise<Masks>): CallGuard {
  return {
    incoming: async (name, input) => {
      if (isRefused(name)) return refuseMasked();
      const own = await masks();
      if (name === 'ruleSets.writeFile' && tellsOfPersons(input, own)) return refuseMasked();
      const read = await unmaskedRuleSets(await withValues(input, own), own, project);
      return special(name, read, own);
    },
    outgoing: async <N extends CallName>(name: N, answer: OutputOf<N>) => {
      const own = await masks();
      const told = maskedRuleSets(maskedAnswer(name, answer, own), own);
      // Conditions keep their form, so that the answer keeps its type.
      return mapClauses(told, (clause) => maskedClause(clause, own)) as OutputOf<N>;
    },
    batches: async () => {
      const own = await masks();
      return (batch) => ({
        ...batch,
        columns: batch.columns.map((column, at) => maskedColumn(batch.names[at] ?? '', column, own)),
      });
    },
  };
}

async function withValues(input: unknown, masks: Masks): Promise<unknown> {
  const found = clausesIn(input);
  if (found.length === 0) return input;
  const read = await Promise.all(
    found.map(async (clause) => [JSON.stringify(clause), await unmaskedClause(clause, masks)] as const),
  );
  const meant = new Map<string, ColumnClause>(read);
  return mapClauses(input, (clause) => meant.get(JSON.stringify(clause)) ?? clause);
}

/** What of an input is a value without being a condition. */
async function special(name: CallName, input: unknown, masks: Masks): Promise<unknown> {
  if (typeof input !== 'object' || input === null) return input;
  if (writtenMasked.has(name)) return { ...input, personal: 'masked' };
  if ((name === 'personal.held' || name === 'personal.forget') && 'subject' in input)
    return { ...input, subject: await withPerson(input.subject, masks) };
  if (name === 'export.package' && 'rawValues' in input && input.rawValues === true) return refuseMasked();
  // A mask is no value: on a list it would stand for nobody.
  if (name === 'lists.put' && 'values' in input && listed.parse(input.values).some(looksMasked)) return refuseMasked();
  if (name === 'lists.put') return withPicked(input, masks);
  if (name === 'scorecard.build' && 'spec' in input) {
    refuseMaskedBins(input.spec);
    if (!('orders' in input)) return input;
    const meant = listed.parse(input.orders).map((order) => masks.unmask('event_id', order));
    return { ...input, orders: (await Promise.all(meant)).map(([order]) => String(order)) };
  }
  if (name === 'lists.entries') return { ...input, whole: true };
  // A mask that is kept would mean nothing to whoever reads it later, and what it stands for would be told.
  if (keeping.has(name) && 'mapping' in input && labelled(input.mapping).some((value) => looksMasked(String(value))))
    return refuseMasked();
  if (labelling.has(name) && 'mapping' in input) return { ...input, mapping: await withLabel(input.mapping, masks) };
  if (name === 'import.resolveOutcome' && 'choice' in input) {
    const { data } = outcomeChoiceSchema.safeParse(input.choice);
    if (data?.kind !== 'order') return input;
    const [orderId = data.orderId] = await masks.unmask('event_id', data.orderId);
    return { ...input, choice: { ...data, orderId: String(orderId) } };
  }
  return input;
}

const listed = z.array(z.string());

/** A person may be told by a mask on screen. */
async function withPerson(given: unknown, masks: Masks): Promise<unknown> {
  const subject = subjectSchema.parse(given);
  if (subject.kind === 'all') return subject;
  const [value = subject.value] = await masks.unmask(columnOfSubject(subject.by), subject.value);
  return { ...subject, value: String(value) };
}

/**
 * Values picked from a masked screen stand for those behind them. What is a mask still would be put on the list as it is,
 * where nothing would ever match it.
 */
async function withPicked(input: object, masks: Masks): Promise<unknown> {
  const { data } = putPickedSchema.safeParse(input);
  if (data === undefined) return input;
  const { column, parts } = data.picked;
  const meant = await Promise.all(
    Object.entries(parts).map(async ([name, text]) => {
      const [value = text] = await masks.unmask(name, text);
      if (text !== '' && masks.isMask(name, value)) return refuseMasked();
      return [name, String(value)] as const;
    }),
  );
  return { ...data, picked: { column, parts: Object.fromEntries(meant) } };
}

/** Files with or without personal values: without them where they are masked. */
const writtenMasked: ReadonlySet<CallName> = new Set([
  'orders.exportCsv',
  'reviewSample.worksheet',
  'findings.writeFile',
]);

/** Calls whose mapping may name values picked from a masked preview. */
const labelling: ReadonlySet<CallName> = new Set(['import.run', 'import.tryRun']);
const keeping: ReadonlySet<CallName> = new Set(['mappings.save', 'mappings.writeFile']);

/** Values of the label of a mapping of orders; others name none. */
const labelled = (given: unknown): readonly unknown[] => mappingSchema.safeParse(given).data?.label?.bad ?? [];

/** Values of the file's own label were picked from a preview that was masked. */
async function withLabel(given: unknown, masks: Masks): Promise<unknown> {
  const mapping = mappingSchema.parse(given);
  if (mapping.label === undefined) return mapping;
  const bad = await Promise.all(mapping.label.bad.map((value) => masks.unmask(unknownColumn, value)));
  // One that stands for nothing any more would make nobody bad, without a word.
  if (bad.flat().some((value) => looksMasked(String(value)))) return refuseMasked();
  return { ...mapping, label: { ...mapping.label, bad: bad.flat() } };
}

function maskedColumn(name: string, column: BatchColumn, { masked, mask }: Masks): BatchColumn {
  if (!masked(name)) return column;
  const values = Array.from<string | number | boolean | null>(column.values);
  return {
    kind: 'texts',
    values: values.map((value) => {
      const shown = typeof value === 'number' && Number.isNaN(value) ? null : mask(name, value);
      return shown === null ? null : String(shown);
    }),
  };
}
