import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Encoding from 'encoding-japanese';
import { readXlsx, writeXlsx, type CellValue } from 'hucre/xlsx';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { everything } from '../../../analysis/model/filter.ts';
import type {
  ReviewDesign,
  ReviewRequest,
  ReviewSample,
  VerdictReading,
} from '../../../analysis/model/review-sample.ts';
import { personalValues, shopSession, type ShopSession } from '../../personal/shop-session.ts';
import { ruleOf, ruleSetOf } from '../../rule-sets.ts';

let session: ShopSession;
beforeAll(async () => {
  session = await shopSession();
}, 120_000);
afterAll(() => session.close());

const design: ReviewDesign = {
  ...{
    size: { kind: 'orders', orders: 60 },
    allocation: 'equal',
    assumed: { alerted: 0.3, passed: 0.01 },
    seed: '2026-05',
  },
};
const ruleSet = {
  ...ruleSetOf(ruleOf('HIGH', 'order.amount >= 30000', 'NG'), ruleOf('MID', 'order.amount >= 12000', 'REVIEW')),
  name: '見本の店',
};
const request: ReviewRequest = { ruleSet, filter: everything, design };

const drawn = (over: Partial<ReviewDesign> = {}): Promise<ReviewSample> =>
  session.ask('reviewSample.draw', { ...request, design: { ...design, ...over } });

interface Sheet {
  readonly headers: readonly string[];
  readonly rows: CellValue[][];
}

async function worksheet(
  sampleId: string,
  wish: { readonly personal?: 'masked' | 'plain'; readonly showRules?: boolean; readonly language?: 'ja' | 'en' } = {},
): Promise<Sheet & { readonly bytes: Buffer; readonly sheets: Awaited<ReturnType<typeof readXlsx>>['sheets'] }> {
  const asked = { personal: 'masked', showRules: false, language: 'ja', ...wish } as const;
  const { staged } = await session.ask('reviewSample.worksheet', { sampleId, ...asked });
  const bytes = readFileSync(join(session.engine().stagingDir, staged));
  const { sheets } = await readXlsx(bytes);
  const [head = [], ...rows] = sheets[0]?.rows ?? [];
  return { headers: head.map(String), rows, bytes, sheets };
}

let files = 0;
async function importXlsx({ headers, rows }: Sheet, sampleId?: string): Promise<VerdictReading> {
  const path = join(session.dir, `worksheet-${(files += 1)}.xlsx`);
  writeFileSync(path, await writeXlsx({ sheets: [{ name: '審査', rows: [[...headers], ...rows] }] }));
  const file = session.grants.grant(path);
  return session.ask('reviewSample.import', sampleId === undefined ? { file } : { file, sampleId });
}

async function importCsv({ headers, rows }: Sheet, encoding: 'SJIS' | 'UTF8'): Promise<VerdictReading> {
  const path = join(session.dir, `worksheet-${(files += 1)}.csv`);
  const lines = [headers, ...rows].map((cells) =>
    cells.map((cell) => String(cell ?? '').replaceAll(/[",\n]/g, ' ')).join(','),
  );
  const bytes = Encoding.convert(Encoding.stringToCode(lines.join('\r\n')), { to: encoding, from: 'UNICODE' });
  writeFileSync(path, Uint8Array.from(bytes));
  return session.ask('reviewSample.import', { file: session.grants.grant(path) });
}

/** The rows filled in by a wish for each; null leaves a row as it is. */
const filled = ({ headers, rows }: Sheet, say: (at: number) => readonly (string | null)[] | null): Sheet => ({
  headers,
  rows: rows.map((row, at) => {
    const said = say(at);
    return said === null ? row : [row[0] ?? null, ...said, ...row.slice(1 + said.length)];
  }),
});

const taken = (reading: VerdictReading): Extract<VerdictReading, { kind: 'taken' }> => {
  if (reading.kind !== 'taken') throw new Error(JSON.stringify(reading));
  return reading;
};
const refused = (reading: VerdictReading): readonly (readonly [string, number, string | null])[] => {
  if (reading.kind !== 'refused') throw new Error('it was taken in');
  return reading.issues.map(({ code, line, column }) => [code, line, column] as const);
};

describe('a draw', () => {
  test('has its size, in strata that hold every order once, with probabilities that add up', async () => {
    const sample = await drawn();
    const { result } = await session.ask('backtest.run', { ruleSet, filter: everything, save: false });
    expect(sample.drawn).toBe(60);
    expect(sample.verdicts).toEqual({ good: 0, bad: 0, unclear: 0, missing: 60 });
    const by = (wanted: string): number =>
      sample.strata.filter(({ result: one }) => one === wanted).reduce((sum, { orders }) => sum + orders, 0);
    expect([by('OK'), by('REVIEW'), by('NG')]).toEqual([
      result.decisions.OK,
      result.decisions.REVIEW,
      result.decisions.NG,
    ]);
    expect(sample.strata.map(({ by: what, hit }) => [what, hit])).toEqual([
      ['rule:HIGH', true],
      ['rule:MID', true],
      ['default', false],
    ]);
    // MID hits what HIGH decides too.
    expect(sample.strata[0]?.hits).toEqual({ HIGH: result.decisions.NG, MID: result.decisions.NG });
    const expected = sample.strata.reduce((sum, { orders, drawn: of }) => sum + orders * (of / orders), 0);
    expect(expected).toBeCloseTo(60, 9);
    expect(sample.hashes.ruleSet).toBe(result.hashes.ruleSet);
    expect(sample.hashes.data).toBe(result.hashes.data);
  });

  test('is repeated by its seed, and another seed draws others', async () => {
    const orders = async (over: Partial<ReviewDesign>): Promise<readonly unknown[]> => {
      const { sampleId } = await drawn(over);
      const { headers, rows } = await worksheet(sampleId, { personal: 'plain' });
      return rows.map((row) => row[headers.indexOf('注文番号')]);
    };
    const first = await orders({});
    expect(await orders({})).toEqual(first);
    expect(new Set(first).size).toBe(60);
    expect(await orders({ seed: 'other' })).not.toEqual(first);
  });

  test('too small for its strata is refused, and the plan tells what a draw would be', async () => {
    const small = { ...request, design: { ...design, size: { kind: 'orders' as const, orders: 5 } } };
    expect(await session.text('reviewSample.plan', small)).toContain('"sample-too-small","params":{"least":6');
    const plan = await session.ask('reviewSample.plan', request);
    expect(plan.strata).toEqual((await drawn()).strata);
    expect(plan.halfWidth).toBeGreaterThan(0);
  });

  test('by scores tells strata of one result apart by the band of the NG score', async () => {
    const scored = {
      ...ruleSet,
      rules: ruleSet.rules.map((rule, at) => ({
        ...rule,
        scores: { ok: 0, ng: at === 0 ? 60 : 50, hold: 0 },
      })),
      policy: {
        kind: 'scores' as const,
        thresholds: { ok: 100, ng: 100, hold: 100 },
        results: {
          none: 'OK',
          ok: 'OK',
          ng: 'NG',
          hold: 'HOLD',
          'ok+ng': 'NG',
          'ok+hold': 'HOLD',
          'ng+hold': 'NG',
          'ok+ng+hold': 'NG',
        } as const,
      },
    };
    const plan = await session.ask('reviewSample.plan', { ...request, ruleSet: scored });
    const found = plan.strata.map(({ result, band, hit }) => [result, band, hit]);
    // HIGH and MID together reach 110, MID alone 50: half of the threshold.
    expect(found).toEqual([
      ['NG', 'over', true],
      ['OK', 'near', true],
      ['OK', 'none', false],
    ]);
  });
});

describe('the worksheet', () => {
  test('masked, it holds no personal value of any order, in any part of the file', async () => {
    const { sampleId } = await drawn({ seed: 'masked' });
    const hidden = await worksheet(sampleId);
    const plain = await worksheet(sampleId, { personal: 'plain' });
    const shown = new Set(plain.rows.flat().filter((cell) => typeof cell === 'string'));
    const texts = JSON.stringify(hidden.sheets.map(({ rows }) => rows));
    const canaries = session.shop.orders.flatMap((order) => personalValues(order).map(([, value]) => value));
    // Some of them do stand in the plain one.
    expect(canaries.filter((value) => shown.has(value)).length).toBeGreaterThan(100);
    expect(canaries.filter((value) => texts.includes(JSON.stringify(value).slice(1, -1)))).toEqual([]);
  });

  test('is blind unless asked otherwise, has a list to choose from and explains itself, in both languages', async () => {
    const { sampleId, code } = await drawn({ seed: 'blind' });
    const ja = await worksheet(sampleId);
    expect(ja.headers.slice(0, 6)).toEqual(['行キー', '判定', '審査者', '審査日', 'コメント', '注文番号']);
    expect(ja.headers).not.toContain('該当ルール');
    expect(ja.headers.filter((name) => /当時|決済ステータス/.test(name))).toEqual([]);
    expect(ja.sheets[0]?.dataValidations?.[0]).toMatchObject({ type: 'list', range: 'B2:B61' });
    expect(JSON.stringify(ja.sheets[0]?.dataValidations)).toContain('正常');
    expect(ja.sheets[1]?.rows.flat().join()).toContain(`審査サンプル ${code} の記入方法`);
    const en = await worksheet(sampleId, { language: 'en', showRules: true });
    expect(en.headers).toEqual(expect.arrayContaining(['Row key', 'Verdict', 'Order ID', 'Rules that hit']));
    expect(new Set(en.rows.map((row) => row[en.headers.indexOf('Result of the rule set')]))).toEqual(
      new Set(['OK', 'REVIEW', 'NG']),
    );
    // Rows do not stand by strata: the results change more often than strata do.
    const results = en.rows.map((row) => row[en.headers.indexOf('Result of the rule set')]);
    expect(results.filter((one, at) => at > 0 && one !== results[at - 1]).length).toBeGreaterThan(10);
  });
});

describe('verdicts come back', () => {
  test('from the workbook, partly filled, then from a CSV in Shift_JIS: the last one stands and is an outcome', async () => {
    const sample = await drawn({ seed: 'back' });
    const sheet = await worksheet(sample.sampleId);
    const before = await session.ask('project.info', {});
    const first = taken(
      await importXlsx(
        filled(sheet, (at) =>
          at < 30 ? [at % 3 === 0 ? '不正' : '正常', '山田', '2026/5/1', at === 0 ? '住所が不自然' : ''] : null,
        ),
      ),
    );
    expect(first.file).toMatchObject({
      read: 60,
      blank: 30,
      taken: { good: 20, bad: 10, unclear: 0 },
      changed: 0,
      undated: 0,
    });
    expect(first.sample.verdicts).toEqual({ good: 20, bad: 10, unclear: 0, missing: 30 });
    const second = taken(
      await importCsv(
        filled(sheet, (at) => {
          if (at < 29) return [at % 3 === 0 ? '不正' : '正常', '山田', '2026年5月1日', at === 0 ? '住所が不自然' : ''];
          return at < 32 ? ['判断できない', '佐藤', '', ''] : null;
        }),
        'SJIS',
      ),
    );
    // The thirtieth row was good and cannot be told any more; the first 29 say what they said.
    expect(second.file).toMatchObject({
      taken: { good: 0, bad: 0, unclear: 3 },
      changed: 1,
      unchanged: 29,
      undated: 3,
    });
    expect(second.sample.verdicts).toEqual({ good: 19, bad: 10, unclear: 3, missing: 28 });
    // Nothing that a run is made of has changed.
    const after = await session.ask('project.info', {});
    expect([after.dataVersion, after.asOf]).toEqual([before.dataVersion, before.asOf]);
    const bad = { clauses: [{ kind: 'sampled' as const, sampleId: sample.sampleId, verdicts: ['bad' as const] }] };
    expect((await session.ask('explore.overview', { filter: bad })).orders).toBe(10);
    const sort = { column: 'seq', descending: false };
    const { viewId } = await session.ask('orders.open', { filter: bad, sort });
    let seq = -1;
    const emit = ({
      columns: [numbers],
    }: {
      readonly columns: readonly { readonly values: ArrayLike<unknown> }[];
    }): void => void (seq = Number(numbers?.values[0]));
    await session.engine().call('orders.page', { viewId, offset: 0, limit: 1, columns: ['amount'] }, { emit });
    const detail = await session.ask('orders.detail', { seq });
    expect(detail.outcomes.filter(({ kind }) => kind.startsWith('sample'))).toMatchObject([
      { kind: 'sample-bad', reportedAt: Date.parse('2026-05-01T00:00:00+09:00') },
    ]);
    // Taken back, what the first file said stands again.
    const undone = await session.ask('reviewSample.undo', { importId: second.file.importId });
    expect(undone.verdicts).toEqual({ good: 20, bad: 10, unclear: 0, missing: 30 });
    const none = await session.ask('reviewSample.undo', { importId: first.file.importId });
    expect(none.verdicts.missing).toBe(60);
    expect((await session.ask('explore.overview', { filter: bad })).orders).toBe(0);
  });

  test('what is wrong is listed by line and column, and nothing of the file is taken in', async () => {
    const sample = await drawn({ seed: 'wrong' });
    const other = await drawn({ seed: 'another' });
    const sheet = await worksheet(sample.sampleId);
    const strange = (await worksheet(other.sampleId)).rows[0]?.[0];
    const [first, second] = sheet.rows;
    if (first === undefined || second === undefined) throw new Error('no rows');
    const said = (row: CellValue[], ...cells: (string | null)[]): CellValue[] => [
      row[0] ?? null,
      ...cells,
      ...row.slice(1 + cells.length),
    ];
    const rows = [
      said(first, 'たぶん不正', '', ''),
      said(second, '正常', '', '先週'),
      said(second, '正常'),
      ['QQQQ-QQQQQQ', '正常'],
      [strange ?? null, '正常'],
      [null, '不正'],
      // The key of one row beside the order of another.
      [sheet.rows[2]?.[0] ?? null, '正常', null, '2099-01-01', null, ...first.slice(5)],
      said(sheet.rows[3] ?? [], '正常', '', '2026-02-30'),
    ];
    expect(refused(await importXlsx({ headers: sheet.headers, rows }, sample.sampleId))).toEqual([
      ['verdict-unknown', 2, '判定'],
      ['date-unreadable', 3, '審査日'],
      ['row-key-twice', 4, '行キー'],
      ['row-key-unknown', 5, '行キー'],
      ['row-key-other', 6, '行キー'],
      ['row-key-missing', 7, '行キー'],
      ['order-differs', 8, '注文番号'],
      ['date-future', 8, '審査日'],
      ['date-unreadable', 9, '審査日'],
    ]);
    const [now] = (await session.ask('reviewSample.list', {})).filter(({ sampleId }) => sampleId === sample.sampleId);
    expect(now).toMatchObject({ verdicts: { good: 0, bad: 0, unclear: 0, missing: 60 }, files: [] });
  });

  test('a file that is no worksheet, of no sample, or empty says so', async () => {
    const sample = await drawn({ seed: 'none' });
    const sheet = await worksheet(sample.sampleId);
    const failure = async (table: Sheet): Promise<unknown> => {
      try {
        return await importXlsx(table);
      } catch (error) {
        return JSON.parse(error instanceof Error ? error.message : '{}');
      }
    };
    expect(await failure({ headers: ['注文番号'], rows: [['1']] })).toMatchObject({ code: 'worksheet-columns' });
    expect(await failure({ headers: ['行キー', '判定'], rows: [['QQQQ-QQQQQQ', '正常']] })).toMatchObject({
      code: 'worksheet-foreign',
    });
    expect(await failure(sheet)).toMatchObject({ code: 'worksheet-empty', params: { rows: 60 } });
  });

  test('a deleted sample takes its outcomes along, and brings them back', async () => {
    const { sampleId } = await drawn({ seed: 'deleted' });
    const sheet = await worksheet(sampleId, { language: 'en' });
    taken(await importXlsx(filled(sheet, () => ['Good', null, '2025-05-02', null])));
    const told = async (): Promise<number> =>
      (await session.ask('outcomes.report', { conflicts: 0 })).kinds.find(({ kind }) => kind === 'sample-good')?.rows ??
      0;
    expect(await told()).toBe(60);
    await session.ask('reviewSample.delete', { sampleId });
    expect(await told()).toBe(0);
    expect((await session.ask('reviewSample.list', {})).map((one) => one.sampleId)).not.toContain(sampleId);
    expect((await session.ask('reviewSample.restore', { sampleId })).verdicts.good).toBe(60);
    expect(await told()).toBe(60);
  });
});

describe('estimates', () => {
  test('by hand: weights by stratum, the unreviewed as a band, outcomes beside', async () => {
    const sample = await drawn({ seed: 'estimate' });
    const sheet = await worksheet(sample.sampleId, { showRules: true });
    const at = sheet.headers.indexOf('ルールセットの判定');
    const seen = { NG: 0, REVIEW: 0, OK: 0 };
    // Of 20 drawn in each: 12, 5 and 1 bad; of NG two cannot be told and two are left.
    const bad = { NG: 12, REVIEW: 5, OK: 1 };
    const said = filled(sheet, (row) => {
      const result = String(sheet.rows[row]?.[at]) as keyof typeof seen;
      const nth = (seen[result] += 1);
      if (nth <= bad[result]) return ['不正'];
      if (result === 'NG' && nth > 16) return nth <= 18 ? ['判断できない'] : null;
      return ['正常'];
    });
    taken(await importXlsx(said));
    const { decisions } = (await session.ask('backtest.run', { ruleSet, filter: everything, save: false })).result;
    const found = await session.ask('reviewSample.estimate', { sampleId: sample.sampleId });
    const [ng, review, ok] = [decisions.NG, decisions.REVIEW, decisions.OK];
    expect(found.results.NG).toMatchObject({
      orders: ng,
      drawn: 20,
      verdicts: { good: 4, bad: 12, unclear: 2, missing: 2 },
    });
    expect(found.results.NG.rate?.value).toBeCloseTo(12 / 16, 12);
    expect(found.results.NG.band?.low).toBeCloseTo(12 / 20, 12);
    expect(found.results.NG.band?.high).toBeCloseTo(16 / 20, 12);
    const caught = (ng * 12) / 16 + (review * 5) / 20;
    expect(found.alerts.rate?.value).toBeCloseTo(caught / (ng + review), 12);
    expect(found.alerts.bad?.value).toBeCloseTo(caught, 9);
    expect(found.unhit.bad?.value).toBeCloseTo(ok / 20, 9);
    expect(found.all.rate?.value).toBeCloseTo((caught + ok / 20) / (ng + review + ok), 12);
    expect(found.recall?.value).toBeCloseTo(caught / (caught + ok / 20), 12);
    expect(found.recall?.low).toBeLessThan(found.recall?.value ?? 0);
    // MID hits the orders of both strata.
    const mid = found.rules.find(({ code }) => code === 'MID')?.estimate;
    expect(mid?.orders).toBe(ng + review);
    expect(mid?.rate?.value).toBeCloseTo(caught / (ng + review), 12);
    const { result } = await session.ask('backtest.run', { ruleSet, filter: everything, save: false });
    expect(found.alerts.outcomes).toEqual({ bad: result.total.tp, good: result.total.fp });
    expect(found.agreement.reduce((sum, { orders }) => sum + orders, 0)).toBe(60);
    // Verdicts of a sample change no figure of a run.
    expect(result.total.precision).not.toBe(found.alerts.rate?.value);
  });

  test('too few verdicts are not measured, never 0', async () => {
    const { sampleId } = await drawn({ seed: 'few' });
    const sheet = await worksheet(sampleId);
    taken(await importXlsx(filled(sheet, (at) => (at < 4 ? ['正常'] : null))));
    const found = await session.ask('reviewSample.estimate', { sampleId });
    expect(found.all).toMatchObject({ rate: null, bad: null, unmeasured: 'few-verdicts', drawn: 60 });
    expect(found.recall).toBeNull();
    expect(found.all.band?.low).toBe(0);
    expect(found.all.band?.high).toBeGreaterThan(0.8);
  });
});
