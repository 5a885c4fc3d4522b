import { expect, test } from 'vitest';
import { qualityHandlers } from '../../analysis/quality/index.ts';
import { basic, bench, context } from '../ingest/workbench.ts';
import { told } from './shop.ts';

test('what the reports of imports say is told with its rows, and not counted again', async () => {
  const { project, import: take } = await bench();
  await take(
    [
      '注文番号,注文日時,金額,点数',
      'A-1,2024-01-05 10:00:01,1980,1',
      'A-2,2024-01-05 11:00:02,2980,二個',
      'A-2,2024-01-05 12:00:03,3980,1',
      'A-3,2024-01-05 13:00:04,いくら,1',
      ',2024-01-05 14:00:05,4980,1',
      '',
    ].join('\n'),
    {
      ...basic,
      columns: { ...basic.columns, item_quantity: '点数' },
      outcomes: { timezone: 'Asia/Tokyo', columns: { event_id: '注文番号', reported_at: '報告日' } },
    },
    { outcomes: '注文番号,報告日\nA-1,2024-02-10\nX-1,2024-02-10\nX-2,2024-02-11\n' },
  );
  const { findings } = await qualityHandlers(project)['quality.report']({}, context());
  expect(findings.map(told)).toEqual([
    ['outcomes-unmatched', null, 2, 3],
    ['values-unreadable', null, 1, 2],
    ['rows-rejected', null, 2, 5],
    ['ids-reused', null, 1, 5],
  ]);
  expect(findings.map(({ unit, filter }) => [unit, filter])).toEqual([
    ['outcomes', null],
    ['rows', null],
    ['rows', null],
    ['rows', null],
  ]);
  expect(findings[1]?.params['header']).toBe('点数');
});

test('a canonical column is judged by the header it was read from', async () => {
  const { project, import: take } = await bench();
  const columns = { ...basic.columns, auth_result: '審査結果', order_kind: '注文種別' };
  await take(
    '注文番号,注文日時,金額,審査結果,注文種別\nA-1,2024-01-05 10:00:01,1980,1,a\nA-2,2024-01-05 11:00:02,2980,2,b\n',
    {
      ...basic,
      columns,
    },
  );
  const { findings } = await qualityHandlers(project)['quality.report']({}, context());
  expect(findings.map(told)).toEqual([['leak-header', 'auth_result', 2, 2]]);
  expect(findings[0]?.params).toEqual({ header: '審査結果' });
});
