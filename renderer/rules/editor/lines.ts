import type { Completion } from '@codemirror/autocomplete';
import { itemFields, type ItemField } from '../../../analysis/expression/index.ts';
import { named, t } from '../../i18n/index.ts';
import { fold } from '../../parts/combobox.tsx';
import { typeKeys } from './words.ts';

const opening = /\b(?:exists|all|exists_one|filter|map)\(\s*([A-Za-z_][A-Za-z0-9_]*)\s*,/g;

/** What the line is called in the macro that is open at the end of a text; null outside of one. */
export function lineVariable(before: string): string | null {
  const found = [...before.matchAll(opening)].filter(
    (macro) => depthOf(before.slice(macro.index + macro[0].length)) >= 0,
  );
  return found.at(-1)?.[1] ?? null;
}

/** Parentheses still open; less than zero where one closed that was open before. Those in texts do not count. */
function depthOf(text: string): number {
  let depth = 0;
  let least = 0;
  for (const char of text.replaceAll(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g, '')) {
    if (char === '(') depth += 1;
    else if (char === ')') depth -= 1;
    least = Math.min(least, depth);
  }
  return least;
}

/** The field of a line under a name such as `i.category`. */
export function lineField(name: string, variable: string | null): ItemField | null {
  const [head, field, ...rest] = name.split('.');
  return variable === null || head !== variable || field === undefined || rest.length > 0
    ? null
    : (itemFields.get(field) ?? null);
}

/** The fields of a line behind `i.`, by name or label; null where the text names no line. */
export function lineOptions(
  typed: string,
  variable: string | null,
): { readonly typed: string; readonly options: Completion[] } | null {
  if (variable === null || !typed.startsWith(`${variable}.`)) return null;
  const wanted = typed.slice(variable.length + 1);
  if (wanted.includes('.')) return null;
  const near = fold(wanted);
  const options = [...itemFields.values()]
    .filter(({ name, labels }) => [name, ...labels].some((one) => fold(one).includes(near)))
    .map(({ name, type, labels: [ja = '', en = ''] }) => ({
      label: name,
      type: 'field',
      detail: `${named({ ja, en })} · ${t(typeKeys[type])}`,
    }));
  return { typed: wanted, options };
}
