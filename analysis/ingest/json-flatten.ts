/** A parsed object; what is no object has no columns. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Objects within objects beyond this depth stay JSON text. */
const deepest = 8;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * The columns of an object: nested objects as `a.b`, lists as JSON text. A list of objects also gives `list[].key`: the
 * values of all its objects, each said once, with `, ` between them, those of quantities added up; and, outside of other
 * lists, `list[0].key`: the value of its first object.
 */
export function flatten(object: JsonObject): Map<string, string> {
  const cells = new Map<string, string>();
  spread(object, '', 1, cells);
  return cells;
}

function spread(object: JsonObject, prefix: string, depth: number, cells: Map<string, string>): void {
  for (const [key, value] of Object.entries(object)) {
    const name = `${prefix}${key}`;
    if (isObject(value) && depth < deepest) spread(value, `${name}.`, depth + 1, cells);
    else if (Array.isArray(value)) spreadList(value, name, depth, cells);
    else if (!cells.has(name)) cells.set(name, cellOf(value));
  }
}

function spreadList(list: readonly unknown[], name: string, depth: number, cells: Map<string, string>): void {
  if (!cells.has(name)) cells.set(name, JSON.stringify(list));
  if (depth >= deepest) return;
  const gathered = new Map<string, string[]>();
  for (const item of list.filter(isObject)) {
    const own = new Map<string, string>();
    spread(item, `${name}[].`, depth + 1, own);
    for (const [key, text] of own) if (text !== '') gathered.set(key, [...(gathered.get(key) ?? []), text]);
  }
  for (const [key, texts] of gathered) if (!cells.has(key)) cells.set(key, together(key, texts));
  const [first] = list;
  if (!name.includes('[') && isObject(first)) spread(first, `${name}[0].`, depth + 1, cells);
}

const whole = /^\d{1,9}(?:\.0+)?$/;

function together(key: string, texts: readonly string[]): string {
  if (/quantity$|qty$/i.test(key) && texts.every((text) => whole.test(text)))
    return String(texts.reduce((sum, text) => sum + Number(text), 0));
  return [...new Set(texts)].join(', ');
}

function cellOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

const strings = /"(?:[^"\\]|\\.)*"|-?\d{16,}(?![\d.eE])/g;

/** JSON with whole numbers of 16 and more digits as strings: as numbers their last digits would be lost. */
export function withWholeNumbers(text: string): string {
  if (!/\d{16}/.test(text)) return text;
  return text.replace(strings, (found) => (found.startsWith('"') ? found : `"${found}"`));
}
