import { expect, test } from 'vitest';
import { speaksOfOutcome } from '../../analysis/quality/leak-findings.ts';

test.each([
  ...['対応状況', '対応状況(名称)', '入金日', '発送日', '発送完了日時', '出荷伝票番号', 'キャンセル日', '返品数'],
  ...[
    'Cancelled at',
    'Refunded Amount',
    'Fulfillment Status',
    'Fulfilled at',
    'shipped_on',
    'Ship Date',
    'shipping_status',
  ],
  ...['shipment no', 'shippedAt', 'ShipAt', 'chargeback'],
])('%s speaks of how an order ended', (header) => {
  expect(speaksOfOutcome(header)).toBe(true);
});

test.each([
  ...['発送先氏名', '出荷先住所', '発送方法', '入金方法', 'お届け希望日', '会員ランク', '支払方法'],
  ...['Shipping Name', 'Shipping Zip', 'Shipping Method', 'shipping_address_1', 'Shipping', 'Membership', 'ship attn'],
])('%s does not', (header) => {
  expect(speaksOfOutcome(header)).toBe(false);
});
