import { isMasked, type ProjectColumn } from '../model/columns.ts';
import type { FindingEntry, FindingResult, Quoted, ToldQuery } from '../model/findings.ts';
import { pictureWith } from '../model/picture.ts';
import type { ProjectHandle } from '../store/project-handle.ts';
import { redactor } from '../store/redact.ts';
import { isClause } from './clauses.ts';
import type { Masks } from './masks.ts';
import { isFigure } from './quoted.ts';

type Masking = Pick<Masks, 'masked' | 'mask' | 'seen'>;

/**
 * The entries without the values that must not be seen; notes are what a person wrote, and stay. One with bounds of a masked
 * column says neither what it stands on nor where it came from: they cannot stand masked for what they are.
 */
export const toldFindings = (all: readonly FindingEntry[], masks: Masking): readonly FindingEntry[] =>
  all.map((one) => toldFinding(one, masks));

function toldFinding(entry: FindingEntry, masks: Masking): FindingEntry {
  const { result, quoted } = entry;
  const words = wordsOf(quoted, masks);
  const title = words(entry.title);
  const told: FindingEntry = {
    ...{ ...entry, title, quoted: nothing },
    ...(title === entry.title ? {} : { maskedTitle: true }),
  };
  if (result === null) return told;
  const query = toldQuery(result.query, masks);
  if (isWithheld(quoted, masks))
    return { ...told, result: { ...result, query, facts: [], explained: [], address: null, withheld: true } };
  const facts = result.facts.map(([name, text]) => [words(name), words(text)] as const);
  const explained = result.explained.map(words);
  const { address } = result;
  // Texts stay texts. Conditions are masked with those of every answer.
  const asked = address === null ? null : (mapTexts(address, words) as typeof address);
  return { ...told, result: { ...result, query, facts, explained, address: asked } };
}

/** A query whole or not at all: how it names a person nobody can find. */
const toldQuery = (query: ToldQuery | null, { seen }: Masking): ToldQuery | null =>
  query === null || seen(query.masked) ? query : { ...query, text: '', hidden: true };

/** Table and pictures likewise. */
export function toldResult(result: FindingResult, masks: Masking): FindingResult {
  const { quoted, table, pictures } = result;
  if (isWithheld(quoted, masks)) return { table: null, pictures: [], quoted: nothing, withheld: true };
  const words = wordsOf(quoted, masks);
  return {
    table: table?.map((row) => row.map((cell) => (typeof cell === 'string' ? words(cell) : cell))) ?? null,
    pictures: pictures.map((one) => ({
      ...one,
      label: words(one.label),
      light: pictureWith(one.light, words),
      dark: pictureWith(one.dark, words),
    })),
    quoted: nothing,
  };
}

/** The masks of a file that leaves: every personal column, names and addresses without a trace; no query, whoever wrote it. */
export function masksOfFile(columns: readonly ProjectColumn[], { maskKey }: Pick<ProjectHandle, 'maskKey'>): Masking {
  const known = new Map(columns.map((column) => [column.name, column]));
  const columnOf = (name: string) => known.get(name) ?? ({ name, type: 'text', pii: 'identity' } as const);
  return {
    masked: (name) => isMasked(columnOf(name)),
    seen: () => false,
    mask: (name, value) => (value === null ? null : redactor(columnOf(name), maskKey(columnOf(name)))(String(value))),
  };
}

const nothing: Quoted = { values: [], columns: [] };

const isWithheld = ({ columns }: Quoted, { masked }: Masking): boolean => columns.some(masked);

/** What masks the quoted values in a text: the longest first, and those cut short at its end. */
function wordsOf({ values }: Quoted, { masked, mask }: Masking): (text: string) => string {
  const told = values
    .filter(({ column }) => masked(column))
    .map(({ column, value }) => ({ value, shown: String(mask(column, value)) }))
    .sort((a, b) => b.value.length - a.value.length);
  if (told.length === 0) return (text) => text;
  const whole = new Map(told.toReversed().map(({ value, shown }) => [value, shown]));
  const within = told.filter(({ value }) => value.length >= 2 && !isFigure(value));
  return (text) => {
    const is = whole.get(text.trim());
    if (is !== undefined) return is;
    if (/…$/.test(text)) {
      const begun = text.slice(0, -1).trim();
      const cut = begun === '' ? undefined : told.find(({ value }) => value.startsWith(begun));
      if (cut !== undefined) return cut.shown;
    }
    return within.reduce((left, one) => replaced(left, one), text);
  };
}

/** A value of letters or digits of ours is none within a longer word. */
function replaced(text: string, { value, shown }: { readonly value: string; readonly shown: string }): string {
  if (!text.includes(value)) return text;
  const edge = (character: string | undefined): boolean => character !== undefined && /[A-Za-z0-9]/.test(character);
  const parts = text.split(value);
  return parts.reduce((left, part, at) => {
    if (at === 0) return part;
    const inside = (edge(left.at(-1)) && edge(value[0])) || (edge(part[0]) && edge(value.at(-1)));
    return `${left}${inside ? value : shown}${part}`;
  }, '');
}

function mapTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((one) => mapTexts(one, change));
  if (typeof value !== 'object' || value === null || isClause(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, mapTexts(member, change)]));
}
