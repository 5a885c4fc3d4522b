import Encoding from 'encoding-japanese';

/** Stands for a character that CP932 has not, as Japanese prints have it. */
const missing = '〓';

/** Characters that CP932 lacks and that have a usual stand-in there. */
const standIns: Readonly<Record<string, string>> = {
  '–': '-',
  '—': '―',
  '−': '-',
  '\u00a0': ' ',
  '\u202f': ' ',
  '¥': '\\',
};

/** Text as CP932 (Shift_JIS) bytes, and how many characters it lacks: those are written as 〓. */
export function cp932(text: string): { readonly bytes: Uint8Array; readonly replaced: number } {
  const bytes: number[] = [];
  let replaced = 0;
  for (const written of text) {
    const character = standIns[written] ?? written;
    const found = encoded(character);
    if (found === null) replaced += 1;
    bytes.push(...(found ?? encoded(missing) ?? []));
  }
  return { bytes: Uint8Array.from(bytes), replaced };
}

const known = new Map<string, readonly number[] | null>();

function encoded(character: string): readonly number[] | null {
  const before = known.get(character);
  if (before !== undefined) return before;
  const code = character.codePointAt(0) ?? 0;
  const bytes =
    code < 0x80 ? [code] : Encoding.convert(Encoding.stringToCode(character), { to: 'SJIS', from: 'UNICODE' });
  const found = code >= 0x80 && bytes.length === 1 && bytes[0] === 0x3f ? null : bytes;
  known.set(character, found);
  return found;
}
