import { shiftJisPieces, type TextPieces } from '../kernels/shift-jis.ts';
import type { TextEncoding } from './text-encoding.ts';

/** Bytes decoded at once: longer strings are several times slower to make. */
const piece = 1 << 15;

/** A decoder of a file that is read in pieces; what cannot be decoded is U+FFFD. */
export function textPieces(encoding: TextEncoding): TextPieces {
  if (encoding === 'shift_jis') return shiftJisPieces();
  const decoder = new TextDecoder(encoding);
  return {
    push: (bytes, take) => {
      for (let at = 0; at < bytes.length; at += piece)
        take(decoder.decode(bytes.subarray(at, at + piece), { stream: true }));
    },
    end: (take) => take(decoder.decode()),
  };
}
