import type { InWords } from '../../../expression/index.ts';
import { escaped } from '../xml.ts';

/** A part of a document; the same parts are written as Markdown and as HTML. */
export type Block =
  | { readonly kind: 'heading'; readonly level: 1 | 2 | 3; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'words'; readonly words: InWords }
  | { readonly kind: 'table'; readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] }
  /** Lines to be filled in by hand. */
  | { readonly kind: 'blanks'; readonly labels: readonly string[] };

/** As Markdown. What people wrote is never read as marks. */
export function markdown(blocks: readonly Block[]): string {
  return `${blocks.map(markdownOf).join('\n\n')}\n`;
}

function markdownOf(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `${'#'.repeat(block.level)} ${plain(block.text)}`;
    case 'paragraph':
      return plain(block.text);
    case 'words':
      return wordLines(block.words, '').join('\n');
    case 'table': {
      const line = (cells: readonly string[]): string => `| ${cells.map(plain).join(' | ')} |`;
      return [line(block.head), `|${' --- |'.repeat(block.head.length)}`, ...block.rows.map(line)].join('\n');
    }
    case 'blanks':
      return block.labels.map((label) => `- ${plain(label)}: ________________________________`).join('\n');
  }
}

const plain = (text: string): string =>
  text.replaceAll(/\s*[\r\n]+\s*/g, ' ').replaceAll(/[\\`*_[\]<>|#~]/g, (mark) => `\\${mark}`);

/** A sentence whose expressions are set apart. */
function withCode(
  { text, code }: Extract<InWords, { kind: 'sentence' }>,
  words: (text: string) => string,
  expression: (text: string) => string,
): string {
  let [rest, said] = [text, ''];
  for (const one of code) {
    const at = rest.indexOf(one);
    if (at < 0) continue;
    said += words(rest.slice(0, at)) + expression(one);
    rest = rest.slice(at + one.length);
  }
  return said + words(rest);
}

/** Between more of the marks than stand in it. */
function codeSpan(code: string): string {
  const longest = Math.max(0, ...(code.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  const space = longest > 0 ? ' ' : '';
  return `${fence}${space}${code.replaceAll(/[\r\n]+/g, ' ')}${space}${fence}`;
}

function wordLines(words: InWords, indent: string): string[] {
  if (words.kind === 'sentence') return [`${indent}- ${withCode(words, plain, codeSpan)}`];
  return [`${indent}- ${plain(words.head)}`, ...words.parts.flatMap((part) => wordLines(part, `${indent}  `))];
}

/** As one HTML file that needs nothing else, without scripts, for A4. */
export function html(blocks: readonly Block[], language: 'ja' | 'en', title: string): string {
  const head = [
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    `<title>${escaped(title)}</title>`,
    `<style>${style}</style>`,
  ];
  return [
    '<!doctype html>',
    `<html lang="${language}">`,
    '<head>',
    ...head,
    '</head>',
    '<body>',
    ...blocks.map(htmlOf),
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

const style = [
  '@page{size:A4;margin:18mm 16mm}',
  'body{font:10.5pt/1.65 "Hiragino Sans","Noto Sans JP","Yu Gothic",sans-serif;color:#1a1a1a;max-width:178mm;margin:0 auto;padding:8mm}',
  'h1{font-size:20pt;margin:0 0 6mm}h2{font-size:14pt;margin:9mm 0 3mm;border-bottom:.3mm solid #888}h3{font-size:11.5pt;margin:6mm 0 2mm;break-after:avoid}',
  'table{border-collapse:collapse;width:100%;margin:2mm 0}th,td{border:.2mm solid #999;padding:1.2mm 2mm;text-align:left;vertical-align:top;overflow-wrap:anywhere}th{background:#f0f0f0}tr{break-inside:avoid}',
  'ul{margin:1mm 0;padding-left:6mm}code{font-family:monospace;overflow-wrap:anywhere}.blank{display:flex;gap:4mm;margin:9mm 0}.blank b{flex:0 0 35mm}.blank span{flex:1;border-bottom:.3mm solid #333}',
  '@media print{body{padding:0;max-width:none}}',
].join('\n');

function htmlOf(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `<h${block.level}>${escaped(block.text)}</h${block.level}>`;
    case 'paragraph':
      return `<p>${escaped(block.text)}</p>`;
    case 'words':
      return `<ul>${wordItem(block.words)}</ul>`;
    case 'table': {
      const row = (cells: readonly string[], name: 'th' | 'td'): string =>
        `<tr>${cells.map((cell) => `<${name}>${escaped(cell)}</${name}>`).join('')}</tr>`;
      const body = block.rows.map((cells) => row(cells, 'td')).join('\n');
      return `<table><thead>${row(block.head, 'th')}</thead><tbody>\n${body}\n</tbody></table>`;
    }
    case 'blanks':
      return block.labels.map((label) => `<div class="blank"><b>${escaped(label)}</b><span></span></div>`).join('\n');
  }
}

const wordItem = (words: InWords): string =>
  words.kind === 'sentence'
    ? `<li>${withCode(words, escaped, (code) => `<code>${escaped(code)}</code>`)}</li>`
    : `<li>${escaped(words.head)}<ul>${words.parts.map(wordItem).join('')}</ul></li>`;
