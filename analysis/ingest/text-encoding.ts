import { open } from 'node:fs/promises';
import Encoding from 'encoding-japanese';
import { ShinsaError } from '../model/failure.ts';
import { fileFailure } from './granted-file.ts';

export const textEncodings = ['utf-8', 'shift_jis', 'euc-jp', 'utf-16le', 'utf-16be'] as const;
export type TextEncoding = (typeof textEncodings)[number];

/** How a text file is encoded: by its byte order mark, else by what its first non-ASCII megabyte can be. */
export interface DetectedEncoding {
  readonly encoding: TextEncoding;
  readonly bom: boolean;
}

const window = 1 << 20;

/** Detects the encoding of a file. Throws 'file-format-unknown' for binary content and as `fileFailure` says. */
export async function detectEncoding(path: string): Promise<DetectedEncoding> {
  const handle = await open(path, 'r').catch((error: unknown) => {
    throw fileFailure(error);
  });
  try {
    const buffer = Buffer.alloc(window);
    for (let at = 0; ;) {
      const { bytesRead } = await handle.read(buffer, 0, window, at);
      const part = buffer.subarray(0, bytesRead);
      if (at === 0) {
        const marked = byMark(part) ?? byZeros(part);
        if (marked !== undefined) return marked;
      }
      const first = part.findIndex((byte) => byte > 0x7f);
      // Looked at from the first foreign byte on, so that a long ASCII beginning does not decide.
      if (first > 0 && bytesRead === window) {
        at += first;
        const { bytesRead: more } = await handle.read(buffer, 0, window, at);
        return { encoding: guess(buffer.subarray(0, more)), bom: false };
      }
      if (first >= 0) return { encoding: guess(part), bom: false };
      if (bytesRead < window) return { encoding: 'utf-8', bom: false };
      at += bytesRead;
    }
  } finally {
    await handle.close();
  }
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
