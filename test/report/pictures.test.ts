import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pictureWith, printPicture, textsOfPicture } from '../../analysis/model/picture.ts';
import { readPicture } from '../../analysis/report/read-picture.ts';
import { chart } from './pictures.ts';

const svg = (inner: string, attributes = ''): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" ${attributes}>${inner}</svg>`;

test('a chart is kept as its shapes, colours and text, without what tells of its marks', () => {
  const picture = readPicture(chart('週', 'A &amp; B'));
  expect(textsOfPicture(picture)).toEqual(['週', 'A & B']);
  const printed = printPicture(picture);
  expect(printed).toContain('fill="url(#gradient_0)"');
  expect(printed).toContain('>A &amp; B</text>');
  expect(printed).not.toMatch(/aria|role|class|xlink/);
  expect(printPicture(readPicture(printed))).toBe(printed);
});

test('texts are changed wherever they stand', () => {
  const shouted = pictureWith(readPicture(chart('a', 'b')), (text) => text.toUpperCase());
  expect(textsOfPicture(shouted)).toEqual(['A', 'B']);
});

describe('a picture is refused', () => {
  test.each([
    ['a script', svg('<script>alert(1)</script>')],
    ['a script of another case', svg('<SCRIPT>alert(1)</SCRIPT>')],
    ['foreign content', svg('<foreignObject><body/></foreignObject>')],
    ['an event', svg('<rect onload="alert(1)"/>')],
    ['an event of the picture', svg('', 'onload="alert(1)"')],
    ['a link', svg('<a href="https://example.jp"><rect/></a>')],
    ['an image', svg('<image href="https://example.jp/a.png"/>')],
    ['something used from elsewhere', svg('<g xlink:href="https://example.jp/a.svg#b"/>')],
    ['a colour from elsewhere', svg('<rect fill="url(https://example.jp/a.svg#b)"/>')],
    ['a colour from elsewhere, spelled otherwise', svg('<rect fill="\\75rl(//example.jp/a)"/>')],
    ['a style of its own', svg('<style>@import url(//example.jp)</style>')],
    ['an animation', svg('<rect><set attributeName="fill" to="red"/></rect>')],
    ['a document type', `<!DOCTYPE svg [<!ENTITY a "b">]>${svg('<text>&a;</text>')}`],
    ['an entity nobody defined', svg('<text>&nobody;</text>')],
    ['an instruction', `<?xml-stylesheet href="//example.jp/a.css"?>${svg('')}`],
    ['what does not end', '<svg><g>'],
    ['two of them', `${svg('')}${svg('')}`],
    ['another document', '<html xmlns="http://www.w3.org/1999/xhtml"></html>'],
    ['part of a picture', '<g></g>'],
    ['nothing', ''],
  ])('for %s', (_, text) => {
    expect(() => readPicture(text)).toThrow('input-invalid');
  });

  test('or shows nothing but what a picture holds, whatever is written in it', () => {
    const hostile = fc.string({ unit: 'binary', maxLength: 60 });
    fc.assert(
      fc.property(fc.array(hostile, { maxLength: 4 }), (parts) => {
        let printed: string;
        try {
          printed = printPicture(readPicture(svg(parts.join('<g>'))));
        } catch (error) {
          expect(String(error)).toContain('input-invalid');
          return;
        }
        expect(printed.match(/<(?!\/)[^\s>]*/g)?.every((tag) => tag === '<svg' || tag === '<g')).toBe(true);
      }),
    );
  });
});

test('whatever a text holds, the picture it is put in stays one', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
      const picture = pictureWith(readPicture(chart('x')), () => text);
      const again = readPicture(printPicture(picture));
      const plain = [...text].filter((one) => !/[\p{Cc}\u{FFFE}\u{FFFF}]/u.test(one) || /[\t\n]/.test(one)).join('');
      expect(textsOfPicture(again).join('')).toBe(plain.trim() === '' ? '' : plain);
    }),
  );
});
