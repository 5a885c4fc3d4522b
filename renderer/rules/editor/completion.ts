import {
  autocompletion,
  completeFromList,
  snippet,
  type Completion,
  type CompletionContext,
  type CompletionResult,
} from '@codemirror/autocomplete';
import { writtenPath, type ScopeField } from '../../../analysis/expression/index.ts';
import { codeName } from '../../../analysis/model/code-names.ts';
import { count } from '../../i18n/format.ts';
import { language, named, t } from '../../i18n/index.ts';
import { codeText } from '../../i18n/values.ts';
import { fold } from '../../parts/combobox.tsx';
import { fieldIn, type EditorContext, type GetContext } from './context.ts';
import { lineOptions, lineVariable } from './lines.ts';
import { fieldInfo, paragraph } from './field-info.ts';
import { listOptions } from './list-options.ts';
import { knownValues } from './values.ts';
import { celWords, operators, typeKeys, type CelWord } from './words.ts';

/** Completes fields by path and by their Japanese or English name, functions, operators and known values. */
export function celCompletion(context: GetContext) {
  const source = (at: CompletionContext) => complete(at, context);
  return autocompletion({
    override: [source],
    activateOnTyping: true,
    icons: false,
    maxRenderedOptions: 60,
    interactionDelay: 30,
  });
}

function complete(at: CompletionContext, get: GetContext): CompletionResult | null | Promise<CompletionResult | null> {
  const values = valuePlace(at.state.sliceDoc(0, at.pos));
  return values ? completeValues(at, values, get()) : completeWords(at, get);
}

function completeWords(at: CompletionContext, get: GetContext): CompletionResult | null {
  const context = get();
  const before = at.state.sliceDoc(0, at.pos);
  if (valuePlace(before) || openString(before)) return null;
  const typed = /[\p{L}\p{N}_.]*$/u.exec(before)?.[0] ?? '';
  if (typed === '' && !at.explicit) return null;
  if (/^\d/.test(typed)) return null;
  // Follows the typing without a pause, so that Enter always takes what is on screen.
  const update = (_before: CompletionResult, _from: number, _to: number, now: CompletionContext) =>
    completeWords(now, get);
  const methods = lineOptions(typed, lineVariable(before)) ?? methodsOf(typed, context);
  if (methods) {
    const options = [...methods.options, ...besideLines(typed, context)];
    return { from: at.pos - methods.typed.length, options, filter: false, update };
  }
  const conditionEnds = /[\p{L}\p{N}_)"'\]]\s+$/u.test(before.slice(0, before.length - typed.length));
  const options = [
    ...listOptions(typed, before.slice(0, before.length - typed.length), context.scope),
    ...(conditionEnds ? operatorOptions(typed) : []),
    ...fieldOptions(typed, context),
    ...wordOptions(
      celWords.filter((word) => word.on === null),
      typed,
    ),
  ];
  return options.length === 0 ? null : { from: at.pos - typed.length, options, filter: false, update };
}

function openString(before: string): boolean {
  const line = before.slice(before.lastIndexOf('\n') + 1).replace(/\\./g, '');
  let open: string | null = null;
  for (const char of line) {
    if (open === null && (char === '"' || char === "'")) open = char;
    else if (char === open) open = null;
  }
  return open !== null;
}

interface ValuePlace {
  readonly path: string;
  /** What of the value has been written; `quoted` when the quote stands already. */
  readonly typed: string;
  readonly quoted: boolean;
}

const comparison = /([\p{L}\p{N}_.]+)\s*(?:==|!=)\s*(?:"([^"\n]*)|([\p{L}\p{N}_-]*))$/u;
const listItem = /([\p{L}\p{N}_.]+)\s+in\s*\[(?:[^\]"]|"[^"]*")*?(?:"([^"\n]*)|([\p{L}\p{N}_-]*))$/u;

function valuePlace(before: string): ValuePlace | null {
  const found = comparison.exec(before) ?? listItem.exec(before);
  if (!found) return null;
  const [, path = '', inQuotes, bare] = found;
  return { path, typed: inQuotes ?? bare ?? '', quoted: inQuotes !== undefined };
}

async function completeValues(
  at: CompletionContext,
  { path, typed, quoted }: ValuePlace,
  { scope, info }: EditorContext,
): Promise<CompletionResult | null> {
  const field = scope.fields.get(path);
  if (!field) return null;
  if (field.type === 'bool' && !quoted) {
    return completeFromList(['true', 'false'])(at);
  }
  const wanted = fold(typed);
  const values = (await knownValues(field, info)).filter(({ value }) =>
    fold(codeText(value, field.column)).includes(wanted),
  );
  const closed = at.state.sliceDoc(at.pos, at.pos + 1) === '"';
  const options = values.map(({ value, orders }): Completion => {
    const written = value.replaceAll('\\', '\\\\').replaceAll('"', '\\"');
    return {
      label: value === '' ? '""' : value,
      detail: valueDetail(value, field.column, orders),
      apply: quoted ? `${written}${closed ? '' : '"'}` : `"${written}"`,
    };
  });
  return options.length === 0 ? null : { from: at.pos - typed.length, options, filter: false };
}

/** What a code means and how many orders have the value. */
function valueDetail(value: string, column: string, orders: number): string {
  const meaning = codeName(column, value);
  const found = t('common.orders', { count: count(orders) });
  return meaning === undefined ? found : `${named(meaning)} · ${found}`;
}

function methodsOf(
  typed: string,
  { scope }: EditorContext,
): { readonly typed: string; readonly options: Completion[] } | null {
  const dot = typed.lastIndexOf('.');
  if (dot < 0) return null;
  const field = fieldIn(typed.slice(0, dot), scope);
  if (!field || field.path !== writtenPath(typed.slice(0, dot))) return null;
  const name = typed.slice(dot + 1);
  const options = wordOptions(
    celWords.filter((word) => word.on === field.type),
    name,
  );
  return { typed: name, options };
}

/** `items.` begins the lines and fields of their own: those are offered beside what can be asked of lines. */
function besideLines(typed: string, context: EditorContext): Completion[] {
  const head = 'items.';
  if (!typed.startsWith(head)) return [];
  return fieldOptions(typed, context)
    .filter(({ label }) => label.startsWith(head))
    .map((option) => ({ ...option, apply: option.label.slice(head.length) }));
}

function wordOptions(words: readonly CelWord[], typed: string): Completion[] {
  const wanted = fold(typed);
  return words
    .filter((word) => fold(word.name).startsWith(wanted) || (wanted.length > 1 && fold(t(word.text)).includes(wanted)))
    .map((word) => ({
      label: word.name,
      type: 'function',
      detail: t('type.function'),
      info: () => paragraph(t(word.text)),
      apply: snippet(word.snippet),
    }));
}

function operatorOptions(typed: string): Completion[] {
  if (typed !== '') return [];
  return ['&&', '||', 'in'].map((name) => {
    const key = operators[name];
    return { label: name, type: 'keyword', ...(key ? { detail: t(key) } : {}), apply: `${name} ` };
  });
}

function fieldOptions(typed: string, context: EditorContext): Completion[] {
  const wanted = fold(typed);
  const japanese = language.get() === 'ja';
  return [...context.scope.fields.values()]
    .map((field) => ({ field, rank: rankOf(field, wanted, context) }))
    .filter(({ rank }) => rank !== null)
    .sort((a, b) => (a.rank ?? 0) - (b.rank ?? 0))
    .map(({ field }) => {
      const label = field.labels?.[japanese ? 0 : field.labels.length > 1 ? 1 : 0] ?? '';
      const refused = field.refused !== undefined;
      return {
        label: field.path,
        type: refused ? 'refused' : 'field',
        detail: refused ? t('field.refusedShort') : `${label} · ${t(typeKeys[field.type])}`,
        info: () => fieldInfo(field, context),
        ...(refused ? { apply: () => undefined } : {}),
      };
    });
}

/** Smaller is nearer; null does not match. Fields without a value and refused ones come last. */
function rankOf(field: ScopeField, wanted: string, { info }: EditorContext): number | null {
  const path = fold(field.path);
  const names = [field.column, ...(field.labels ?? [])].map(fold);
  const near = path.startsWith(wanted) ? 0 : names.some((n) => n.startsWith(wanted)) ? 1 : null;
  const somewhere = path.includes(wanted) || names.some((n) => n.includes(wanted)) ? 2 : null;
  const rank = near ?? somewhere;
  if (rank === null) return null;
  const present = field.type === 'list' || info.columns.some(({ name, present: has }) => name === field.column && has);
  return rank + (present ? 0 : 4) + (field.refused === undefined ? 0 : 8);
}
