import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readXlsx, writeXlsx } from 'hucre/xlsx';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ruleOf, ruleSetOf } from '../rule-sets.ts';
import { scratch } from '../store/projects.ts';
import { cli } from './run-cli.ts';

let place: ReturnType<typeof scratch>;
const at = (name: string): string => join(place.dir, name);

beforeEach(() => {
  place = scratch();
  process.env['SHINSA_CACHE_DIR'] = at('cache');
});

afterEach(() => {
  delete process.env['SHINSA_CACHE_DIR'];
  place.dispose();
});

/** 100 orders of 1 to 100 thousand yen; a rule stops those from 81 thousand. */
async function project(): Promise<string> {
  const orders = Array.from(
    { length: 100 },
    (_, n) => `R-${n + 1},2024-01-05 10:00:00,${(n + 1) * 1000},m${n + 1}@x.example`,
  );
  writeFileSync(at('history.csv'), ['注文番号,注文日時,合計金額,メールアドレス', ...orders].join('\n'));
  const columns = {
    event_id: '注文番号',
    ordered_at: '注文日時',
    amount: '合計金額',
    currency: { value: 'JPY' },
    email: 'メールアドレス',
  };
  writeFileSync(at('mapping.json'), JSON.stringify({ timezone: 'Asia/Tokyo', columns }));
  writeFileSync(at('rules.json'), JSON.stringify(ruleSetOf(ruleOf('HIGH', 'order.amount >= 81000', 'REVIEW'))));
  const asked = ['--project', at('shop.shinsa'), '--history', at('history.csv'), '--mapping', at('mapping.json')];
  expect(await cli(['import', ...asked])).toMatchObject({ code: 0 });
  return at('shop.shinsa');
}

test('a sample is drawn, filled in, taken back and estimated; a wrong sheet is told and changes nothing', async () => {
  const shop = await project();
  const draw = ['review-sample', 'draw', '--project', shop, '--ruleset', at('rules.json'), '--out', at('sheet.xlsx')];
  const drawn = await cli([...draw, '--size', '40', '--json']);
  expect(drawn).toMatchObject({ code: 0 });
  expect(JSON.parse(drawn.out)).toMatchObject({
    rows: 100,
    drawn: 40,
    strata: [
      { result: 'REVIEW', by: 'rule:HIGH', orders: 20, drawn: 20 },
      { result: 'OK', by: 'default', orders: 80, drawn: 20 },
    ],
  });
  // Nothing that is there is written over, and no second sample is drawn for it.
  expect(await cli([...draw, '--size', '40'])).toMatchObject({ code: 2 });
  expect(existsSync(at('sheet.xlsx'))).toBe(true);
  expect(readFileSync(at('sheet.xlsx')).includes('@x.example')).toBe(false);

  const [head = [], ...rows] = (await readXlsx(readFileSync(at('sheet.xlsx')))).sheets[0]?.rows ?? [];
  expect(head.slice(0, 2)).toEqual(['Row key', 'Verdict']);
  const amount = head.indexOf('Amount');
  const write = async (name: string, say: (yen: number) => string): Promise<string> => {
    const said = rows.map((row) => [row[0] ?? null, say(Number(row[amount])), ...row.slice(2)]);
    writeFileSync(at(name), await writeXlsx({ sheets: [{ name: 'Review', rows: [head, ...said] }] }));
    return at(name);
  };
  const wrong = await cli(['review-sample', 'import', await write('wrong.xlsx', () => 'dunno'), '--project', shop]);
  expect(wrong).toMatchObject({ code: 2, out: '' });
  expect(wrong.err).toContain('40 places to correct');
  expect(wrong.err).toContain('row 2, column Verdict, "●●●": Not a verdict.');
  const none = await cli(['review-sample', 'estimate', '--project', shop]);
  expect(none.out).toContain('0 good, 0 bad, 0 cannot tell, 40 not reviewed');
  expect(none.out).toContain(
    'Precision (alerts): not measured, fewer than 10 clear verdicts; 0 decided of 20 drawn of 20.',
  );

  // Every alert was looked at: 15 of 20 bad, without any doubt left. Of the others none.
  const right = await write('right.xlsx', (yen) => (yen > 85_000 ? '不正' : 'Good'));
  const taken = await cli(['review-sample', 'import', right, '--project', shop]);
  expect(taken.out).toContain(
    '25 good, 15 bad, 0 cannot tell taken in; 0 changed, 0 as before, 0 blank, 40 without a day',
  );
  const told = await cli(['review-sample', 'estimate', '--project', shop]);
  expect(told.out).toContain(
    'Precision (alerts): 75.0% (75.0%–75.0%), 15 orders (15–15); 20 decided of 20 drawn of 20.',
  );
  expect(told.out).toMatch(
    /Bad among OK: 0\.0% \(0\.0%–1\d\.\d%\), 0 orders \(0–\d+\); 20 decided of 20 drawn of 80\./,
  );
  expect(told.out).toMatch(/Recall: 100\.0% \(\d\d\.\d%–100\.0%\)/);
  const json = await cli(['review-sample', 'estimate', '--project', shop, '--json']);
  expect(JSON.parse(json.out)).toMatchObject({ alerts: { rate: { value: 0.75, low: 0.75, high: 0.75 } } });
}, 60_000);

test('what is asked wrongly is refused', async () => {
  const draw = ['review-sample', 'draw', '--project', 'p', '--ruleset', 'r', '--out', 'o.xlsx'];
  for (const args of [
    ['review-sample', '--project', 'p'],
    ['review-sample', 'guess', '--project', 'p'],
    ['review-sample', 'import', '--project', 'p'],
    draw,
    [...draw, '--size', '10', '--half-width', '5'],
    [...draw, '--size', 'many'],
    [...draw, '--size', '10', '--allocation', 'fair'],
  ])
    expect([args, (await cli(args)).code]).toEqual([args, 2]);
});
