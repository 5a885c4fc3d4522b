import { createHash } from 'node:crypto';
import type { FindingEntry, FindingResult, ToldQuery } from '../model/findings.ts';
import { escapedMarkup, pictureAddress } from '../model/picture.ts';
import { cellText, holdsNumbers, isDay, isNumber } from '../model/results/cell-text.ts';
import type { ResultCell, ResultTable } from '../model/results/result-file.ts';
import { findingsTexts, type FindingsTexts } from './findings-texts.ts';
import { findingsStyle } from './findings-style.ts';

export interface FindingsReport {
  readonly language: 'ja' | 'en';
  /** Of the project. */
  readonly name: string;
  readonly timezone: string;
  /** Epoch ms of the writing. */
  readonly now: number;
  /** Whether personal values are masked in it. */
  readonly masked: boolean;
  readonly entries: readonly {
    readonly entry: FindingEntry;
    readonly result: FindingResult | null;
    /** Made on data that have changed since. */
    readonly earlier: boolean;
  }[];
}

/**
 * The findings page as one HTML document that needs nothing else, asks for nothing and runs nothing: its policy allows its
 * own style, by hash, and pictures within it. Readable on paper, light and dark as its reader's screen is.
 */
export function findingsHtml(report: FindingsReport): string {
  const { language, name, entries, masked } = report;
  const texts = findingsTexts[language];
  const style = createHash('sha256').update(findingsStyle).digest('base64');
  const policy = `default-src 'none'; style-src 'sha256-${style}'; img-src data:; base-uri 'none'; form-action 'none'`;
  const title = `${texts.title} – ${name}`;
  return [
    '<!doctype html>',
    `<html lang="${language}">`,
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${escapedMarkup(policy)}">`,
    '<meta name="referrer" content="no-referrer">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escapedMarkup(title)}</title>`,
    `<style>${findingsStyle}</style>`,
    '</head>',
    '<body>',
    '<main>',
    `<h1>${escapedMarkup(title)}</h1>`,
    `<p class="about">${escapedMarkup(`${texts.written} ${day(report.now, report)}`)} · ${escapedMarkup(masked ? texts.masked : texts.plain)}</p>`,
    ...(entries.length === 0 ? [`<p>${escapedMarkup(texts.none)}</p>`] : []),
    ...entries.map((one, at) => articleOf(one, at, report, texts)),
    '</main>',
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

function articleOf(
  { entry, result, earlier }: FindingsReport['entries'][number],
  at: number,
  report: FindingsReport,
  texts: FindingsTexts,
): string {
  const pinned = entry.result;
  const title = entry.title === '' ? (pinned === null ? texts.note : texts.untitled) : entry.title;
  return [
    `<article aria-labelledby="f${at}">`,
    `<h2 id="f${at}">${escapedMarkup(title)}</h2>`,
    ...(entry.note === '' ? [] : [`<p class="note">${escapedMarkup(entry.note)}</p>`]),
    ...(result?.withheld === true ? [aboutOf(texts.withheld)] : []),
    ...(result?.pictures ?? []).map((picture) => pictureOf(picture, title)),
    ...((result?.pictures ?? []).length === 0 ? [] : (pinned?.explained ?? []).map(aboutOf)),
    ...(result === null || result.table === null ? [] : [tableOf(result.table, pinned?.rows ?? 0, title, report)]),
    ...(pinned === null || pinned.query === null ? [] : [queryOf(pinned.query, texts)]),
    ...(pinned === null ? [] : [factsOf(pinned.facts, [[texts.pinned, day(entry.pinnedAt, report)]])]),
    ...(earlier ? [aboutOf(texts.earlier)] : []),
    '</article>',
  ].join('\n');
}

function pictureOf({ label, width, height, light, dark }: FindingResult['pictures'][number], title: string): string {
  const size = `width="${Math.round(width)}" height="${Math.round(height)}"`;
  return [
    '<figure><picture>',
    `<source media="screen and (prefers-color-scheme: dark)" srcset="${escapedMarkup(pictureAddress(dark))}">`,
    `<img src="${escapedMarkup(pictureAddress(light))}" alt="${escapedMarkup(label)}" ${size}>`,
    '</picture>',
    ...(label === title ? [] : [`<figcaption>${escapedMarkup(label)}</figcaption>`]),
    '</figure>',
  ].join('');
}

const aboutOf = (text: string): string => `<p class="about">${escapedMarkup(text)}</p>`;

const queryOf = ({ text, hidden }: ToldQuery, texts: FindingsTexts): string =>
  hidden
    ? aboutOf(texts.queryHidden)
    : `<p class="about">${escapedMarkup(texts.query)}</p><pre>${escapedMarkup(text)}</pre>`;

/** Columns from which on a table is written smaller on paper. */
const [many, most] = [7, 12];

function tableOf(
  [heads = [], ...rows]: ResultTable,
  all: number,
  title: string,
  { language, timezone }: FindingsReport,
): string {
  const textOf = (cell: ResultCell): string => cellText(cell, { language, timezone });
  const numbers = heads.map((_, at) => holdsNumbers(rows, at));
  const classOf = (cell: ResultCell, at: number): string =>
    isNumber(cell, numbers[at] ?? false) ? ' class="number"' : isDay(textOf(cell)) ? ' class="day"' : '';
  const head = heads.map((cell, at) => {
    const right = numbers[at] ? ' class="number"' : '';
    return `<th scope="col"${right}>${escapedMarkup(textOf(cell))}</th>`;
  });
  const body = rows.map(
    (row) =>
      `<tr>${row.map((cell, at) => `<td${classOf(cell, at)}>${escapedMarkup(textOf(cell))}</td>`).join('')}</tr>`,
  );
  const { rows: rowsText } = findingsTexts[language];
  const left = all > rows.length ? [aboutOf(rowsText(rows.length, all))] : [];
  const wide = heads.length > most ? ' widest' : heads.length > many ? ' wide' : '';
  return [
    `<div class="table${wide}"><table aria-label="${escapedMarkup(title)}">`,
    `<thead><tr>${head.join('')}</tr></thead>`,
    `<tbody>${body.join('\n')}</tbody>`,
    '</table></div>',
    ...left,
  ].join('\n');
}

function factsOf(...all: readonly (readonly (readonly [string, string])[])[]): string {
  const told = all.flat().map(([name, text]) => `<dt>${escapedMarkup(name)}</dt><dd>${escapedMarkup(text)}</dd>`);
  return `<dl>${told.join('')}</dl>`;
}

/** 2026-03-31 14:05 in the project's zone: the same in both languages. */
const day = (at: number, { timezone }: Pick<FindingsReport, 'timezone'>): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: timezone, dateStyle: 'short', timeStyle: 'short' }).format(at);
