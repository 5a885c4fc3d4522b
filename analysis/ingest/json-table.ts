import { ShinsaError } from '../model/failure.ts';
import type { ByteSource } from './byte-source.ts';
import type { CardMasker } from './card-number.ts';
import { mostColumns } from './file-head.ts';
import { flatten, isObject, withWholeNumbers, type JsonObject } from './json-flatten.ts';
import { keyedTable } from './keyed-table.ts';
import { detectEncoding, type TextEncoding } from './text-encoding.ts';
import { textPieces } from './text-pieces.ts';
import type { TextTable } from './text-table.ts';
import { sizeText } from './unpack-limit.ts';

/** Largest JSON list in bytes; a list can only be read whole. */
export const largestList = 64 * 2 ** 20;
/** Longest line in UTF-16 units. */
const longestLine = 16 * 2 ** 20;

type Read = (bytes: number) => Promise<void>;
/** A line or an item: its object, or the text that is none. */
type Take = (line: number, value: JsonObject | string) => void;

/**
 * JSON lines, or a JSON list of objects up to `largestList`, as a table: its columns are all that any object has, so the
 * file is read once for them. Throws 'json-unreadable', 'json-too-large' and 'file-too-many-columns'.
 */
export async function jsonTable(source: ByteSource, masker: CardMasker, format: 'jsonl' | 'json'): Promise<TextTable> {
  const { encoding } = await detectEncoding(source);
  const objects = (take: Take, read: Read): Promise<void> =>
    format === 'json' ? listItems(source, encoding, take, read) : lineObjects(source, encoding, take, read);
  const keys = await keysOf(objects);
  return keyedTable(
    {
      ...{ name: source.name, format, encoding, keys },
      records: (take, sink, read) =>
        objects((line, value) => {
          if (typeof value === 'string') sink.refuse(line, 'bad-json', [value]);
          else take(line, value);
        }, read),
    },
    masker,
  );
}

async function keysOf(objects: (take: Take, read: Read) => Promise<void>): Promise<string[]> {
  const keys = new Set<string>();
  let seen = 0;
  await objects(
    (_line, value) => {
      seen += 1;
      if (typeof value === 'string') return;
      for (const key of flatten(value).keys()) keys.add(key);
      if (keys.size > mostColumns)
        throw new ShinsaError('file-too-many-columns', { columns: keys.size, limit: mostColumns });
    },
    () => Promise.resolve(),
  );
  if (keys.size === 0) throw new ShinsaError(seen === 0 ? 'file-empty' : 'json-unreadable');
  return [...keys];
}

async function lineObjects(source: ByteSource, encoding: TextEncoding, take: Take, read: Read): Promise<void> {
  const decoder = textPieces(encoding);
  let rest = '';
  let line = 0;
  let bytes = 0;
  const one = (text: string): void => {
    line += 1;
    if (text.trim() !== '') take(line, objectIn(text) ?? text);
  };
  const lines = (text: string): void => {
    const pieces = (rest + text).split('\n');
    rest = pieces.pop() ?? '';
    for (const piece of pieces) one(piece);
    if (rest.length > longestLine) throw new ShinsaError('file-line-too-long', { line: line + 1 });
  };
  for await (const part of source.open((done) => void (bytes = done))) {
    decoder.push(part, lines);
    await read(bytes);
  }
  decoder.end(lines);
  if (rest !== '') one(rest);
}

function objectIn(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(withWholeNumbers(text));
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

async function listItems(source: ByteSource, encoding: TextEncoding, take: Take, read: Read): Promise<void> {
  const parts: Buffer[] = [];
  let size = 0;
  let bytes = 0;
  for await (const part of source.open((done) => void (bytes = done))) {
    size += part.length;
    if (size > largestList) throw new ShinsaError('json-too-large', { limit: sizeText(largestList) });
    parts.push(part);
    await read(bytes);
  }
  for (const [i, item] of listOf(new TextDecoder(encoding).decode(Buffer.concat(parts))).entries())
    take(i + 1, isObject(item) ? item : JSON.stringify(item));
}

function listOf(text: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(withWholeNumbers(text));
    if (Array.isArray(value)) return value;
  } catch (cause) {
    throw new ShinsaError('json-unreadable', {}, { cause });
  }
  throw new ShinsaError('json-unreadable');
}

/** Whether a text begins as JSON: a list of objects, or an object on a line of its own; null for all else. */
export function jsonKind(head: string): 'jsonl' | 'json' | null {
  const text = head.replace(/^\uFEFF/, '').trimStart();
  if (/^\[\s*(?:[{\]]|$)/.test(text)) return 'json';
  return /^\{\s*(?:["}]|$)/.test(text) ? 'jsonl' : null;
}
