/**
 * One text for one value: object keys sorted by UTF-16 code unit, no white space, absent (`undefined`) members left
 * out. Hashes of rule sets, targets and packages are SHA-256 of this text. Takes JSON values only.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return `{${sortedMembers(value)
    .map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`)
    .join(',')}}`;
}

const sortedMembers = (value: object): [string, unknown][] =>
  Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));

/**
 * The same for people: members in the same order, two spaces per level, a line break at the end. A value has one such text,
 * so that a text with a member twice is none.
 */
export const canonicalText = (value: unknown): string => `${indented(value, '')}\n`;

function indented(value: unknown, before: string): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  const inner = `${before}  `;
  const list = Array.isArray(value);
  const members = list
    ? value.map((item) => indented(item, inner))
    : sortedMembers(value).map(([name, member]) => `${JSON.stringify(name)}: ${indented(member, inner)}`);
  const [open, close] = list ? ['[', ']'] : ['{', '}'];
  if (members.length === 0) return `${open}${close}`;
  return `${open}\n${inner}${members.join(`,\n${inner}`)}\n${before}${close}`;
}
