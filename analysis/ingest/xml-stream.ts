import { SaxesParser } from 'saxes';
import type { ByteSource } from './byte-source.ts';

/** Looks up an attribute, by its name with or without prefix. */
export type Attribute = (name: string) => string | undefined;

/** What is told while XML passes; names without their prefix. */
export interface XmlSink {
  readonly open: (
    name: string,
    attribute: Attribute,
    attributes: Readonly<Record<string, string>>,
    line: number,
  ) => void;
  readonly close: (name: string) => void;
  readonly text: (text: string) => void;
}

export interface XmlStream {
  readonly encoding?: string;
  /** What is thrown where the XML cannot be read. */
  readonly damaged: (cause: unknown, line: number) => Error;
  readonly read?: ((bytes: number) => Promise<void>) | undefined;
}

/** A name without its prefix. */
export const bare = (name: string): string => name.slice(name.indexOf(':') + 1);

/** Streams XML from beginning to end. Entities that a file defines itself are none: they are damage. */
export async function streamXml(
  source: ByteSource,
  sink: XmlSink,
  { encoding, damaged, read }: XmlStream,
): Promise<void> {
  const parser = new SaxesParser();
  let failed: unknown;
  parser.on('error', (error) => void (failed ??= error));
  parser.on('opentag', ({ name, attributes }) =>
    sink.open(bare(name), attributeOf(attributes), attributes, parser.line),
  );
  parser.on('closetag', ({ name }) => sink.close(bare(name)));
  parser.on('text', sink.text);
  parser.on('cdata', sink.text);
  const decoder = new TextDecoder(encoding ?? 'utf-8');
  let bytes = 0;
  const check = (): void => {
    if (failed !== undefined) throw damaged(failed, parser.line);
  };
  for await (const part of source.open((done) => void (bytes = done))) {
    parser.write(decoder.decode(part, { stream: true }));
    check();
    await read?.(bytes);
  }
  parser.write(decoder.decode()).close();
  check();
}

/** Looks an attribute up, with its prefix where it has one. */
function attributeOf(attributes: Readonly<Record<string, string>>): Attribute {
  return (name) => attributes[name] ?? Object.entries(attributes).find(([key]) => bare(key) === name)?.[1];
}
