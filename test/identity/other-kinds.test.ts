import { describe, expect, it } from 'vitest';
import { identityKey } from '../../analysis/identity/index.ts';
import { otherCases } from './other-cases.ts';

describe('a value of another kind', () => {
  it.each(otherCases)('%s: %s', (kind, written, key) => {
    expect(identityKey(kind, written).key).toBe(key);
  });

  it('says what a telephone number is, and that a zero was put back', () => {
    const kinds = ['090-1234-5678', '03-5211-3600', '050-3786-1234', '0120-444-113'].map(
      (number) => identityKey('phone', number).facts['type'],
    );
    expect(kinds).toEqual(['mobile', 'fixed', 'ip', 'free']);
    const restored = identityKey('phone', '9012345678');
    expect([restored.confidence, restored.facts['leadingZeroRestored']]).toEqual(['likely', true]);
    const plus = identityKey('phone', '819012345678');
    expect([plus.confidence, plus.steps.at(-1)]).toEqual(['likely', { step: 'country-code', value: '+819012345678' }]);
    expect(plus.facts).not.toHaveProperty('leadingZeroRestored');
    expect(identityKey('phone', "'09012345678").confidence).toBe('certain');
    expect(identityKey('phone', '9.01E+09').doubts).toEqual(['excel-number']);
  });

  it('knows disposable, carrier and free mail by the registered domain', () => {
    const classOf = (address: string): unknown => identityKey('email', address).facts['class'];
    expect(['a@kuku.lu', 'a@m.kuku.lu', 'a@eay.jp'].map(classOf)).toEqual(['disposable', 'disposable', 'disposable']);
    expect(['a@docomo.ne.jp', 'a@i.softbank.jp'].map(classOf)).toEqual(['carrier', 'carrier']);
    expect(['a@gmail.com', 'a@yahoo.co.jp', 'a@goo.jp'].map(classOf)).toEqual(['free', 'free', 'free']);
    expect(['a@example.co.jp', 'a@sony.com'].map(classOf)).toEqual(['other', 'other']);
  });

  it('never answers the digits of a card behind its BIN', () => {
    for (const written of [
      '4111111111111111',
      '4111 1111 1111 1111',
      '４１１１−１１１１−１１１１−１１１１',
      '41111111111 ****',
    ]) {
      const found = identityKey('card', written);
      expect([found.key, /[0-9０-９]{7}/u.test(JSON.stringify(found).replaceAll(/[ −-]/gu, ''))]).toEqual([
        '411111',
        false,
      ]);
    }
    expect(identityKey('card', '41111122****1111').facts).toEqual({ bin8: '41111122' });
    expect(identityKey('card', 'VISA')).toMatchObject({ confidence: 'none', doubts: ['not-a-bin'] });
  });

  it('gives the network of an IP address, and marks what is not public', () => {
    expect(identityKey('ip', '126.7.8.9').facts['network']).toBe('126.7.8.0/24');
    expect(identityKey('ip', '2001:268:1:2:3::9').facts['network']).toBe('2001:268:1:2::/64');
    expect(identityKey('ip', '192.168.0.1')).toMatchObject({ confidence: 'weak', doubts: ['reserved'] });
  });
});
