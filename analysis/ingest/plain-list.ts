import { statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { ListMatch } from '../model/lists.ts';
import type { FileReading } from '../model/mapping-source.ts';
import type { GrantedFile } from '../process.ts';
import { gzipBytes, headOf, plainBytes, type ByteSource } from './byte-source.ts';
import { containerOf } from './file-head.ts';
import { detectEncoding, type TextEncoding } from './text-encoding.ts';
import { textPieces } from './text-pieces.ts';

/** Lines looked at to tell whether a file is a plain list. */
const lookedAt = 1000;
const lookedAtBytes = 1 << 16;
const longestLine = 4096;

/**
 * A list as it is published for firewalls: a value on a line, remarks behind `#`, `;` or `//`, two addresses for a range,
 * Tor's exit lists. Answers a file of the values alone in `folder`, each on the line it stood on (a remark's line is
 * blank, or the header where it is the first); the file itself where it is a table.
 */
export async function plainList(
  file: GrantedFile,
  { match, folder, isValue, encoding }: PlainListAsked,
): Promise<GrantedFile> {
  if (match !== 'cidr' && match !== 'domain') return file;
  const source = await sourceOf(file);
  if (source === null) return file;
  const lines: string[] = [];
  const read = { source, encoding: encoding ?? (await detectEncoding(source)).encoding };
  await eachLine(read, (line) => void (lines.length < lookedAt && lines.push(line)), lookedAtBytes);
  const valueIn = readerOf(lines, isValue);
  if (valueIn === null) return file;
  const path = join(folder, 'plain-list.csv');
  const out = await open(path, 'w', 0o600);
  try {
    let waiting = '';
    let first = true;
    const flush = async (): Promise<void> => {
      await out.write(waiting);
      waiting = '';
    };
    await eachLine(
      read,
      (line) => {
        const value = valueIn(line);
        waiting += `${value === '' && first ? 'value' : quoted(value)}\n`;
        first = false;
      },
      Infinity,
      flush,
    );
    await flush();
  } finally {
    await out.close();
  }
  const { ino, size, mtimeMs } = statSync(path);
  return { path, inode: ino, size, mtimeMs };
}

export interface PlainListAsked {
  readonly match: ListMatch;
  readonly folder: string;
  readonly isValue: IsValue;
  /** Absent: as it is detected. */
  readonly encoding: FileReading['encoding'];
}

/** Whether a text may stand on the list. */
export type IsValue = (text: string) => boolean;

const quoted = (value: string): string => (value === '' ? '' : `"${value.replaceAll('"', '""')}"`);

async function sourceOf(file: GrantedFile): Promise<ByteSource | null> {
  const plain = plainBytes(file.path, basename(file.path));
  const container = containerOf(await headOf(plain, 16));
  if (container === 'text') return plain;
  return container === 'gzip' ? gzipBytes(file.path, file.size) : null;
}

/** What stands before a remark. A `#` within a word is part of it. */
const bare = (line: string): string => line.replace(/(?:^|\s)(?:#|;|\/\/).*$/u, '').trim();

/** Two addresses for a range: `192.0.2.0 192.0.2.9`, with a comma, a semicolon or a tab. */
const asRange = (text: string): string => text.replace(/^([0-9a-f.:]+)[\s,;]+([0-9a-f.:]+)$/iu, '$1-$2');

/** How to read a line's value, '' for none; null where the lines are no plain list. */
function readerOf(lines: readonly string[], isValue: IsValue): ((line: string) => string) | null {
  if (lines.some((line) => line.startsWith('ExitAddress ')))
    return (line) => /^ExitAddress\s+(\S+)/u.exec(line)?.[1] ?? '';
  const said = lines.map(bare).filter((line) => line !== '');
  const [first = ''] = said;
  // A header says of a file that it is a table; a line that is cut by the end of what was looked at says nothing.
  const values = said.slice(0, -1).filter((line) => isValue(asRange(line)));
  return isValue(asRange(first)) && values.length * 2 >= said.length - 1 ? (line) => asRange(bare(line)) : null;
}

async function eachLine(
  { source, encoding }: { readonly source: ByteSource; readonly encoding: TextEncoding },
  take: (line: string) => void,
  most: number,
  between: () => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  const decoder = textPieces(encoding);
  let rest = '';
  let bytes = 0;
  const push = (text: string): void => {
    const pieces = (rest + text).split(/\r?\n/u);
    rest = (pieces.pop() ?? '').slice(0, longestLine);
    for (const piece of pieces) take(piece);
  };
  for await (const part of source.open()) {
    decoder.push(part, push);
    bytes += part.length;
    await between();
    if (bytes >= most) break;
  }
  decoder.end(push);
  if (rest !== '') take(rest);
}
