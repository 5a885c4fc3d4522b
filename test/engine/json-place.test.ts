import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { jsonErrorOffset, placeAt } from '../../analysis/model/json-place.ts';
import { fill } from '../../analysis/model/messages/fill.ts';

const parses = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

describe('the place where a text stops being JSON', () => {
  test('nothing is found in any JSON', () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom(undefined, 2, '\t'), (text, indent) => {
        expect(jsonErrorOffset(JSON.stringify(JSON.parse(text), null, indent))).toBeNull();
      }),
    );
  });

  test('it agrees with JSON.parse on what is none, and what stands before it could still become some', () => {
    const broken = fc
      .tuple(fc.json(), fc.nat(), fc.constantFrom('', ',', '}', ']', '"', 'x', '\\', '\n', ':', '0'))
      .map(
        ([text, at, extra]) => text.slice(0, at % (text.length + 1)) + extra + text.slice((at % (text.length + 1)) + 1),
      );
    fc.assert(
      fc.property(broken, (text) => {
        const offset = jsonErrorOffset(text);
        expect(offset === null).toBe(parses(text));
        if (offset !== null) expect(offset).toBeLessThanOrEqual(text.length);
      }),
    );
  });

  test.each([
    ['{"a": 1,}', 8],
    ["{'a': 1}", 1],
    ['[1 2]', 3],
    ['[1, 2', 5],
    ['{"a" 1}', 5],
    ['tru', 0],
    ['1 1', 2],
  ])('%s at %i', (text, offset) => {
    expect(jsonErrorOffset(text)).toBe(offset);
  });

  test('nesting without end is refused without a crash', () => {
    expect(jsonErrorOffset('['.repeat(100_000))).toBe(500);
  });
});

test('line and column count from one, columns in characters of the line', () => {
  expect(placeAt('ab\ncd', 0)).toEqual({ line: 1, column: 1 });
  expect(placeAt('ab\r\n注文', 5)).toEqual({ line: 2, column: 2 });
});

test('texts are filled, parts without their parameter left out', () => {
  expect(fill('{a} of {b}', { a: 1, b: 'x' })).toBe('1 of x');
  expect(fill('Done[ ({n} rows)].', { n: 3 })).toBe('Done (3 rows).');
  expect(fill('Done[ ({n} rows)].', {})).toBe('Done.');
  expect(fill('Done[ ({n})].', { n: '' })).toBe('Done.');
  expect(fill('{a}', { a: '{b}[x]', b: 'no' })).toBe('{b}[x]');
});
