import { z } from 'zod';

/**
 * What a kept picture is made of: shapes, text and gradients. There is no script, no foreign content and no address in it,
 * because nothing here could say one.
 */
export const pictureTags = [
  ...['svg', 'g', 'defs', 'path', 'rect', 'circle', 'ellipse', 'line', 'polyline', 'polygon'],
  ...['text', 'tspan', 'linearGradient', 'radialGradient', 'stop', 'clipPath'],
] as const;

/** Attributes that say where, how large and in what colour. */
export const pictureAttributes = [
  ...['width', 'height', 'viewBox', 'transform', 'd', 'points', 'x', 'y', 'x1', 'x2', 'y1', 'y2', 'dx', 'dy'],
  ...['r', 'cx', 'cy', 'rx', 'ry', 'fx', 'fy', 'id', 'offset', 'fill', 'fill-opacity', 'fill-rule', 'stroke'],
  ...['stroke-width', 'stroke-opacity', 'stroke-dasharray', 'stroke-dashoffset', 'stroke-linecap', 'stroke-linejoin'],
  ...['stroke-miterlimit', 'opacity', 'text-anchor', 'dominant-baseline', 'font-family', 'font-size', 'font-weight'],
  ...[
    'font-style',
    'stop-color',
    'stop-opacity',
    'gradientUnits',
    'gradientTransform',
    'clip-path',
    'clip-rule',
    'display',
  ],
] as const;

/** Within the picture at most: `url(#gradient_0)`. Escapes of CSS could spell an address another way. */
const value = z
  .string()
  .max(1_000_000)
  .refine((text) => /^url\(#[\w-]+\)$/.test(text) || !/url|image|[\\@]/i.test(text));

/** An element of a picture, its text as strings among its children. */
export interface PictureNode {
  readonly tag: (typeof pictureTags)[number];
  readonly attributes: Readonly<Partial<Record<(typeof pictureAttributes)[number], string>>>;
  readonly children: readonly (PictureNode | string)[];
}

export const pictureSchema: z.ZodType<PictureNode> = z.strictObject({
  tag: z.enum(pictureTags),
  attributes: z.partialRecord(z.enum(pictureAttributes), value),
  get children() {
    return z.array(z.union([z.string().max(20_000), pictureSchema]));
  },
});

/** The same with every text in it changed. */
export function pictureWith(node: PictureNode, change: (text: string) => string): PictureNode {
  return {
    ...node,
    children: node.children.map((one) => (typeof one === 'string' ? change(one) : pictureWith(one, change))),
  };
}

/** Every text in it. */
export const textsOfPicture = (node: PictureNode): readonly string[] =>
  node.children.flatMap((one) => (typeof one === 'string' ? [one] : textsOfPicture(one)));

/** The picture as an SVG document. */
export function printPicture(node: PictureNode): string {
  return printed(node, ' xmlns="http://www.w3.org/2000/svg"');
}

function printed({ tag, attributes, children }: PictureNode, space = ''): string {
  const told = Object.entries(attributes).map(([name, text]) => ` ${name}="${escapedMarkup(text)}"`);
  const inner = children.map((one) => (typeof one === 'string' ? escapedMarkup(one) : printed(one)));
  return `<${tag}${space}${told.join('')}>${inner.join('')}</${tag}>`;
}

/** The picture as an address that needs nothing but itself; what is shown by it as an image runs nothing. */
export const pictureAddress = (node: PictureNode): string =>
  `data:image/svg+xml;charset=utf-8,${encodeURIComponent(printPicture(node))}`;

const entities: Readonly<Record<string, string>> = {
  ...{ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' },
};

/** A text as HTML and XML hold it, within an element or a quoted attribute; control characters, which neither may hold, are left out. */
export const escapedMarkup = (text: string): string =>
  text
    .replaceAll(/[\p{Cc}\u{FFFE}\u{FFFF}]/gu, (one) => (/[\t\n]/.test(one) ? one : ''))
    .replaceAll(/[&<>"']/g, (one) => entities[one] ?? one);
