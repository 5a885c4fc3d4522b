import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Surrogates } from '../../analysis/export/surrogate.ts';

const salt = Buffer.from('0123456789abcdef0123456789abcdef');

describe('surrogates of identity values', () => {
  test('the same value has the same surrogate, another salt another one', () => {
    const one = new Surrogates(salt, []);
    expect(one.of('山田太郎')).toBe(new Surrogates(salt, []).of('山田太郎'));
    expect(one.of('taro.yamada@example.jp')).not.toBe(
      new Surrogates(Buffer.alloc(32), []).of('taro.yamada@example.jp'),
    );
  });

  test('kinds of characters and length stay, in code points', () => {
    const surrogate = new Surrogates(salt, []).of('髙橋 ハナコ 090-1234-5678 ab@CD.jp ０３');
    expect(surrogate).toMatch(
      /^\p{Script=Han}{2} [ァ-ヺ]{3} \d{3}-\d{4}-\d{4} [a-z]{2}@[A-Z]{2}\.[a-z]{2} [０-９]{2}$/u,
    );
    expect(surrogate).not.toContain('090-1234-5678');
  });

  test('what a rule names is kept, the rest is replaced', () => {
    const surrogates = new Surrogates(salt, ['@mailinator.com', '転送']);
    expect(surrogates.of('taro1990@mailinator.com')).toMatch(/^[a-z]{4}\d{4}@mailinator\.com$/);
    expect(surrogates.of('taro1990@mailinator.com')).not.toContain('taro1990');
    expect(surrogates.of('江東区転送センター')).toContain('転送');
  });

  test('every text keeps its length in code points and is replaced deterministically', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.array(fc.string({ minLength: 1, maxLength: 4 })),
        (value, kept) => {
          const surrogate = new Surrogates(salt, kept).of(value);
          expect([...surrogate].length).toBe([...value].length);
          expect(new Surrogates(salt, kept).of(value)).toBe(surrogate);
        },
      ),
    );
  });
});
