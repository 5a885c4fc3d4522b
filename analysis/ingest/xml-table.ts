import { ShinsaError } from '../model/failure.ts';
import type { ByteSource } from './byte-source.ts';
import type { CardMasker } from './card-number.ts';
import { mostColumns } from './file-head.ts';
import { flatten, isObject, type JsonObject } from './json-flatten.ts';
import { keyedTable } from './keyed-table.ts';
import { detectEncoding } from './text-encoding.ts';
import type { TextTable } from './text-table.ts';
import { bare, streamXml } from './xml-stream.ts';

/** Longest record in UTF-16 units of its texts. */
const longestRecord = 16 * 2 ** 20;

type Read = (bytes: number) => Promise<void>;
type Take = (name: string, line: number, record: JsonObject) => void;

/**
 * XML as a table: its rows are the elements below the root (of the name most of them have, else of those that hold the most), its columns those of JSON
 * (`customer.billing-address.city`, `shipments.shipment[].…`). Attributes are `@name`; an element that only holds a plural
 * of others, or the same several times, is a list. The file is read once for its columns. Throws 'xml-unreadable'.
 */
export async function xmlTable(source: ByteSource, masker: CardMasker): Promise<TextTable> {
  const { encoding } = await detectEncoding(source);
  const records = (take: Take, read?: Read): Promise<void> => eachRecord(source, encoding, take, read);
  const { name, keys } = await recordsIn(records);
  return keyedTable(
    {
      ...{ name: source.name, format: 'xml', encoding, keys },
      records: (take, _sink, read) =>
        records((of, line, record) => {
          if (of === name) take(line, record);
        }, read),
    },
    masker,
  );
}

/** What the records of a file are called, and all columns any of them has. */
async function recordsIn(
  records: (take: Take) => Promise<void>,
): Promise<{ readonly name: string; readonly keys: readonly string[] }> {
  const kinds = new Map<string, { count: number; readonly keys: Set<string> }>();
  await records((name, _line, record) => {
    const kind = kinds.get(name) ?? { count: 0, keys: new Set<string>() };
    kinds.set(name, kind);
    kind.count += 1;
    for (const key of flatten(record).keys()) kind.keys.add(key);
    if (kind.keys.size > mostColumns)
      throw new ShinsaError('file-too-many-columns', { columns: kind.keys.size, limit: mostColumns });
  });
  const [most] = [...kinds].sort(([, one], [, other]) => other.count - one.count || other.keys.size - one.keys.size);
  if (most === undefined) throw new ShinsaError('file-empty');
  return { name: most[0], keys: [...most[1].keys] };
}

/** An element that is being read. */
interface Open {
  readonly name: string;
  readonly record: Record<string, unknown>;
  readonly lists: Set<string>;
  text: string;
}

const opened = (name: string, attributes: Readonly<Record<string, string>>): Open => ({
  name,
  record: Object.fromEntries(
    Object.entries(attributes)
      .filter(([key]) => !/^xmlns(?::|$)/u.test(key))
      .map(([key, value]) => [`@${bare(key)}`, value]),
  ),
  lists: new Set(),
  text: '',
});

async function eachRecord(source: ByteSource, encoding: string, take: Take, read: Read | undefined): Promise<void> {
  const open: Open[] = [];
  let size = 0;
  let began = 0;
  await streamXml(
    source,
    {
      open: (name, _attribute, attributes, line) => {
        if (open.length === 1) [size, began] = [0, line];
        open.push(opened(name, attributes));
      },
      close: () => {
        const one = open.pop();
        const parent = open.at(-1);
        if (one === undefined || parent === undefined) return;
        const value = valueOf(one);
        if (open.length > 1) return put(parent, one, value);
        take(one.name, began, isObject(value) ? value : { [one.name]: value });
      },
      text: (text) => {
        const one = open.at(-1);
        if (one === undefined || open.length < 2) return;
        one.text += text;
        size += text.length;
        if (size > longestRecord) throw new ShinsaError('file-line-too-long', { line: began });
      },
    },
    {
      encoding,
      damaged: (cause, line) => new ShinsaError('xml-unreadable', { line }, { cause }),
      read,
    },
  );
}

/** An element's text, or what it holds; its text stands as `#text` beside its attributes. */
function valueOf({ record, text }: Open): unknown {
  const said = text.trim();
  if (Object.keys(record).length === 0) return said;
  return said === '' ? record : { ...record, '#text': said };
}

/** Puts an element into the one that holds it: into a list where it is one of several, or may be. */
function put(parent: Open, one: Open, value: unknown): void {
  const { record, lists } = parent;
  const { name } = one;
  const known = record[name];
  if (lists.has(name)) (known as unknown[]).push(value);
  else if (known !== undefined || isPlural(parent.name, name)) {
    lists.add(name);
    record[name] = known === undefined ? [value] : [known, value];
  } else if (isObject(value) && '#text' in value && Object.keys(one.record).every((key) => key.startsWith('@'))) {
    // A text with attributes is first of all the text: `quantity`, and `quantity@unit` beside it.
    for (const [key, said] of Object.entries(one.record)) record[`${name}${key}`] = said;
    record[name] = value['#text'];
  } else record[name] = value;
}

/** `orders` holds `order`s, `entries` holds `entry`s, however many there are. */
const isPlural = (parent: string, child: string): boolean =>
  parent === `${child}s` || parent === `${child}es` || parent === child.replace(/y$/u, 'ies');

/** Whether a text begins as XML that is no page. */
export const isXml = (head: string): boolean =>
  /^\uFEFF?\s*(?:<\?xml[\s?]|<[A-Za-z_][\w:.-]*[\s>])/u.test(head) && !/<(?:!doctype\s+)?html/iu.test(head);
