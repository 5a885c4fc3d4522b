import fc from 'fast-check';
import { expect, it } from 'vitest';
import { shiftJisPieces } from '../../analysis/kernels/shift-jis.ts';

/** The platform's decoder is the truth. */
function decoded(...pieces: readonly Uint8Array[]): string {
  const decoder = new TextDecoder('shift_jis');
  return pieces.map((piece) => decoder.decode(piece, { stream: true })).join('') + decoder.decode();
}

function ours(...pieces: readonly Uint8Array[]): string {
  let text = '';
  const take = (more: string): void => void (text += more);
  const decoder = shiftJisPieces();
  for (const piece of pieces) decoder.push(piece, take);
  decoder.end(take);
  return text;
}

it('every byte and every pair of bytes, before and behind others, is what the platform says', () => {
  for (let first = 0; first < 256; first += 1) {
    const bytes = new Uint8Array(256 * 5);
    for (let second = 0; second < 256; second += 1) bytes.set([0x41, first, second, 0x82, 0xa0], second * 5);
    expect(ours(bytes)).toBe(decoded(bytes));
    expect(ours(Uint8Array.of(first))).toBe(decoded(Uint8Array.of(first)));
  }
});

const likely = fc.oneof(
  fc.constantFrom(0x82, 0x83, 0x88, 0x9f, 0xe0, 0xfc, 0x80, 0xa0, 0xb1, 0xfd, 0x0a, 0x2c, 0x5c, 0x7e),
  fc.integer({ min: 0, max: 255 }),
);
const bytesOf = fc.array(fc.oneof(likely, fc.integer({ min: 32, max: 126 })), { maxLength: 200 });

it('any bytes cut anywhere are what the platform says', () => {
  fc.assert(
    fc.property(fc.array(bytesOf, { maxLength: 6 }), (parts) => {
      const pieces = parts.map((part) => Uint8Array.from(part));
      expect(ours(...pieces)).toBe(decoded(...pieces));
    }),
    { numRuns: 2000 },
  );
});

it('a piece longer than is decoded at once loses nothing, wherever a pair is cut', () => {
  const row = [0x41, 0x2c, 0x83, 0x65, 0x83, 0x58, 0x83, 0x67, 0xb1, 0x0d, 0x0a];
  for (const shift of [0, 1, 2, 3]) {
    const bytes = Uint8Array.from({ length: 200_001 }, (_, at) => row[(at + shift) % row.length] ?? 0);
    expect(ours(bytes)).toBe(decoded(bytes));
  }
});

it('two decoders in turns do not mix their halves', () => {
  const texts = ['', ''];
  const [one, other] = [shiftJisPieces(), shiftJisPieces()];
  one.push(Uint8Array.of(0x83), (text) => void (texts[0] += text));
  other.push(Uint8Array.of(0x88), (text) => void (texts[1] += text));
  one.push(Uint8Array.of(0x65), (text) => void (texts[0] += text));
  other.push(Uint8Array.of(0x9f), (text) => void (texts[1] += text));
  expect(texts).toEqual(['テ', '亜']);
});
