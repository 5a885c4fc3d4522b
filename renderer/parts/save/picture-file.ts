import type { ResultFacts } from '../../../analysis/model/results/result-file.ts';
import { drawStill, sharpness, type Drawn, type Still } from '../../chart/still.ts';
import { paint } from '../../chart/theme.ts';

/** A picture to be saved: charts one under the other, their name above and what they stand on below. */
export interface Sheet {
  readonly title: string;
  readonly charts: readonly Drawn[];
  readonly caption: readonly string[];
  readonly width: number;
  readonly height: number;
}

const margin = 12;
const titleSize = 15;
const lineSize = 11;
const lineHeight = 16;
const titleHeight = 28;

export async function sheetOf(title: string, facts: ResultFacts, stills: readonly Still[]): Promise<Sheet> {
  const charts: Drawn[] = [];
  for (const still of stills) charts.push(await drawStill(still));
  return sheetAround(title, facts, charts);
}

/** The same around what has been drawn already. */
export function sheetAround(title: string, facts: ResultFacts, charts: readonly Drawn[]): Sheet {
  const wide = Math.max(...charts.map(({ width }) => width));
  const caption = wrapped(facts, wide);
  const tall = charts.reduce((sum, { height }) => sum + height, 0);
  return {
    ...{ title, charts, caption },
    width: wide + 2 * margin,
    height: 2 * margin + titleHeight + tall + 8 + caption.length * lineHeight,
  };
}

const font = (): string => getComputedStyle(document.body).fontFamily;

/** Facts with dots between them, in as many lines as fit; a fact longer than a line is broken. */
function wrapped(facts: ResultFacts, width: number): readonly string[] {
  const pen = document.createElement('canvas').getContext('2d');
  if (pen === null) return facts.map(([name, text]) => `${name}: ${text}`);
  pen.font = `${lineSize}px ${font()}`;
  const lines: string[] = [];
  for (const [name, text] of facts) {
    const fact = `${name}: ${text}`;
    const longer = `${lines.at(-1) ?? ''} · ${fact}`;
    if (lines.length > 0 && pen.measureText(longer).width <= width) lines.splice(-1, 1, longer);
    else lines.push(...broken(fact, (part) => pen.measureText(part).width <= width));
  }
  return lines;
}

function broken(text: string, fits: (part: string) => boolean): readonly string[] {
  const lines: string[] = [''];
  for (const character of text) {
    const longer = `${lines.at(-1) ?? ''}${character}`;
    if (fits(longer)) lines.splice(-1, 1, longer);
    else lines.push(character.trim());
  }
  return lines;
}

export async function pngOf(sheet: Sheet): Promise<Uint8Array<ArrayBuffer>> {
  const canvas = document.createElement('canvas');
  canvas.width = Math.ceil(sheet.width * sharpness);
  canvas.height = Math.ceil(sheet.height * sharpness);
  const pen = canvas.getContext('2d');
  if (pen === null) throw new Error('no canvas');
  pen.fillStyle = paint('surface');
  pen.fillRect(0, 0, canvas.width, canvas.height);
  let at = margin + titleHeight;
  for (const { canvas: drawn, height } of sheet.charts) {
    pen.drawImage(drawn, margin * sharpness, at * sharpness);
    at += height;
  }
  pen.scale(sharpness, sharpness);
  for (const { text, x, y, size, weight, colour } of textsOf(sheet)) {
    pen.font = `${weight} ${size}px ${font()}`;
    pen.fillStyle = colour;
    pen.fillText(text, x, y);
  }
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/png'));
  if (blob === null) throw new Error('no picture');
  return new Uint8Array(await blob.arrayBuffer());
}

export function svgOf(sheet: Sheet): string {
  const { width, height } = sheet;
  let at = margin + titleHeight;
  const charts = sheet.charts.map(({ svg, height: tall }) => {
    const placed = `<g transform="translate(${margin},${at})">${svg}</g>`;
    at += tall;
    return placed;
  });
  const texts = textsOf(sheet).map(
    ({ text, x, y, size, weight, colour }) =>
      `<text x="${x}" y="${y}" font-family="${escaped(font())}" font-size="${size}" font-weight="${weight}" fill="${escaped(colour)}">${escaped(text)}</text>`,
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    `<title>${escaped(sheet.title)}</title>`,
    `<rect width="100%" height="100%" fill="${escaped(paint('surface'))}"/>`,
    ...charts,
    ...texts,
    '</svg>\n',
  ].join('\n');
}

interface Text {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly weight: number;
  readonly colour: string;
}

function textsOf({ title, caption, height }: Sheet): readonly Text[] {
  const first = height - margin - (caption.length - 1) * lineHeight;
  return [
    { text: title, x: margin, y: margin + titleSize, size: titleSize, weight: 600, colour: paint('text') },
    ...caption.map((text, line) => ({
      ...{ text, x: margin, y: first + line * lineHeight, size: lineSize, weight: 400, colour: paint('text-3') },
    })),
  ];
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string): string => text.replace(/[&<>"]/g, (one) => entities[one] ?? one);
