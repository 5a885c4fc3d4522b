import { describe, expect, it } from 'vitest';
import { identityKey } from '../../analysis/identity/index.ts';
import { factColumns } from '../../analysis/model/columns.ts';
import countries from '@ip-location-db/dbip-country/package.json' with { type: 'json' };
import systems from '@ip-location-db/asn/package.json' with { type: 'json' };

describe('the kana beside a name', () => {
  const cases: readonly (readonly [name: string, kana: string, reading: string | undefined])[] = [
    ['山田 太郎', 'ヤマダ タロウ', 'fits'],
    ['山田太郎', 'ﾔﾏﾀﾞﾀﾛｳ', 'fits'],
    ['山田太郎', 'やまだ たろう', 'fits'],
    ['髙橋 一郎', 'タカハシ イチロウ', 'fits'],
    ['佐々木 希', 'ササキ ノゾミ', 'fits'],
    ['羽生 結弦', 'ハニュウ ユヅル', 'surname'],
    ['羽生 善治', 'ハブ ヨシハル', 'fits'],
    // A given name nobody listed.
    ['山田 光宙', 'ヤマダ ピカチュウ', 'surname'],
    ['山田 太郎', 'スズキ タロウ', 'differs'],
    ['鈴木一郎', 'アアアア', 'differs'],
    // Nothing can be said of a surname that is not listed, of Latin letters, or without kana.
    ['龘龘 太郎', 'タイトウ タロウ', undefined],
    ['Taro Yamada', 'ヤマダ タロウ', undefined],
    ['山田 太郎', '', undefined],
    ['山田 太郎', 'YAMADA TARO', undefined],
    ['ヤマダ タロウ', 'ﾔﾏﾀﾞ ﾀﾛｳ', 'fits'],
    ['ヤマダ タロウ', 'ヤマダ ジロウ', 'differs'],
  ];
  it.each(cases)('%s %s: %s', (name, kana, reading) => {
    expect(identityKey('person', name, kana).facts['reading']).toBe(reading);
  });

  it('changes no key', () => {
    expect(identityKey('person', '山田 太郎', 'スズキ タロウ').key).toBe(identityKey('person', '山田太郎').key);
  });
});

describe('an IP address', () => {
  it('has the country and the operator of its range', () => {
    expect(identityKey('ip', '126.0.0.1').facts).toMatchObject({ country: 'JP', network: '126.0.0.0/24' });
    expect(identityKey('ip', '126.0.0.1').facts['operator']).toMatch(/SoftBank/i);
    expect(identityKey('ip', '13.112.0.1').facts).toMatchObject({ country: 'JP', asn: '16509' });
    expect(identityKey('ip', '8.8.8.8').facts).toMatchObject({ country: 'US', asn: '15169' });
    expect(identityKey('ip', '2001:268::1').facts).toMatchObject({ country: 'JP', asn: '2516' });
  });

  it('in a reserved range has neither', () => {
    for (const value of ['10.0.0.1', '203.0.113.7', 'fe80::1'])
      expect(Object.keys(identityKey('ip', value).facts)).toEqual(['version', 'range', 'network']);
  });

  it('is looked up in tables whose day stands at the columns made of them', () => {
    const day = (version: string): string =>
      version.replace(/^[0-9]+\.[0-9]+\.([0-9]{4})([0-9]{2})([0-9]{2}).*$/, '$1-$2-$3');
    const dates = new Map(factColumns.map(({ name, snapshot }) => [name, snapshot]));
    expect(dates.get('ip_country')).toBe(day(countries.version));
    expect(dates.get('ip_asn')).toBe(day(systems.version));
    expect(dates.get('ip_operator')).toBe(day(systems.version));
  });
});

describe('a user agent', () => {
  const cases: readonly (readonly [agent: string, key: string | null])[] = [
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36',
      'Chrome / Windows / desktop',
    ],
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/127.0.0.0 Safari/537.36',
      'Chrome / Windows / desktop',
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1',
      'Mobile Safari / iOS / mobile',
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 YJApp-IOS jp.co.yahoo.ipn.appli/4.102.0',
      'Yahoo! JAPAN app / iOS / mobile',
    ],
    [
      'Mozilla/5.0 (Linux; Android 14; SO-51D) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/126.0.0.0 Mobile Safari/537.36 Line/14.9.0/IAB',
      'LINE / Android / mobile',
    ],
    [
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/126.0.0.0 Safari/537.36',
      'Chrome Headless / Linux / bot',
    ],
    ['python-requests/2.31.0', '- / - / bot'],
    ['curl/8.5.0', '- / - / bot'],
    ['なし', null],
    ['', null],
  ];
  it.each(cases)('%s', (agent, key) => {
    expect(identityKey('agent', agent).key).toBe(key);
  });
});
