import { afterAll, describe, expect, it } from 'vitest';
import { projectColumns } from '../../analysis/model/columns.ts';
import type { ColumnProfile } from '../../analysis/model/explore.ts';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import { binLabel } from '../../renderer/explore/bin-words.ts';
import { language } from '../../renderer/i18n/index.ts';
import { cellText, clauseText } from '../../renderer/i18n/values.ts';
import { shownText, tsvOf } from '../../renderer/orders/copy-rows.ts';
import type { GridColumn } from '../../renderer/orders/grid-columns.ts';

const columns = projectColumns([], new Set());
const info = { columns, currency: 'JPY', timezone: 'Asia/Tokyo' } as unknown as ProjectInfo;
const of = (name: string) => columns.find((column) => column.name === name);
afterAll(() => language.set('ja'));

describe('codes of production', () => {
  it.each([
    ['payment_method', '02', '02 クレジットカード', '02 Credit card'],
    ['payment_method', '01', '01 後払い', '01 Pay later'],
    ['settle_status', '60', '60 チャージバック', '60 Chargeback'],
    ['settle_status', '50', '50 貸倒', '50 Bad debt'],
    ['recorded_result', '20', '20 NG', '20 NG'],
    ['payment_method', '2', '2', '2'],
    ['payment_method', 'toString', 'toString', 'toString'],
    ['media_code', '02', '02', '02'],
  ])('%s %s is shown as %s and %s', (name, code, ja, en) => {
    language.set('ja');
    expect(cellText(code, of(name), info)).toBe(ja);
    language.set('en');
    expect(cellText(code, of(name), info)).toBe(en);
  });

  it('have their names in chips and beside bars too', () => {
    language.set('ja');
    expect(clauseText({ kind: 'in', column: 'payment_method', values: ['02', null] }, info)).toContain(
      '02 クレジットカード',
    );
    const bin = { kind: 'value', label: '60' } as ColumnProfile['bins'][number];
    expect(binLabel(bin, { column: 'settle_status', type: 'text' } as ColumnProfile, info)).toBe('60 チャージバック');
  });

  it('a week is told by its first and last day, one bound alone as it stands', () => {
    language.set('ja');
    const time = (from: string | null, to: string | null): string =>
      clauseText({ kind: 'time', column: 'ordered_at', from, to }, info);
    const [from, to] = ['2025-09-28T15:00:00.000Z', '2025-10-05T15:00:00.000Z'];
    expect(time(from, to)).toBe('注文日時: 2025-09-29 – 2025-10-05');
    expect(time(null, to)).toBe('注文日時: 2025-10-06 より前');
    expect(time(from, '2025-10-05T03:30:00.000Z')).toBe('注文日時: 2025-09-29 – 2025-10-05 12:30:00');
  });

  it('are named in the grid, but copied as they are in the data', () => {
    language.set('ja');
    const column = { name: 'payment_method', label: '支払方法', column: of('payment_method') } as unknown as GridColumn;
    expect(shownText('02', column, info, 'JPY')).toBe('02 クレジットカード');
    expect(tsvOf([column], [0], () => '02', info)).toBe('支払方法\n02');
  });
});
