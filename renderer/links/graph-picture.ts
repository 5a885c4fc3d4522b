import { escapedMarkup } from '../../analysis/model/picture.ts';
import type { Paint } from '../chart/theme.ts';
import { lineDashes, shapePaths, type Look } from './looks.ts';

/** A node where it lies: an order with its look, or a key; hubs and where the graph begins stand out. */
export interface PlacedNode {
  readonly at: readonly [x: number, y: number];
  readonly size: number;
  readonly kind: 'order' | 'key' | 'hub';
  readonly begins: boolean;
  readonly look: Pick<Look, 'fill' | 'border' | 'shape' | 'line'>;
  readonly lines: readonly string[];
}

/** A link graph as it is laid out, with what its looks stand for. */
export interface GraphSketch {
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly (readonly [from: PlacedNode['at'], to: PlacedNode['at']])[];
  readonly legend: readonly { readonly look: PlacedNode['look']; readonly word: string }[];
}

export interface SketchPaint {
  readonly colours: Paint;
  readonly font: string;
  /** Pixels of a text in that font, by its size. */
  readonly width: (text: string, size: number) => number;
}

const margin = 24;
const labelSize = 10;
const lineHeight = 13;
const legendSize = 12;
const legendLine = 20;
const leastWidth = 360;

/** The graph as SVG of shapes and text alone, its legend beneath. */
export function graphSvg(
  { nodes, edges, legend }: GraphSketch,
  { colours, font, width: textWidth }: SketchPaint,
): { readonly svg: string; readonly width: number; readonly height: number } {
  const labelWidths = nodes.map(({ lines }) => Math.max(0, ...lines.map((line) => textWidth(line, labelSize))));
  const reach = nodes.map(({ at: [x, y], size, lines }, n) => {
    const half = Math.max(size, labelWidths[n] ?? 0) / 2;
    return { left: x - half, right: x + half, top: y - size / 2, bottom: y + size / 2 + 3 + lines.length * lineHeight };
  });
  const [left, right] = span(
    reach.map((one) => one.left),
    reach.map((one) => one.right),
  );
  const [top, bottom] = span(
    reach.map((one) => one.top),
    reach.map((one) => one.bottom),
  );
  const wide = Math.max(leastWidth, right - left);
  const foot = bottom - top;
  const places = wrapped(
    legend.map(({ word }) => 26 + textWidth(word, legendSize)),
    wide - 2 * margin,
  );
  const tall = foot + legendLine * ((places.at(-1)?.line ?? -1) + 1) + 8;
  const own = { colours, font };
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${round(wide)}" height="${round(tall)}" viewBox="0 0 ${round(wide)} ${round(tall)}">`,
    `<g transform="translate(${round(-left)},${round(-top)})">`,
    ...edges.map(
      ([[x1, y1], [x2, y2]]) =>
        `<line x1="${round(x1)}" y1="${round(y1)}" x2="${round(x2)}" y2="${round(y2)}" stroke="${colours('line-strong')}" stroke-width="1"/>`,
    ),
    ...nodes.map((node) => shapeOf(node, colours)),
    ...nodes.map((node, n) => labelOf(node, labelWidths[n] ?? 0, own)),
    '</g>',
    ...legend.flatMap(({ look, word }, n) => {
      const { x = 0, line = 0 } = places[n] ?? {};
      const y = foot + line * legendLine;
      const node = { at: [margin + x + 7, y] as const, size: 14, kind: 'order' as const, begins: false, look };
      return [shapeOf(node, colours), textOf(word, margin + x + 19, y + 4, legendSize, own)];
    }),
    '</svg>',
  ];
  return { svg: parts.join(''), width: wide, height: tall };
}

function shapeOf({ at: [x, y], size, kind, begins, look }: Omit<PlacedNode, 'lines'>, colours: Paint): string {
  const paint = `fill="${colours(look.fill)}" stroke="${colours(begins ? 'text' : look.border)}"`;
  if (kind !== 'order') {
    const rect = (within: number, filled: string): string => {
      const side = size - 2 * within;
      return `<rect x="${round(x - side / 2)}" y="${round(y - side / 2)}" width="${round(side)}" height="${round(side)}" rx="3" ${filled} stroke-width="1.5"/>`;
    };
    // A hub has a double border.
    const inner = `fill="none" stroke="${colours(look.border)}"`;
    return kind === 'hub' ? `${rect(0, paint)}${rect(3, inner)}` : rect(0, paint);
  }
  const scale = size / 16;
  const dashes = lineDashes[look.line] === '' ? '' : ` stroke-dasharray="${lineDashes[look.line]}"`;
  return `<path d="${shapePaths[look.shape]}" transform="translate(${round(x - size / 2)},${round(y - size / 2)}) scale(${round(scale)})" ${paint} stroke-width="${begins ? 2 : 1.6}"${dashes}/>`;
}

function labelOf({ at: [x, y], size, lines }: PlacedNode, wide: number, own: Pick<SketchPaint, 'colours' | 'font'>) {
  const written = lines.filter((line) => line !== '');
  if (written.length === 0) return '';
  const top = y + size / 2 + 2;
  const behind = `<rect x="${round(x - wide / 2 - 2)}" y="${round(top)}" width="${round(wide + 4)}" height="${round(written.length * lineHeight + 2)}" fill="${own.colours('surface')}" fill-opacity="0.75"/>`;
  return (
    behind +
    written
      .map((line, n) => textOf(line, x, top + 10 + n * lineHeight, labelSize, own, 'text-anchor="middle"'))
      .join('')
  );
}

const textOf = (
  text: string,
  x: number,
  y: number,
  size: number,
  { colours, font }: Pick<SketchPaint, 'colours' | 'font'>,
  more = '',
): string =>
  `<text x="${round(x)}" y="${round(y)}" font-family="${escapedMarkup(font)}" font-size="${size}" fill="${colours('text-2')}" ${more}>${escapedMarkup(text)}</text>`;

/** From the least to the most of them, with a margin; of nothing the margins alone. */
const span = (least: readonly number[], most: readonly number[]): readonly [number, number] =>
  least.length === 0 ? [-margin, margin] : [Math.min(...least) - margin, Math.max(...most) + margin];

/** Where things of these widths stand, one beside the other, in as many lines as they need. */
function wrapped(widths: readonly number[], within: number): readonly { readonly x: number; readonly line: number }[] {
  let [x, line] = [0, 0];
  return widths.map((width) => {
    if (x > 0 && x + width > within) [x, line] = [0, line + 1];
    const place = { x, line };
    x += width + 16;
    return place;
  });
}

const round = (value: number): number => Math.round(value * 10) / 10;
