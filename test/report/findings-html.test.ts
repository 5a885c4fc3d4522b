import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import type { FindingEntry, FindingResult } from '../../analysis/model/findings.ts';
import { findingsHtml, type FindingsReport } from '../../analysis/report/findings-html.ts';
import { readPicture } from '../../analysis/report/read-picture.ts';
import { SaxesParser } from 'saxes';
import { chart } from './pictures.ts';

const quoted = { values: [], columns: [] };
const address = { room: 'explore', path: [], filter: { clauses: [] }, params: {} };
const hostile = `</style></title><script>alert(1)</script><img src=x onerror=alert(1)>" onload='x' & 終`;
const entry: FindingEntry = {
  ...{ findingId: 'a', title: hostile, note: `一行目\n${hostile}`, pinnedAt: Date.UTC(2026, 2, 31, 5, 5), quoted },
  result: {
    facts: [[hostile, hostile]],
    explained: [hostile],
    query: null,
    address,
    dataVersion: 'v',
    rows: 3,
    pictures: 1,
  },
};
const result: FindingResult = {
  table: [
    ['列', hostile],
    [hostile, 0.5],
    [null, 2],
  ],
  pictures: [
    { label: hostile, width: 90, height: 40, light: readPicture(chart('明')), dark: readPicture(chart('暗')) },
  ],
  quoted,
};
const report = (changes: Partial<FindingsReport> = {}): FindingsReport => ({
  ...{ language: 'ja', name: `店 ${hostile}`, timezone: 'Asia/Tokyo', now: Date.UTC(2026, 3, 1), masked: true },
  entries: [{ entry, result, earlier: false }],
  ...changes,
});

/** Elements of the document with their attributes; a document that is no well-formed XML fails. */
function elementsOf(html: string): readonly { readonly name: string; readonly attributes: Record<string, string> }[] {
  const found: { name: string; attributes: Record<string, string> }[] = [];
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => void found.push({ name, attributes }));
  const closed = html.replace('<!doctype html>', '').replaceAll(/<(meta|source|img)([^>]*)>/g, '<$1$2/>');
  parser.write(closed).close();
  return found;
}

test('titles, notes, facts and cells stay text, whatever stands in them', () => {
  const html = findingsHtml(report());
  const elements = elementsOf(html);
  const allowed = new Set([
    ...[
      'html',
      'head',
      'meta',
      'title',
      'style',
      'body',
      'main',
      'h1',
      'h2',
      'p',
      'article',
      'figure',
      'figcaption',
      'picture',
    ],
    ...['source', 'img', 'div', 'table', 'thead', 'tbody', 'tr', 'th', 'td', 'dl', 'dt', 'dd'],
  ]);
  expect(elements.filter(({ name }) => !allowed.has(name))).toEqual([]);
  expect(elements.flatMap(({ attributes }) => Object.keys(attributes)).filter((name) => /^on/i.test(name))).toEqual([]);
  expect(elements.filter(({ name }) => name === 'img').map(({ attributes }) => attributes['alt'])).toEqual([hostile]);
  expect(elements.filter(({ name }) => name === 'style')).toHaveLength(1);
});

test('the document asks for nothing: its policy allows its own style and pictures within it', () => {
  const html = findingsHtml(report());
  const style = /<style>([^]*?)<\/style>/.exec(html)?.[1] ?? '';
  const hash = createHash('sha256').update(style).digest('base64');
  const [policy] = elementsOf(html).filter(({ attributes }) => attributes['http-equiv'] !== undefined);
  expect(policy?.attributes['content']).toBe(
    `default-src 'none'; style-src 'sha256-${hash}'; img-src data:; base-uri 'none'; form-action 'none'`,
  );
  const sources = elementsOf(html).flatMap(({ attributes }) =>
    ['src', 'srcset', 'href'].flatMap((name) => attributes[name] ?? []),
  );
  expect(sources).toHaveLength(2);
  expect(sources.every((one) => one.startsWith('data:image/svg+xml;charset=utf-8,'))).toBe(true);
  expect(sources.map((one) => /[明暗]/.exec(decodeURIComponent(one))?.[0])).toEqual(['暗', '明']);
});

test('it says in either language when it was pinned, of what it is, what is left out and what has changed since', () => {
  const earlier = { entries: [{ entry, result, earlier: true }] };
  const ja = findingsHtml(report(earlier));
  for (const text of ['<html lang="ja">', '2026-03-31 14:05', '全3行のうち最初の2行', '変わっています', '伏せ字'])
    expect(ja).toContain(text);
  const en = findingsHtml(report({ ...earlier, language: 'en', masked: false }));
  for (const text of ['<html lang="en">', '2026-03-31 14:05', 'first 2 of 3 rows', 'have changed', 'handle with care'])
    expect(en).toContain(text);
  expect(findingsHtml(report())).not.toContain('変わっています');
  expect(findingsHtml(report({ entries: [] }))).toContain('所見はありません');
});

const withTable = (table: FindingResult['table'], changes: Partial<NonNullable<FindingEntry['result']>> = {}) => {
  const pinned = entry.result === null ? null : { ...entry.result, ...changes };
  return report({ entries: [{ entry: { ...entry, result: pinned }, result: { ...result, table }, earlier: false }] });
};

test('figures are written as on screen, beneath heads on their side; days and times stand in one line', () => {
  const table = [
    ['日', '件数', '率', '小さい値', '時刻'],
    ['2026-03-31', 1234567, { share: 0.02134 }, 0.000123456, '2026-03-31T05:05:00.000Z'],
    ['~ 2026-03', 12.34567, { share: 0.00004 }, 1.23456, null],
    ['長い文', -3, { share: 0 }, 0, 'x'],
    ['空', null, null, null, null],
  ];
  const html = findingsHtml(withTable(table));
  const cells = [...html.matchAll(/<t[dh](?: scope="col")?(?: class="(\w+)")?>([^<]*)</g)].map(([, kind, text]) => [
    kind ?? '',
    text,
  ]);
  expect(cells).toEqual([
    ...[
      ['', '日'],
      ['number', '件数'],
      ['number', '率'],
      ['number', '小さい値'],
      ['', '時刻'],
    ],
    ...[
      ['day', '2026-03-31'],
      ['number', '1,234,567'],
      ['number', '2.13%'],
      ['number', '0.0001235'],
    ],
    ...[
      ['day', '2026-03-31 14:05:00'],
      ['day', '~ 2026-03'],
      ['number', '12.35'],
      ['number', '0.004%'],
    ],
    ...[
      ['number', '1.2346'],
      ['', '–'],
      ['', '長い文'],
      ['number', '-3'],
      ['number', '0%'],
      ['number', '0'],
      ['', 'x'],
    ],
    ...[
      ['', '空'],
      ['number', '–'],
      ['number', '–'],
      ['number', '–'],
      ['', '–'],
    ],
  ]);
  const heads = (columns: number) => findingsHtml(withTable([Array.from({ length: columns }, (_, at) => `c${at}`)]));
  expect([7, 8, 13].map((columns) => /<div class="(table[^"]*)"/.exec(heads(columns))?.[1])).toEqual([
    'table',
    'table wide',
    'table widest',
  ]);
});

test('what is said under pictures stands under them, and a query that is told or kept back', () => {
  const query = { text: `SELECT '${hostile}'`, masked: [], hidden: false };
  const html = findingsHtml(withTable(null, { explained: ['注記です'], query }));
  expect(html).toContain('<p class="about">注記です</p>');
  expect(html).toMatch(/<pre>SELECT &#39;&lt;\/style&gt;/);
  const hidden = findingsHtml(withTable(null, { query: { text: '', masked: [], hidden: true } }));
  expect(hidden).toContain('クエリには個人情報');
  expect(hidden).not.toContain('<pre>');
});
