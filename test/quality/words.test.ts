import { expect, it } from 'vitest';
import { findingWords } from '../../analysis/model/messages/quality.ts';
import { qualityMessages } from '../../analysis/model/messages/quality.ts';
import type { Finding } from '../../analysis/model/quality.ts';

const finding = (code: Finding['code'], count: number, params: Finding['params']): Finding => ({
  ...{ code, count, of: 400, params, column: null, unit: 'days', severity: 'warning', filter: null },
});
const means = (one: Finding): string => findingWords(one, '', 'en').means;

it('says one day and several days as English does', () => {
  const params = { runs: 1, expected: 9, from: '2024-05-01', to: '2024-05-01', longest: 1 };
  expect(means(finding('days-empty', 1, params))).toMatch(
    /^1 of 400 days of the period has no order, in 1 run; .* 1 day\.$/,
  );
  expect(means(finding('days-empty', 5, { ...params, runs: 2, longest: 3 }))).toMatch(
    /^5 of 400 days of the period have no order, in 2 runs; .* 3 days\.$/,
  );
  const high = { day: '2024-05-01', orders: 90, usual: 9 };
  expect(means(finding('days-high', 1, { ...high, days: 1 }))).toMatch(/^1 day lies far above/);
  expect(means(finding('days-high', 4, { ...high, days: 4 }))).toMatch(/^4 days lie far above/);
});

it('never leaves the choice to the reader', () => {
  expect(JSON.stringify(qualityMessages('en'))).not.toContain('(s)');
});
