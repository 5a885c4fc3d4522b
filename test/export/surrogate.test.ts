import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isPublicDomain } from '../../analysis/identity/mail-domains.ts';
import { plainRuns } from '../../analysis/export/rule-literals.ts';
import { Surrogates } from '../../analysis/export/surrogate.ts';

const salt = Buffer.from('0123456789abcdef0123456789abcdef');
const of = (key: Buffer, texts: readonly string[] = []): Surrogates =>
  new Surrogates(key, { texts, numbers: [20, 65, 1_000_000], times: [Date.UTC(2000, 0, 1)] });

describe('surrogates of identity values', () => {
  test('the same value has the same surrogate, another salt another one', () => {
    const one = of(salt);
    expect(one.of('山田太郎')).toBe(of(salt).of('山田太郎'));
    expect(one.of('taro.yamada@example.jp')).not.toBe(of(Buffer.alloc(32)).of('taro.yamada@example.jp'));
  });

  test('kinds of characters and length stay, in code points', () => {
    const surrogate = of(salt).of('髙橋 ハナコ 090-1234-5678 ab@CD.jp ０３');
    expect(surrogate).toMatch(
      /^\p{Script=Han}{2} [ァ-ヺ]{3} \d{3}-\d{4}-\d{4} [a-z]{2}@[A-Z]{2}\.[a-z]{2} [０-９]{2}$/u,
    );
    expect(surrogate).not.toContain('090-1234-5678');
  });

  test('marks that lengthen or repeat kana stay, other letters stay Latin', () => {
    expect(of(salt).of('ユーコ サトー')).toMatch(/^[ァ-ヺ]ー[ァ-ヺ] [ァ-ヺ]{2}ー$/);
    expect(of(salt).of('らーめん')).toMatch(/^[ぁ-ゖ]ー[ぁ-ゖ]{2}$/);
    expect(of(salt).of('ｶﾞｰ')).toMatch(/^[ｦ-ﾝ]ﾞｰ$/);
    expect(of(salt).of('José')).toMatch(/^[A-Z][a-z]{3}$/);
  });

  test('what a rule names is kept, the rest is replaced', () => {
    const surrogates = of(salt, ['@mailinator.com', '転送']);
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
          const surrogate = of(salt, kept).of(value);
          expect([...surrogate].length).toBe([...value].length);
          expect(of(salt, kept).of(value)).toBe(surrogate);
        },
      ),
    );
  });
});

describe('surrogates of personal numbers and times', () => {
  test.each([4_820_117, 35, -12, 64, 0.35, 1234.5])('%d becomes another number that looks like it', (value) => {
    const surrogate = of(salt).ofNumber(value);
    expect(surrogate).not.toBe(value);
    expect(surrogate).toBe(of(salt).ofNumber(value));
    const shape = (n: number): string => String(Math.trunc(n)).replaceAll(/\d/g, '0');
    expect(shape(surrogate)).toBe(shape(value));
  });

  test.each([20, 65, 1_000_000])('%d, which a rule names, stays', (value) => {
    expect(of(salt).ofNumber(value)).toBe(value);
  });

  test('no number and no time crosses a threshold', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.maxSafeInteger(),
          fc.integer({ min: -100, max: 100 }),
          fc.double({ noNaN: true, noDefaultInfinity: true }),
        ),
        fc.array(fc.integer({ min: -100, max: 100 })),
        fc.uint8Array({ minLength: 8, maxLength: 8 }),
        (value, given, key) => {
          const thresholds = [...new Set(given)].sort((a, b) => a - b);
          const surrogates = new Surrogates(Buffer.from(key), { texts: [], numbers: thresholds, times: thresholds });
          const side = (at: number): number[] => thresholds.map((threshold) => Math.sign(at - threshold));
          expect(side(surrogates.ofNumber(value))).toEqual(side(value));
          const time = Math.trunc(value % 8e15);
          expect(side(surrogates.ofTime(time))).toEqual(side(time));
        },
      ),
    );
  });

  test('a date without a time moves by whole days, within half a year', () => {
    const born = Date.parse('1985-04-03T00:00:00+09:00');
    const moved = of(salt).ofTime(born) - born;
    expect(moved).not.toBe(0);
    expect(Math.abs(moved % 86_400_000)).toBe(0);
    expect(Math.abs(moved)).toBeLessThanOrEqual(183 * 86_400_000);
  });
});

describe('the plain runs of a pattern', () => {
  test.each([
    ['^050', ['050']],
    ['@(mailinator[.]com|yopmail\\.com)$', ['mailinator.com', 'yopmail.com']],
    ['^定期([2-9]|[1-9][0-9])回目$', ['定期', '回目']],
    ['[A-Z]{2,3}.*x', []],
  ])('%s names %j', (pattern, runs) => {
    expect(plainRuns(pattern)).toEqual(runs);
  });
});

describe('surrogates of mail addresses', () => {
  const isPublic = isPublicDomain;
  const mails = (key = salt, texts: readonly string[] = [], listed: readonly string[] = []): Surrogates =>
    new Surrogates(key, { texts, numbers: [], times: [] }, new Map(), (one) => listed.includes(one) || isPublic(one));
  const domainPath = 'buyer.email_domain';
  const domainOf = (mail: string): string => mail.split('@')[1] ?? '';

  test("domains that are everybody's, on a list that leaves or named stay; the account never does", () => {
    const own = mails(salt, ['@named.example.jp'], ['listed.example.jp']);
    for (const domain of [
      'gmail.com',
      'docomo.ne.jp',
      'i.softbank.jp',
      'mailinator.com',
      'listed.example.jp',
      'named.example.jp',
    ]) {
      expect(domainOf(own.of(`taro.yamada@${domain}`))).toBe(domain);
      expect(own.of(`taro.yamada@${domain}`)).not.toContain('taro');
      expect(own.of(domain, domainPath)).toBe(domain);
    }
    expect(own.of('x@shop1.listed.example.jp')).toMatch(/^[a-z]@[a-z]{4}\d\.listed\.example\.jp$/);
    expect(domainOf(own.of('x@yamada-family.co.jp'))).toMatch(/^[a-z]{6}-[a-z]{6}\.co\.jp$/);
  });

  test('a domain without a public ending keeps none, and an id that looks like a domain is none', () => {
    expect(mails().of('x@taro.yamada')).not.toContain('yamada');
    expect(mails().of('taro.com')).not.toMatch(/com$/);
  });

  const label = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}[a-z0-9]$/);
  const domain = fc
    .tuple(fc.array(label, { minLength: 1, maxLength: 3 }), fc.constantFrom('jp', 'co.jp', 'com', 'tokyo', 'invalid'))
    .map(([labels, ending]) => [...labels, ending].join('.'));
  const cased = (text: string, upper: readonly boolean[]): string =>
    Array.from(text, (char, at) => (upper[at % upper.length] === true ? char.toUpperCase() : char)).join('');

  test('are equal where the addresses are, as long, and of one domain where those are, however it is written', () => {
    fc.assert(
      fc.property(
        label,
        label,
        domain,
        domain,
        fc.array(fc.boolean(), { minLength: 1 }),
        (one, other, at, elsewhere, upper) => {
          const own = mails();
          const [a, b, c] = [own.of(`${one}@${at}`), own.of(`${other}@${at}`), own.of(`${one}@${elsewhere}`)];
          expect(mails().of(`${one}@${at}`)).toBe(a);
          expect(a.length).toBe(one.length + 1 + at.length);
          expect(domainOf(b)).toBe(domainOf(a));
          expect(domainOf(own.of(`${one}@${cased(at, upper)}`)).toLowerCase()).toBe(domainOf(a));
          expect(own.of(at, domainPath)).toBe(domainOf(a));
          expect(own.of(`x@below.${at}`).endsWith(`.${domainOf(a)}`)).toBe(true);
          if (at === elsewhere) expect(c).toBe(a);
          else if (!isPublic(at) && at.length > 12 && elsewhere.length > 12) expect(domainOf(c)).not.toBe(domainOf(a));
          expect(mails(Buffer.alloc(32, 7)).of(`${one}${other}${one}@${at}`)).not.toBe(
            own.of(`${one}${other}${one}@${at}`),
          );
        },
      ),
    );
  });
});
