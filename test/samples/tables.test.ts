import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fullWidth, kanji, placeIn, spellings, writeAddress } from '../../samples/shop/address.ts';
import { toCp932 } from '../../samples/shop/cp932.ts';
import { romaji } from '../../samples/shop/person.ts';
import { Random } from '../../samples/shop/random.ts';
import { issuers, testedBins } from '../../samples/shop/tables/cards.ts';
import { givenNames, surnames } from '../../samples/shop/tables/names.ts';
import { towns } from '../../samples/shop/tables/towns.ts';

/** First three digits of postal codes by prefecture, from the postal service's list of districts. */
const districts: Readonly<Record<string, readonly (readonly [number, number])[]>> = {
  北海道: [
    [1, 7],
    [40, 99],
  ],
  青森県: [[30, 39]],
  岩手県: [[20, 29]],
  宮城県: [[980, 989]],
  秋田県: [[10, 19]],
  山形県: [[990, 999]],
  福島県: [[960, 979]],
  茨城県: [[300, 319]],
  栃木県: [[320, 329]],
  群馬県: [[370, 379]],
  埼玉県: [[330, 369]],
  千葉県: [[260, 299]],
  東京都: [[100, 208]],
  神奈川県: [[210, 259]],
  新潟県: [[940, 959]],
  富山県: [[930, 939]],
  石川県: [[920, 929]],
  福井県: [[910, 919]],
  山梨県: [[400, 409]],
  長野県: [[380, 399]],
  岐阜県: [[500, 509]],
  静岡県: [[410, 439]],
  愛知県: [[440, 499]],
  三重県: [[510, 519]],
  滋賀県: [[520, 529]],
  京都府: [[600, 629]],
  大阪府: [[530, 599]],
  兵庫県: [[650, 679]],
  奈良県: [[630, 639]],
  和歌山県: [[640, 649]],
  鳥取県: [[680, 689]],
  島根県: [[690, 699]],
  岡山県: [[700, 719]],
  広島県: [[720, 739]],
  山口県: [[740, 759]],
  徳島県: [[770, 779]],
  香川県: [[760, 769]],
  愛媛県: [[790, 799]],
  高知県: [[780, 789]],
  福岡県: [[800, 839]],
  佐賀県: [[840, 849]],
  長崎県: [[850, 859]],
  熊本県: [[860, 869]],
  大分県: [[870, 879]],
  宮崎県: [[880, 889]],
  鹿児島県: [[890, 899]],
  沖縄県: [[900, 909]],
};

describe('the table of towns', () => {
  it('covers all 47 prefectures, each postal code in its prefecture and only once', () => {
    expect(new Set(towns.map((t) => t.prefecture))).toEqual(new Set(Object.keys(districts)));
    expect(towns.length).toBe(200);
    expect(new Set(towns.map((t) => t.zipcode)).size).toBe(towns.length);
    for (const { zipcode, prefecture, town } of towns) {
      expect(zipcode).toMatch(/^\d{7}$/);
      const head = Number(zipcode.slice(0, 3));
      expect([town, districts[prefecture]?.some(([low, high]) => head >= low && head <= high)]).toEqual([town, true]);
    }
  });
});

describe('the tables of people and cards', () => {
  it('read every name in full-width katakana', () => {
    expect(surnames.length).toBe(200);
    expect(givenNames.length).toBe(200);
    for (const { written, kana } of [...surnames, ...givenNames]) {
      expect(kana).toMatch(/^[ァ-ヴー]+$/);
      expect(written).toMatch(/^[\p{Script=Han}\p{Script=Hiragana}々ノ]+$/u);
      expect(romaji(kana)).toMatch(/^[a-z]+$/);
    }
  });

  it.each([
    ['サトウ', 'sato'],
    ['ジュンイチ', 'junichi'],
    ['ショウタ', 'shota'],
    ['リョウスケ', 'ryosuke'],
    ['ハットリ', 'hattori'],
    ['キョウコ', 'kyoko'],
    ['オオツカ', 'otsuka'],
  ])('write %s as %s', (kana, latin) => {
    expect(romaji(kana)).toBe(latin);
  });

  it('give good buyers cards of the tested BINs too', () => {
    for (const bin of testedBins) expect(issuers.some((i) => i.bin === bin)).toBe(true);
    for (const { bin } of issuers) expect(bin).toMatch(/^\d{6}$/);
  });
});

describe('addresses in several spellings', () => {
  const akasaka = towns.find((t) => t.zipcode === '1070052');

  it('write one place in six ways', () => {
    if (akasaka === undefined) throw new Error('no 赤坂');
    const place = { town: akasaka, chome: 4, ban: 13, go: 2, building: 'コーポ桜', room: 301 };
    expect(spellings.map((s) => writeAddress(place, s))).toEqual([
      '赤坂4-13-2 コーポ桜301',
      '赤坂4丁目13番2号　コーポ桜301号室',
      '赤坂４－１３－２　コーポ桜　３０１',
      '赤坂四丁目十三番二号コーポ桜301号',
      '赤坂4の13の2 コーポ桜 #301',
      '赤坂４ー１３ー２－３０１',
    ]);
  });

  it.each([
    [1, '一'],
    [10, '十'],
    [20, '二十'],
    [111, '百十一'],
    [305, '三百五'],
  ])('write %i as %s', (value, text) => {
    expect(kanji(value)).toBe(text);
  });

  it('stay within the number of 丁目 a town has', () => {
    const rng = new Random(3);
    for (const town of towns) expect(placeIn(town, rng, false).chome).toBeLessThanOrEqual(town.chome);
  });
});

describe('CP932', () => {
  it('gives back what it wrote, for everything the tables can say', () => {
    const text =
      [...surnames, ...givenNames].map((n) => n.written + n.kana).join() +
      towns.map((t) => t.prefecture + t.city + t.town).join() +
      fullWidth('0-9');
    expect(new TextDecoder('shift_jis', { fatal: true }).decode(toCp932(text))).toBe(text);
  });

  it('writes the minus sign and the wave dash with the codes Japanese software uses', () => {
    expect([...toCp932('\u2212\u301c')]).toEqual([0x81, 0x7c, 0x81, 0x60]);
    expect([...toCp932('髙﨑①?')]).toEqual([0xee, 0xe0, 0xed, 0x95, 0x87, 0x40, 0x3f]);
  });

  it('refuses what it cannot write instead of writing a question mark', () => {
    expect(() => toCp932('𠮷野家')).toThrow(RangeError);
    expect(() => toCp932('📦')).toThrow(RangeError);
  });
});

describe('random numbers', () => {
  it('repeat from a seed, and a fork does not move its parent', () => {
    const [a, b] = [new Random(42), new Random(42)];
    b.fork('elsewhere').next();
    expect(Array.from({ length: 5 }, () => a.next())).toEqual(Array.from({ length: 5 }, () => b.next()));
    expect(a.fork('one').next()).not.toBe(a.fork('two').next());
  });

  it('are even enough: mean a half, every value of a die about as often', () => {
    const rng = new Random(1);
    const draws = Array.from({ length: 60_000 }, () => rng.int(1, 6));
    for (let face = 1; face <= 6; face++)
      expect(Math.abs(draws.filter((d) => d === face).length - 10_000)).toBeLessThan(400);
  });

  it('stay in their bounds for any seed', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: -1000, max: 1000 }), fc.nat(1000), (seed, low, span) => {
        const value = new Random(seed).int(low, low + span);
        return value >= low && value <= low + span;
      }),
    );
  });

  it('make ids that cannot be taken for card numbers', () => {
    fc.assert(fc.property(fc.integer(), (seed) => !/\d{3}/.test(new Random(seed).token('x', 40))));
  });
});
