import { expect, test } from 'vitest';
import type { FinderId, PatternsReport } from '../../analysis/model/patterns.ts';
import type { OrderRow } from '../backtest/history.ts';
import { day, hour, order, patternsOf } from './shop.ts';

const many = (count: number, make: (n: number) => OrderRow): OrderRow[] =>
  Array.from({ length: count }, (_, n) => make(n));
const count = (report: PatternsReport, id: FinderId): number =>
  report.finders.find((one) => one.id === id)?.found ?? Number.NaN;

/** What would be found were these values a member's, an address's and a device's. */
const shop = (member: string, ip: string, device: string): readonly OrderRow[] => [
  ...many(3, (n) => order(`M${n}`, n * 10 * day, { member_id: member })),
  order('M9', 40 * day, { amount: 90_000, member_id: member, delivery_address_key: 'new' }),
  ...many(7, (n) => order(`I${n}`, 30 * day + n * 60_000, { ip_address: ip })),
  ...many(5, (n) => order(`D${n}`, 50 * day + n * hour, { amount: 30_000, device_key: device })),
];

test('what stands for nobody is no person, no network and no device', async () => {
  const finders = ['account-takeover', 'velocity-burst', 'stolen-cards', 'device-farm'] as const;
  const somebody = await patternsOf(shop('m1', '203.0.113.7', 'd1'));
  expect(finders.map((id) => count(somebody, id))).toEqual([1, 1, 1, 1]);
  for (const nobody of [
    shop('0', '127.0.0.1', 'unknown'),
    shop('guest', '0.0.0.0', '00000000'),
    shop(' Guest', '::1', 'NULL'),
  ]) {
    const report = await patternsOf(nobody);
    expect(finders.map((id) => count(report, id))).toEqual([0, 0, 0, 0]);
  }
});

test('mail addresses of nobody are not counted as buyers', async () => {
  const mails = ['noreply1@shop.jp', 'noreply2@shop.jp', 'a@shop.jp', 'b@shop.jp'];
  const report = await patternsOf(
    many(4, (n) => order(`A${n}`, n * 20 * day, { device_key: 'farm', email_key: mails[n] ?? '' })),
  );
  const farm = report.finders.find(({ id }) => id === 'device-farm')?.findings[0];
  expect(farm?.facts.find(({ fact }) => fact === 'mails')?.value).toBe(2);
});
