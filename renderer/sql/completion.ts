import {
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
} from '@codemirror/autocomplete';
import { keywordCompletionSource, PostgreSQL, sql } from '@codemirror/lang-sql';
import { HighlightStyle, bracketMatching, syntaxHighlighting } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { tags } from '@lezer/highlight';
import type { SqlTable, SqlTableColumn } from '../../analysis/model/sql-tables.ts';
import { named, t } from '../i18n/index.ts';
import { fold } from '../parts/combobox.tsx';
import { nearness, tablesIn, written, type Names } from './names.ts';
import { typeText } from './type-text.ts';

const colours = HighlightStyle.define([
  { tag: tags.comment, color: 'var(--text-3)', fontStyle: 'italic' },
  { tag: tags.string, color: 'var(--cel-string)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--cel-number)' },
  { tag: [tags.keyword, tags.operator], color: 'var(--cel-operator)', fontWeight: '600' },
  { tag: [tags.typeName, tags.standard(tags.name)], color: 'var(--cel-function)' },
  { tag: tags.name, color: 'var(--cel-field)' },
]);

/** Reading, colouring and completion of queries: tables, saved queries and columns by their name in either language, then words of SQL. */
export function sqlLanguage(names: () => Names): Extension {
  return [
    sql({ dialect: PostgreSQL }).language,
    syntaxHighlighting(colours),
    bracketMatching(),
    autocompletion({
      override: [(at) => complete(at, names()), keywords],
      activateOnTyping: true,
      icons: false,
      maxRenderedOptions: 80,
      interactionDelay: 30,
    }),
  ];
}

const allKeywords = keywordCompletionSource(PostgreSQL, true);
/** Words of SQL where a name is not what is wanted. */
const keywords = (at: CompletionContext): ReturnType<typeof allKeywords> =>
  at.matchBefore(/[.]\w*|\P{ASCII}/u) === null ? allKeywords(at) : null;

const mark = /(?:([\p{L}_][\p{L}\p{N}_]*)[.])?("?)([\p{L}\p{N}_]*)$/u;

/** Exported for its test: what is offered at a place, with the text that would be written. */
export function complete(at: CompletionContext, { tables, views }: Names): CompletionResult | null {
  const before = at.state.sliceDoc(Math.max(0, at.pos - 2000), at.pos);
  if (isQuoted(before)) return null;
  const [, owner, quote = '', typed = ''] = mark.exec(before) ?? [];
  if (typed === '' && quote === '' && owner === undefined && !at.explicit) return null;
  if (/^\d/.test(typed)) return null;
  const read = tablesIn(at.state.doc.toString(), tables);
  const update = (_: CompletionResult, _from: number, _to: number, now: CompletionContext) =>
    complete(now, { tables, views });
  const from = at.pos - typed.length - quote.length;
  // The editor has closed what was opened.
  const to = at.pos + (quote !== '' && at.state.sliceDoc(at.pos, at.pos + 1) === '"' ? 1 : 0);
  const result = (options: readonly Completion[]): CompletionResult | null =>
    options.length === 0 ? null : { from, to, options: [...options], filter: false, update };
  if (owner !== undefined) {
    const table = read.get(owner.toLowerCase()) ?? tables.find(({ name }) => name === owner.toLowerCase());
    return table === undefined ? null : result(columnOptions([table], typed));
  }
  const afterFrom = /\b(?:from|join)\s+"?[\p{L}\p{N}_]*$/iu.test(before);
  const own = read.size > 0 ? [...new Set(read.values())] : tables.slice(0, 1);
  const relations = relationOptions({ tables, views }, typed);
  return result(afterFrom ? relations : [...columnOptions(own, typed), ...relations]);
}

function columnOptions(tables: readonly SqlTable[], typed: string): readonly Completion[] {
  const seen = new Set<string>();
  return tables
    .flatMap((table) => table.columns.map((column) => ({ column, rank: nearness(column, typed, fold) })))
    .filter(({ column, rank }) => rank !== null && !seen.has(column.name) && seen.add(column.name))
    .sort((a, b) => (a.rank ?? 0) - (b.rank ?? 0))
    .map(({ column }) => ({
      label: column.name,
      type: 'field',
      detail: columnDetail(column),
      apply: written(column.name),
    }));
}

/** What a column is called, its type, and what is to be known of its values. */
export function columnDetail({ label, type, masked, present }: SqlTableColumn): string {
  const notes = [...(masked ? [t('sql.columnMasked')] : []), ...(present ? [] : [t('sql.absent')])];
  return [named(label), typeText(masked ? 'text' : type), ...notes].join(' · ');
}

function relationOptions({ tables, views }: Names, typed: string): readonly Completion[] {
  const wanted = fold(typed);
  const fits = (...all: readonly string[]): boolean => all.some((one) => fold(one).includes(wanted));
  return [
    ...tables
      .filter(({ name, label }) => fits(name, label.ja, label.en))
      .map(({ name, label }) => ({ label: name, type: 'table', detail: named(label), apply: written(name) })),
    ...views
      .filter(({ name }) => fits(name))
      .map(({ name }) => ({ label: name, type: 'table', detail: t('sql.view'), apply: written(name) })),
  ];
}

/** Whether a text ends within a string or a comment. */
function isQuoted(before: string): boolean {
  const rest = before.replace(/'(?:[^']|'')*'|--[^\n]*\n|\/\*[\s\S]*?\*\//g, ' ');
  return /'|--[^\n]*$|\/\*/.test(rest.replace(/"(?:[^"]|"")*"/g, ' '));
}
