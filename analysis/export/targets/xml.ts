/** An XML element: its name, attributes and what it holds; texts are escaped when written. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly inside: readonly (Element | string)[];
}

export const element = (
  name: string,
  attributes: Readonly<Record<string, string>>,
  ...inside: readonly (Element | string)[]
): Element => ({ name, attributes, inside });

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** A text where marks are read: for XML and HTML alike. XML knows no control characters but tab and line breaks. */
export const escaped = (text: string): string =>
  text.replaceAll(/[&<>"]/g, (mark) => entities[mark] ?? mark).replaceAll(/[^\P{Cc}\t\n\r]/gu, '\u{fffd}');

/** The element as indented text. */
export function xmlText({ name, attributes, inside }: Element, indent = ''): string {
  const marks = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(value)}"`);
  const head = `${indent}<${name}${marks.join('')}`;
  if (inside.length === 0) return `${head}/>\n`;
  if (inside.every((one) => typeof one === 'string')) return `${head}>${inside.map(escaped).join('')}</${name}>\n`;
  const lines = inside.map((one) => (typeof one === 'string' ? escaped(one) : xmlText(one, `${indent}  `)));
  return `${head}>\n${lines.join('')}${indent}</${name}>\n`;
}
