import { SaxesParser } from 'saxes';
import { ShinsaError } from '../model/failure.ts';
import { pictureAttributes, pictureSchema, pictureTags, type PictureNode } from '../model/picture.ts';

interface Open {
  readonly tag: string;
  readonly attributes: Record<string, string>;
  readonly children: (Open | string)[];
}

/** Elements and text of a picture at most. */
const most = 100_000;

/**
 * An SVG text as the tree that is kept of it. Attributes that say nothing of how it looks are left out; 'input-invalid' for
 * what is no SVG or holds anything that a picture does not: another element (script, foreignObject, image, a), an address,
 * an event, a document type.
 */
export function readPicture(text: string): PictureNode {
  const parser = new SaxesParser();
  const root: Open = { tag: '', attributes: {}, children: [] };
  const open: Open[] = [root];
  let parts = 0;
  const refuse = (): never => {
    throw new ShinsaError('input-invalid', { kind: 'svg' });
  };
  const put = (part: Open | string): void => {
    parts += 1;
    if (parts > most || open.length > 100) refuse();
    open.at(-1)?.children.push(part);
  };
  parser.on('error', refuse);
  parser.on('doctype', refuse);
  parser.on('processinginstruction', refuse);
  parser.on('cdata', refuse);
  parser.on('opentag', ({ name, attributes }) => {
    if (!tags.has(name) || Object.keys(attributes).some((one) => forbidden.test(one))) refuse();
    const kept = Object.entries(attributes).filter(([one]) => known.has(one));
    const node = { tag: name, attributes: Object.fromEntries(kept), children: [] };
    put(node);
    open.push(node);
  });
  parser.on('closetag', () => void open.pop());
  parser.on('text', (said) => {
    if (said.trim() !== '') put(said);
  });
  parser.write(text).close();
  const [only, ...more] = root.children;
  const read = pictureSchema.safeParse(only);
  return read.success && read.data.tag === 'svg' && more.length === 0 ? read.data : refuse();
}

const tags: ReadonlySet<string> = new Set(pictureTags);
const known: ReadonlySet<string> = new Set(pictureAttributes);
/** Addresses and events; what follows them elsewhere has another name in SVG. */
const forbidden = /(?:^|:)(?:href|src|on\w*)$/i;
