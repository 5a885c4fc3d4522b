import Encoding from 'encoding-japanese';

const known = new Map<string, readonly number[]>();

/**
 * Text as CP932 (Shift_JIS) bytes; U+2212 and U+301C get the codes Japanese software uses. Throws a RangeError naming
 * the code point of a character CP932 lacks, rather than writing a question mark.
 */
export function toCp932(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * 2);
  let length = 0;
  for (const character of text) {
    for (const byte of encoded(character)) bytes[length++] = byte;
  }
  return bytes.subarray(0, length);
}

function encoded(character: string): readonly number[] {
  const before = known.get(character);
  if (before !== undefined) return before;
  const code = character.codePointAt(0) ?? 0;
  const bytes =
    code < 0x80 ? [code] : Encoding.convert(Encoding.stringToCode(character), { to: 'SJIS', from: 'UNICODE' });
  if (code >= 0x80 && bytes.length === 1 && bytes[0] === 0x3f)
    throw new RangeError(`not in CP932: U+${code.toString(16).toUpperCase()}`);
  known.set(character, bytes);
  return bytes;
}
