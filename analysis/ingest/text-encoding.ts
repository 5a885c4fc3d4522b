import Encoding from 'encoding-japanese';
import { ShinsaError } from '../model/failure.ts';
import type { ByteSource } from './byte-source.ts';

export const textEncodings = ['utf-8', 'shift_jis', 'euc-jp', 'utf-16le', 'utf-16be'] as const;
export type TextEncoding = (typeof textEncodings)[number];

/** How a text file is encoded: by its byte order mark, else by what its first non-ASCII megabyte can be. */
export interface DetectedEncoding {
  readonly encoding: TextEncoding;
  readonly bom: boolean;
}

const window = 1 << 20;

/** Detects the encoding of a table. Throws 'file-format-unknown' for binary content. */
export async function detectEncoding(source: ByteSource): Promise<DetectedEncoding> {
  let looked: Buffer | undefined;
  let parts: Buffer[] = [];
  let filled = 0;
  const whole = (): Buffer => Buffer.concat(parts).subarray(0, window);
  for await (const part of source.open()) {
    // Looked at from the first foreign byte on, so that a long ASCII beginning does not decide.
    const from = looked === undefined || filled > 0 ? 0 : part.findIndex((byte) => byte > 0x7f);
    if (from < 0) continue;
    parts.push(part.subarray(from));
    filled += part.length - from;
    if (filled < window) continue;
    const bytes = whole();
    if (looked !== undefined) return { encoding: guess(bytes), bom: false };
    const marked = byMark(bytes) ?? byZeros(bytes);
    if (marked !== undefined) return marked;
    looked = bytes;
    const first = bytes.findIndex((byte) => byte > 0x7f);
    const rest = first < 0 ? Buffer.alloc(0) : Buffer.concat(parts).subarray(first);
    parts = [rest];
    filled = rest.length;
    if (filled >= window) return { encoding: guess(whole()), bom: false };
  }
  const bytes = whole();
  const marked = looked === undefined ? (byMark(bytes) ?? byZeros(bytes)) : undefined;
  if (marked !== undefined) return marked;
  return { encoding: bytes.some((byte) => byte > 0x7f) ? guess(bytes) : 'utf-8', bom: false };
}

function byMark(head: Buffer): DetectedEncoding | undefined {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { encoding: 'utf-8', bom: true };
  if (head[0] === 0xff && head[1] === 0xfe) return { encoding: 'utf-16le', bom: true };
  if (head[0] === 0xfe && head[1] === 0xff) return { encoding: 'utf-16be', bom: true };
  return undefined;
}

/** UTF-16 without a mark shows as zero bytes in every other place; zeros elsewhere mean it is no text. */
function byZeros(head: Buffer): DetectedEncoding | undefined {
  const zeros = [0, 0];
  for (let i = 0; i < head.length; i += 1) if (head[i] === 0) zeros[i & 1] = (zeros[i & 1] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  const many = head.length / 20;
  if (odd > many && even < odd / 50) return { encoding: 'utf-16le', bom: false };
  if (even > many && odd < even / 50) return { encoding: 'utf-16be', bom: false };
  if (even + odd > head.length / 100 + 1) throw new ShinsaError('file-format-unknown', { format: 'binary' });
  return undefined;
}

function guess(bytes: Buffer): TextEncoding {
  if (isValid(bytes, 'utf-8')) return 'utf-8';
  const detected = Encoding.detect(bytes, ['SJIS', 'EUCJP']);
  const likely: TextEncoding = detected === 'EUCJP' ? 'euc-jp' : 'shift_jis';
  if (isValid(bytes, likely)) return likely;
  const other: TextEncoding = likely === 'euc-jp' ? 'shift_jis' : 'euc-jp';
  if (isValid(bytes, other)) return other;
  return fewestReplaced(bytes, ['utf-8', likely, other]);
}

function isValid(bytes: Buffer, encoding: TextEncoding): boolean {
  try {
    // Streaming: a character cut at the window's end is not an error.
    new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

function fewestReplaced(bytes: Buffer, encodings: readonly TextEncoding[]): TextEncoding {
  const counted = encodings.map((encoding) => {
    const text = new TextDecoder(encoding).decode(bytes, { stream: true });
    return { encoding, replaced: text.split('\uFFFD').length };
  });
  return counted.reduce((best, one) => (one.replaced < best.replaced ? one : best)).encoding;
}
