import { describe, expect, it } from 'vitest';
import { addressKey } from '../../analysis/identity/address.ts';
import { addressCases } from './address-cases.ts';

describe('an address', () => {
  it.each(addressCases)('%s [%s]', (written, postal, key) => {
    expect(addressKey(written, postal).key).toBe(key);
  });

  it('has a key that folds to itself, so that keys can be compared again', () => {
    const keys = new Set(addressCases.flatMap(([, , key]) => (key === null || key.endsWith('|') ? [] : [key])));
    for (const key of keys) expect(addressKey(key.replaceAll('|', '')).key, key).toBe(key);
  });

  it('keeps building and room beside the key', () => {
    const rooms = ['4-3-2-301', '4-3-2 301号室', '4-3-2赤坂ハイツ301', '4-3-2 #301', '4丁目3番2号赤坂ハイツ 301'];
    for (const block of rooms) expect(addressKey(`東京都港区赤坂${block}`).facts['room'], block).toBe('301');
    expect(addressKey('東京都港区赤坂4-3-2 赤坂ハイツ 301').facts['building']).toBe('赤坂ハイツ');
    for (const written of ['横浜市泉区和泉町467番地1-203', '横浜市泉区和泉町6番3-203', '和泉町467-1-203'])
      expect(addressKey(written, '245-0016').facts['room'], written).toBe('203');
    const english = ['Akasaka Heights 301, 4-3-2 Akasaka', '#301, 4-3-2 Akasaka', '4-3-2 Akasaka Heights 301'];
    for (const written of english)
      expect(addressKey(`${written}, Minato-ku`, '107-0052').facts['room'], written).toBe('301');
    expect(addressKey('3F, 4-3-2 Akasaka, Minato-ku', '107-0052').facts['room']).toBe('3');
    expect(addressKey('東京都港区赤坂4-3-2').facts).not.toHaveProperty('room');
  });

  it('says how far the key is to be trusted, and why', () => {
    const said = (written: string, postal = ''): unknown => {
      const { confidence, doubts } = addressKey(written, postal);
      return [confidence, ...doubts];
    };
    expect(said('東京都港区赤坂4-3-2')).toEqual(['certain']);
    expect(said('赤坂4-3-2', '107-0052')).toEqual(['certain']);
    expect(said('東京都港区赤坂4-3-2', '150-0001')).toEqual(['likely', 'postal-disagrees']);
    expect(said('東京都港区赤坂4-3-2', '999-9999')).toEqual(['certain', 'postal-unknown']);
    expect(said('東京都港区架空町4-3-2')).toEqual(['likely', 'no-town']);
    expect(said('東京都港区赤坂')).toEqual(['weak', 'no-block']);
    expect(said('赤坂4-3-2')).toEqual(['none', 'several-places']);
    // A 番地 of 467 has one branch number: the third must be the room.
    expect(said('横浜市泉区和泉町467-1-203')).toEqual(['likely']);
    expect(said('横浜市泉区和泉町467番地1-203')).toEqual(['certain']);
    expect(said('4-3-2 Akasaka, Minato-ku, Tokyo 107-0052')).toEqual(['likely']);
    expect(said('東京都Minato-ku4-3-2 Akasaka', '107-0052')).toEqual(['likely']);
    expect(said('大阪府Minato-ku4-3-2 Akasaka', '107-0052')).toEqual(['weak', 'postal-disagrees']);
    expect(said('1-1 Kita, Osaka 107-0052')).toEqual(['weak', 'postal-disagrees']);
  });

  it('tells every step that changed something', () => {
    const { steps } = addressKey('〒107-0052　赤坂四丁目３番地２号');
    expect(steps.map(({ step }) => step)).toEqual([
      'width',
      'postal-code',
      'numerals',
      'prefecture',
      'city',
      'town',
      'block',
    ]);
    expect(steps.at(-1)?.value).toBe('東京都|港区|赤坂|4-3-2');
  });
});
