import { describe, expect, it } from 'vitest';
import { factOf, type FactTexts } from '../../analysis/ingest/outcome-facts.ts';
import { conflictSummary } from '../../analysis/cli/outcomes-summary.ts';
import { outcomeSources } from '../../analysis/ingest/outcome-columns.ts';
import { outcomesHandlers } from '../../analysis/outcomes/index.ts';
import type { OutcomesReport } from '../../analysis/model/import-report.ts';
import type { ToldOrders } from '../../analysis/model/outcome-report.ts';
import { blackCategory, blackCustomer, blackParts } from '../../analysis/model/black-category.ts';
import { outcomeStates, targetPresets, targetSchema } from '../../analysis/model/target.ts';
import { orderDetail } from '../../analysis/explore/order-detail.ts';
import { countsFor } from '../../analysis/store/outcome-state.ts';
import { sql } from '../../analysis/store/sql.ts';
import { ordersBehind } from '../store/orders-behind.ts';
import { basic, bench, context, csv, fileOf, type Bench } from './workbench.ts';

const nothing: FactTexts = {
  kind: null,
  status: null,
  reason: null,
  settle: null,
  days: null,
  review: null,
  black: null,
};
const fact = (texts: Partial<FactTexts>): ReturnType<typeof factOf> => factOf({ ...nothing, ...texts });

describe('what a row says', () => {
  it.each([
    ['TC40', 'fraud-notice'],
    ['TC 40 Fraud Report', 'fraud-notice'],
    ['SAFE', 'fraud-notice'],
    ['SAFE data', 'fraud-notice'],
    ['Early Fraud Warning', 'fraud-notice'],
    ['Retrieval Request', 'fraud-notice'],
    ['リトリーバル', 'fraud-notice'],
    ['チャージバック事前通知', 'fraud-notice'],
    ['カード会社からの照会', 'fraud-notice'],
    ['売上票提出依頼', 'fraud-notice'],
    ['safe', 'other'],
    ['再提示 敗訴', 'chargeback-upheld'],
    ['representment lost', 'chargeback-upheld'],
    ['再提示成立', 'chargeback-reversed'],
    ['勝訴', 'chargeback-reversed'],
    ['延滞後入金', 'paid'],
    ['入金', 'paid'],
    ['入金済', 'confirmed-good'],
    ['未入金', 'overdue'],
    ['転売', 'resale'],
    ['不正転売', 'resale'],
    ['Reseller', 'resale'],
    ['ブラック登録', 'black'],
    ['ネガティブリスト登録', 'black'],
    ['blacklist', 'black'],
    ['受取拒否', 'returned'],
    ['目視審査 OK', 'review-ok'],
    ['目視審査:NG', 'review-ng'],
    ['manual review declined', 'review-ng'],
    ['目視審査 HOLD', 'other'],
    ['manual review pending', 'other'],
  ])('the kind %s is %s', (kind, expected) => {
    expect(fact({ kind }).kind).toBe(expected);
  });

  it.each([
    ['OK', 'review-ok'],
    ['ＯＫ', 'review-ok'],
    ['ok (manual)', 'review-ok'],
    ['承認', 'review-ok'],
    ['承認済み', 'review-ok'],
    ['Approved', 'review-ok'],
    ['10', 'review-ok'],
    ['問題なし（未入金）', 'review-ok'],
    ['NG', 'review-ng'],
    ['ＮＧ：住所不備', 'review-ng'],
    ['不承認', 'review-ng'],
    ['承認不可', 'review-ng'],
    ['承認されませんでした', 'review-ng'],
    ['承認せず', 'review-ng'],
    ['否認', 'review-ng'],
    ['Disapproved', 'review-ng'],
    ['not approved', 'review-ng'],
    ['not_approved', 'review-ng'],
    ['NOT ACCEPTED', 'review-ng'],
    ['denied', 'review-ng'],
    ['20', 'review-ng'],
    ['Pending', 'other'],
    ['Processing', 'other'],
    ['pending approval', 'other'],
    ['not yet approved', 'other'],
    ['未承認', 'other'],
    ['未審査', 'other'],
    ['承認待ち', 'other'],
    ['承認保留', 'other'],
    ['保留', 'other'],
    ['審査中', 'other'],
    ['ongoing', 'other'],
    ['token', 'other'],
    ['HOLD', 'other'],
  ])('the review %s is %s', (review, expected) => {
    expect(fact({ review }).kind).toBe(expected);
  });

  it.each([
    ['00', 'billing', '00'],
    ['10', 'billing', '10'],
    ['20', 'paid', '20'],
    ['30', 'overdue', '30'],
    ['40', 'overdue', '40'],
    ['50', 'bad-debt', '50'],
    ['60', 'chargeback', '60'],
    ['99', 'cancelled', '99'],
    ['100', 'returned', '100'],
    ['督促中', 'overdue', '30'],
    ['7', 'other', '7'],
  ])('the settlement status %s is %s', (settle, kind, detail) => {
    expect(fact({ settle })).toMatchObject({ kind, detail });
  });

  it.each([
    ['45', 45],
    ['４５日', 45],
    ['31-60日', 31],
    ['60+', 60],
    ['90 dpd', 90],
    ['2ヶ月', 60],
    ['M3', 90],
    ['45.0', 45],
    ['延滞', null],
    ['99999', null],
  ])('%s are %s days past due', (days, expected) => {
    const told = fact({ days });
    expect([told.kind, told.days]).toEqual([expected === null ? 'other' : 'overdue', expected]);
  });

  it('0 days are not overdue, and days stand in the words of a kind too', () => {
    expect(fact({ days: '0' }).kind).toBe('billing');
    expect(fact({ kind: '延滞30日' })).toMatchObject({ kind: 'overdue', days: 30 });
    expect(fact({ kind: '60 days past due' })).toMatchObject({ kind: 'overdue', days: 60 });
    expect(fact({ kind: '延滞', days: '61' })).toMatchObject({ kind: 'overdue', days: 61 });
    expect(fact({ kind: 'チャージバック', days: '61' })).toMatchObject({ kind: 'chargeback', days: null });
  });

  it('a bill called unpaid or billed is overdue by the days beside it, and one that was paid is paid', () => {
    expect(fact({ settle: '未入金', days: '90' })).toMatchObject({ kind: 'overdue', days: 90, detail: '10' });
    expect(fact({ settle: '10', days: '0' })).toMatchObject({ kind: 'billing', days: null });
    expect(fact({ settle: '未入金' })).toMatchObject({ kind: 'billing', days: null });
    expect(fact({ settle: '入金済', days: '12' })).toMatchObject({ kind: 'paid', days: null });
  });

  it('a black registration says its category, and resale is a matter of its own', () => {
    expect(fact({ black: '02' })).toMatchObject({ kind: 'black', detail: '02' });
    expect(fact({ black: '04' })).toMatchObject({ kind: 'resale', detail: '04' });
    expect(fact({ black: 'クレーマー' })).toMatchObject({ kind: 'black', detail: 'クレーマー' });
    expect(fact({ black: 'other-04', customer: '20' })).toMatchObject({ kind: 'black', detail: 'other-04@20' });
    expect([
      blackCategory('4', 'settlement'),
      blackCategory('4', 'other'),
      blackCategory('０７', 'settlement'),
    ]).toEqual([...['04', 'other-04', 'other-07']]);
    expect([blackCategory('不正カード', 'settlement'), blackCategory('悪質クレーマー', 'settlement')]).toEqual([
      ...['02', 'other-03'],
    ]);
    expect(['10', '購入者', 'Delivery Address', '40'].map(blackCustomer)).toEqual(['10', '10', '20', null]);
    expect(blackParts('other-04@20')).toEqual({ category: 'other-04', customer: '20' });
  });

  it('a status of which only a part was given back takes nothing back', () => {
    expect(fact({ status: '一部取下げ' }).kind).toBe('chargeback');
    expect(fact({ status: '取下げ' })).toMatchObject({ kind: 'chargeback-reversed', detail: '取下げ' });
    expect(fact({ kind: 'CB取消' })).toMatchObject({ kind: 'chargeback-reversed', detail: null });
    expect(fact({ kind: 'CB一部取消' })).toMatchObject({ kind: 'chargeback-reversed', partly: true });
  });

  it('columns of other facts are not looked for in a list of chargebacks', () => {
    const headers = ['注文番号', '理由コード', '決済ステータス', '延滞日数', 'ブラック区分', '目視審査結果', '更新日'];
    expect(outcomeSources(headers, undefined)).toEqual({ event_id: '注文番号', reason: '理由コード' });
    expect(outcomeSources(['注文番号', '決済ステータス', '更新日'], undefined)).toEqual({
      event_id: '注文番号',
      settle_status: '決済ステータス',
      reported_at: '更新日',
    });
    expect(outcomeSources(['注文番号', '更新日'], undefined)).toEqual({ event_id: '注文番号' });
  });
});

const add = (work: Bench, content: string, name?: string): Promise<OutcomesReport> =>
  work.handlers['import.outcomes']({ file: work.grant(fileOf(content, name)), mapping: undefined }, context());

const report = (work: Bench): ReturnType<ReturnType<typeof outcomesHandlers>['outcomes.report']> =>
  outcomesHandlers(work.project)['outcomes.report']({ conflicts: 100 }, context());

async function states(work: Bench, target: string): Promise<Record<string, string>> {
  const preset = targetPresets.find(({ id }) => id === target);
  if (preset === undefined) throw new Error(target);
  await work.project.update({ target: preset });
  return work.project.read({}, async (db) => {
    const rows = await work.project.rows(db, ['event_id']);
    const found = await db.rows(sql`SELECT event_id, state FROM ${rows} ORDER BY seq`);
    return Object.fromEntries(
      found.map((row) => [String(row['event_id']), String(outcomeStates[Number(row['state'])])]),
    );
  });
}

/** Orders of 1,000 yen, `n` of them, on one day long ago. */
const shop = (...ids: string[]): string => csv(...ids.map((id) => `${id},2024-01-01,1000`));

describe('chargebacks', () => {
  it('reversed in part leave the rest, and told by two lists count once', async () => {
    const work = await bench();
    await work.import(shop('whole', 'part', 'two', 'again', 'notice', 'lost', 'none'), basic);
    await add(
      work,
      [
        '注文番号,通知日,種別,理由コード,金額',
        'whole,2024-02-01,チャージバック,10.4,1000',
        'whole,2024-03-01,CB取消,,1000',
        // 700 of 1,000 come back: 300 stay, and the order is bad.
        'part,2024-02-01,チャージバック,10.4,1000',
        'part,2024-03-01,CB取消,,700',
        // Two partial chargebacks of 300 and 400; one of them comes back.
        'two,2024-02-01,チャージバック,10.4,300',
        'two,2024-02-02,チャージバック,10.4,400',
        'two,2024-03-01,CB取消,,300',
        // Charged back anew after it had come back.
        'again,2024-02-01,チャージバック,10.4,1000',
        'again,2024-03-01,CB取消,,1000',
        'again,2024-04-01,チャージバック,10.4,1000',
        'notice,2024-02-01,TC40,,1000',
        // The shop contests and loses: still one chargeback.
        'lost,2024-02-01,チャージバック,10.4,600',
        'lost,2024-04-15,再提示敗訴,10.4,600',
        'none,2024-09-01,正常,,',
      ].join('\n'),
    );
    expect(await states(work, 'card-fraud')).toEqual({
      ...{ whole: 'good', part: 'bad', two: 'bad', again: 'bad', notice: 'good', lost: 'bad', none: 'good' },
    });
    const told = await report(work);
    // charged: 1000 + 1000 + 700 + 2000 + 600; back: 1000 + 700 + 300 + 1000.
    expect(told.chargebacks).toEqual({
      ...{ orders: 5, charged: 5300, reversed: 3000, remainingOrders: 4, remaining: 2300 },
      ...{ shiftedOrders: 0, shifted: 0, realised: 2300, unexplainedOrders: 0 },
    });
    expect(told.kinds.find(({ kind }) => kind === 'fraud-notice')).toMatchObject({ rows: 1, orders: 1, amount: 1000 });
    expect(told.conflictCounts).toEqual([]);
  });

  it('without a reason anybody knows are counted, those given back aside, and their orders open', async () => {
    const work = await bench();
    await work.import(shop('fraud', 'blank', 'odd', 'back', 'later', 'good'), basic);
    await add(
      work,
      [
        '注文番号,通知日,種別,理由コード,金額',
        'fraud,2024-02-01,チャージバック,10.4,1000',
        'blank,2024-02-01,チャージバック,,1000',
        'odd,2024-02-01,チャージバック,よく分からない,1000',
        'back,2024-02-01,チャージバック,,1000',
        'back,2024-03-01,CB取消,,1000',
        // Lost after it was contested, which tells the reason.
        'later,2024-02-01,チャージバック,,1000',
        'later,2024-04-01,再提示敗訴,10.4,1000',
      ].join('\n'),
    );
    const told = await report(work);
    expect(told.chargebacks).toMatchObject({ orders: 5, remainingOrders: 4, unexplainedOrders: 2 });
    const behind = await ordersBehind(work.project, { kind: 'told', what: 'unexplained', name: null });
    expect(behind.toSorted()).toEqual(['blank', 'odd']);
    expect(conflictSummary(told, 'en').join('\n')).toContain('2 of 4 orders that stay charged back');
  });

  it('told by order id in one list and by transaction id in another are one, in matched amounts too', async () => {
    const work = await bench();
    const mapping = { ...basic, columns: { ...basic.columns, transaction_id: '取引ID' } };
    const orders = ['A1', 'A2', 'A3'].map((id) => `${id},2024-01-01,1000,T-${id}`);
    await work.import(['注文番号,注文日時,金額,取引ID', ...orders].join('\n'), mapping);
    await add(
      work,
      '注文番号,通知日,理由コード,金額\nA1,2024-02-01,10.4,1000\nA2,2024-02-01,10.4,400\nA3,2024-02-01,10.4,1000\n',
    );
    const second = await add(
      work,
      // The same three days later; another part of the same order; and one long after.
      '決済取引ID,チャージバック日,金額\nT-A1,2024-02-04,1000\nT-A2,2024-02-04,600\nT-A3,2024-08-01,1000\n',
    );
    expect(second).toMatchObject({ matched: 3, amountMatched: 2600 });
    const { matched } = await work.project.info();
    expect(matched).toEqual({ matched: 5, rows: 5, amountMatched: 4000, amount: 4000 });
    const { chargebacks, kinds, conflicts } = await report(work);
    expect(chargebacks).toMatchObject({ orders: 3, charged: 4000, remaining: 4000 });
    expect(kinds).toMatchObject([{ kind: 'chargeback', rows: 6, orders: 3, repeats: 1 }]);
    // 2,000 of an order of 1,000 cannot be: two reports of one thing, or a mistake.
    expect(conflicts.map(({ code, orderId }) => [code, orderId])).toEqual([['charged-more', 'A3']]);
    const order = await work.project.read({}, (db) => orderDetail(work.project, db, 0));
    expect(order.outcomes.map((one) => [one.amount, one.repeats])).toEqual([
      [1000, false],
      [1000, true],
    ]);
  });

  it('told by two lists are told by the other still when one is taken back, or says they are of another order', async () => {
    const work = await bench();
    const mapping = { ...basic, columns: { ...basic.columns, transaction_id: '取引ID' } };
    await work.import('注文番号,注文日時,金額,取引ID\na,2024-01-01,1000,T-a\nb,2024-01-01,1000,T-b\n', mapping);
    const told = (id: string, ...days: string[]) =>
      `通知日,種別,理由コード,金額,${id}\n${days[0]},チャージバック,10.4,1000,a\n${days[1]},CB取消,,1000,a\n`;
    const one = await add(work, told('注文番号', '2024-02-01', '2024-03-01'));
    const two = await add(work, told('決済取引ID', '2024-02-02', '2024-03-02').replaceAll(',a\n', ',T-a\n'));
    const repeated = async () => (await report(work)).kinds.map(({ kind, repeats }) => [kind, repeats]);
    expect(await repeated()).toEqual([
      ['chargeback', 1],
      ['chargeback-reversed', 1],
    ]);
    const choose = (choice: { kind: 'order'; orderId: string } | { kind: 'undo' }) =>
      work.handlers['import.resolveOutcome']({ importId: two.importId ?? '', line: 3, choice }, context());
    await choose({ kind: 'order', orderId: 'b' });
    expect(await repeated()).toContainEqual(['chargeback-reversed', 0]);
    await choose({ kind: 'undo' });
    expect(await repeated()).toContainEqual(['chargeback-reversed', 1]);
    await work.handlers['import.remove']({ importId: one.importId ?? '' }, context());
    expect((await report(work)).chargebacks).toMatchObject({ orders: 1, charged: 1000, reversed: 1000 });
  });

  it('whose status says that they were won are charged back and given back, once', async () => {
    const work = await bench();
    await work.import(shop('won', 'both', 'open'), basic);
    await add(work, '注文番号,通知日,理由コード,金額\nboth,2024-02-01,10.4,800\n');
    const list = ['won,2024-03-01,10.4,600,勝訴', 'both,2024-03-01,10.4,800,取下げ', 'open,2024-03-01,10.4,500,対応中'];
    await add(work, ['注文番号,通知日,理由コード,金額,ステータス', ...list].join('\n'));
    const { chargebacks, conflicts } = await report(work);
    expect(chargebacks).toMatchObject({ orders: 3, charged: 1900, reversed: 1400, remaining: 500, remainingOrders: 1 });
    expect(conflicts).toEqual([]);
  });

  it('are the issuer’s loss where 3-D Secure says so, by reason and network, and stay fraud', async () => {
    const work = await bench();
    const columns = { ...basic.columns, threeds_eci: 'ECI', threeds_status: '3DS結果', threeds_cavv: 'CAVV' };
    const rows = [
      // id, ECI, transStatus, CAVV, reason, who bears it
      ['visa-05', '05', 'Y', 'x', '10.4', 'issuer'],
      ['visa-06', '6', 'A', 'x', 'Visa 10.4 Fraud', 'issuer'],
      ['visa-07', '07', 'N', 'x', '10.4', 'shop'],
      ['visa-13', '05', 'Y', 'x', '13.1', 'shop'],
      ['mc-02', '02', 'Y', 'x', '4837', 'issuer'],
      ['mc-01', '1', 'A', 'x', '4837', 'issuer'],
      ['mc-06', '06', 'Y', 'x', '4837', 'shop'],
      ['mc-4853', '02', 'Y', 'x', '4853', 'shop'],
      ['refused', '05', 'R', 'x', '10.4', 'shop'],
      ['status', '', 'Y', 'x', '10.4', 'issuer'],
      ['no-cavv', '05', 'Y', '', '10.4', 'shop'],
      ['jcb', '05', 'Y', 'x', '546', 'shop'],
      ['no-3ds', '', '', 'x', '10.4', null],
      ['words', '05', 'Y', 'x', '不正利用', null],
    ] as const;
    const history = rows.map(([id, eci, status, cavv]) => `${id},2024-01-01,1000,${eci},${status},${cavv}`);
    await work.import(['注文番号,注文日時,金額,ECI,3DS結果,CAVV', ...history].join('\n'), { ...basic, columns });
    const list = rows.map(([id, , , , reason]) => `${id},2024-03-01,${reason},1000`);
    await add(work, ['注文番号,通知日,理由コード,金額', ...list].join('\n'));
    const found: Record<string, string | null> = {};
    for (const seq of rows.keys()) {
      const { order, outcomes } = await work.project.read({}, (db) => orderDetail(work.project, db, seq));
      found[String(order['event_id'])] = outcomes[0]?.liability ?? null;
    }
    expect(found).toEqual(Object.fromEntries(rows.map(([id, , , , , side]) => [id, side])));
    const issuers = rows.filter(([, , , , , side]) => side === 'issuer').length;
    expect((await report(work)).chargebacks).toMatchObject({
      ...{ orders: 14, remaining: 14_000, shiftedOrders: issuers, shifted: issuers * 1000 },
      realised: 14_000 - issuers * 1000,
    });
    const told = (what: ToldOrders, name: string | null = null) =>
      ordersBehind(work.project, { kind: 'told', what, name });
    const bornBy = (side: string) =>
      rows.filter((row) => (row[5] === 'issuer' ? 'issuer' : 'shop') === side).map(([id]) => id);
    expect((await told('shifted')).toSorted()).toEqual(bornBy('issuer').toSorted());
    expect((await told('realised')).toSorted()).toEqual(bornBy('shop').toSorted());
    expect([await told('charged'), await told('reversed')]).toEqual([await told('remaining'), []]);
    expect(await told('kind', 'chargeback')).toHaveLength(14);
    expect(await told('kind', 'resale')).toEqual([]);
    await work.project.update({ asOf: '2024-02-28' });
    expect([await told('charged'), await told('kind', 'chargeback')]).toEqual([[], []]);
    await work.project.update({ asOf: null });
    const { 'visa-05': shifted, 'visa-13': consumer } = await states(work, 'card-fraud');
    expect([shifted, consumer]).toEqual(['immature', 'immature']);
    await work.project.update({ asOf: '2024-12-31' });
    const later = await states(work, 'card-fraud');
    expect([later['visa-05'], later['visa-13']]).toEqual(['bad', 'good']);
  });

  it('are the issuer’s loss by 3-D Secure events too, the last of each order; the order’s own columns go before them', async () => {
    const work = await bench();
    const columns = { ...basic.columns, threeds_eci: 'ECI', threeds_status: '3DS結果', transaction_id: '取引ID' };
    // id, the order's ECI and transStatus, its events from first to last, reason, who bears it, whether both disagree
    const rows = [
      ['eci', '', '', ['05 Y'], '10.4', 'issuer', false],
      ['attempt', '', '', ['6 A'], '10.4', 'issuer', false],
      ['status', '', '', [' Y'], '4837', 'issuer', false],
      ['mc', '', '', ['02 Y'], '4837', 'issuer', false],
      ['none', '', '', ['07 U'], '10.4', 'shop', false],
      ['consumer', '', '', ['05 Y'], '13.1', 'shop', false],
      ['retried', '', '', ['07 N', '05 Y'], '10.4', 'issuer', false],
      ['refused', '', '', ['05 Y', '07 R'], '10.4', 'shop', false],
      ['challenged', '', '', ['05 Y', ' C'], '10.4', 'issuer', false],
      ['left', '', '', [' C'], '10.4', 'shop', false],
      ['words', '', '', [' 成功'], '10.4', null, false],
      ['none-told', '', '', [], '10.4', null, false],
      ['agree', '05', 'Y', ['05 Y'], '10.4', 'issuer', false],
      ['own', '05', 'Y', ['07 N'], '10.4', 'issuer', true],
      ['own-not', '07', '', ['05 Y'], '10.4', 'shop', true],
      ['no-matter', '05', 'Y', ['07 N'], '13.1', 'shop', false],
    ] as const;
    const history = rows.map(([id, eci, status]) => `${id},2024-01-01,1000,${eci},${status},T-${id}`);
    await work.import(['注文番号,注文日時,金額,ECI,3DS結果,取引ID', ...history].join('\n'), { ...basic, columns });
    // Every other order is named by the payment provider's transaction.
    const events = rows.flatMap(([id, , , told], n) =>
      told.map((cells, at) => {
        const [eci, status] = cells.split(' ');
        return `2024-01-01 10:0${at},${n % 2 === 0 ? `${id},` : `,T-${id}`},${eci},${status}`;
      }),
    );
    const file = work.grant(fileOf(['認証日時,注文番号,取引ID,ECI,3DSステータス', ...events].join('\n'), '3ds.csv'));
    const taken = await work.handlers['import.events']({ file, kind: '3ds' }, context());
    expect(taken).toMatchObject({ accepted: events.length, otherOrders: 0, noOrder: 0 });
    const list = rows.map(([id, , , , reason]) => `${id},2024-03-01,${reason},1000`);
    await add(work, ['注文番号,通知日,理由コード,金額', ...list].join('\n'));
    const found: Record<string, string | null> = {};
    for (const seq of rows.keys()) {
      const { order, outcomes } = await work.project.read({}, (db) => orderDetail(work.project, db, seq));
      found[String(order['event_id'])] = outcomes[0]?.liability ?? null;
    }
    expect(found).toEqual(Object.fromEntries(rows.map(([id, , , , , side]) => [id, side])));
    const issuers = rows.filter(([, , , , , side]) => side === 'issuer').length;
    const { chargebacks, conflicts } = await report(work);
    expect(chargebacks).toMatchObject({ shiftedOrders: issuers, shifted: issuers * 1000 });
    expect(conflicts.map(({ code, orderId }) => [code, orderId])).toEqual(
      rows.filter(([, , , , , , differ]) => differ).map(([id]) => ['liability-differs', id]),
    );
  });

  it('without a file that tells CAVVs shift all the same', async () => {
    const work = await bench();
    const columns = { ...basic.columns, threeds_eci: 'ECI' };
    await work.import('注文番号,注文日時,金額,ECI\nA1,2024-01-01,1000,05\n', { ...basic, columns });
    await add(work, '注文番号,通知日,理由コード\nA1,2024-03-01,10.4\n');
    expect((await report(work)).chargebacks).toMatchObject({ shiftedOrders: 1, shifted: 1000, realised: 0 });
  });

  it('that do not agree are listed with their orders and files', async () => {
    const work = await bench();
    await work.import(shop('both', 'was-good', 'alone', 'status', 'more', 'family', 'review', 'paid', 'fine'), basic);
    await add(
      work,
      [
        '注文番号,通知日,種別,理由コード,金額',
        'both,2024-02-01,チャージバック,10.4,',
        'both,2024-03-01,正常,,',
        'was-good,2024-01-05,正常,,',
        'was-good,2024-02-01,チャージバック,10.4,',
        'alone,2024-02-01,CB取消,,500',
        'more,2024-02-01,チャージバック,10.4,500',
        'more,2024-03-01,CB取消,,800',
        'family,2024-02-01,チャージバック,10.4,',
        'review,2024-01-02,目視審査OK,,',
        'review,2024-01-02,目視審査NG,,',
        'paid,2024-02-01,入金,,1000',
        'paid,2024-03-01,貸倒,,1000',
        'fine,2024-02-01,延滞,,',
        'fine,2024-03-01,延滞後入金,,',
      ].join('\n'),
    );
    await add(
      work,
      '注文番号,通知日,理由コード,ステータス\nfamily,2024-02-03,13.1,\nstatus,2024-02-03,10.4,取下げ\n',
      'acquirer.csv',
    );
    const { conflicts, conflictCounts } = await report(work);
    expect(conflicts.map(({ code, orderId }) => [code, orderId])).toEqual([
      ['bad-and-good', 'both'],
      ['bad-and-good', 'paid'],
      ['reversal-alone', 'alone'],
      ['reversed-more', 'more'],
      ['charged-more', 'family'],
      ['families-differ', 'family'],
      ['reviews-differ', 'review'],
    ]);
    for (const { code } of conflictCounts)
      expect(await ordersBehind(work.project, { kind: 'told', what: 'conflict', name: code })).toEqual(
        conflicts.filter((one) => one.code === code).map(({ orderId }) => orderId),
      );
    expect(conflictCounts[0]).toEqual({ code: 'bad-and-good', orders: 2 });
    expect(conflicts.find(({ code }) => code === 'families-differ')).toMatchObject({
      seq: 2,
      amount: 1000,
      facts: [
        { kind: 'chargeback', family: 'fraud', line: 9 },
        { kind: 'chargeback', family: 'consumer', line: 2 },
      ],
    });
    expect(
      (await outcomesHandlers(work.project)['outcomes.report']({ conflicts: 2 }, context())).conflicts,
    ).toHaveLength(2);
  });
});

describe('settlement histories and pay later', () => {
  it('one row per change of a status, in codes, are dated facts', async () => {
    const work = await bench();
    await work.import(shop('paid', 'late', 'lost', 'fraud', 'back', 'gone', 'young'), basic);
    const history = [
      '注文番号,ステータス,更新日時',
      ...['00 2024-01-01', '10 2024-01-05', '20 2024-01-20'].map((c) => `paid,${c.replace(' ', ',')}`),
      ...['10 2024-01-05', '30 2024-01-25', '20 2024-02-10'].map((c) => `late,${c.replace(' ', ',')}`),
      ...['10 2024-01-05', '30 2024-01-25', '40 2024-03-01', '50 2024-06-01'].map((c) => `lost,${c.replace(' ', ',')}`),
      ...['fraud,60,2024-02-01', 'back,100,2024-01-10', 'gone,99,2024-01-02', 'young,10,2024-09-01'],
    ];
    const seen = await add(work, history.join('\n'));
    expect(seen).toMatchObject({ read: 14, matched: 14, rejected: 0 });
    const rows = await work.rows(
      sql`SELECT order_id, kind, detail FROM outcomes WHERE order_id = 'lost' ORDER BY reported_at`,
    );
    expect(rows.map(({ kind, detail }) => [kind, detail])).toEqual([
      ['billing', '10'],
      ['overdue', '30'],
      ['overdue', '40'],
      ['bad-debt', '50'],
    ]);
    expect(await states(work, 'bad-debt')).toMatchObject({
      ...{ paid: 'good', late: 'good', lost: 'bad', fraud: 'good', back: 'excluded', gone: 'blocked' },
    });
    expect(await states(work, 'unpaid')).toMatchObject({ paid: 'good', late: 'bad', lost: 'bad' });
    expect(await states(work, 'card-fraud')).toMatchObject({ paid: 'good', fraud: 'bad' });
    // Read again, nothing is told twice.
    expect(await add(work, history.join('\n'))).toMatchObject({ matched: 0, rejected: 14 });
  });

  it('days past due tell unpaid at 30, 60 and 90 days; overdue for nobody knows how long is neither', async () => {
    const work = await bench();
    await work.import(shop('d5', 'd30', 'd59', 'd60', 'd95', 'unknown', 'debt', 'none'), basic);
    await add(
      work,
      [
        '注文番号,基準日,種別,延滞日数',
        ...['d5 5', 'd30 30', 'd59 59', 'd60 60', 'd95 95'].map((one) => `${one.replace(' ', ',2024-05-01,延滞,')}`),
        'unknown,2024-05-01,延滞,',
        'debt,2024-08-01,貸倒,',
      ].join('\n'),
    );
    expect(await states(work, 'unpaid-30')).toEqual({
      ...{ d5: 'good', d30: 'bad', d59: 'bad', d60: 'bad', d95: 'bad' },
      ...{ unknown: 'excluded', debt: 'bad', none: 'good' },
    });
    expect(await states(work, 'unpaid-60')).toMatchObject({ d59: 'good', d60: 'bad', d95: 'bad', debt: 'bad' });
    expect(await states(work, 'unpaid-90')).toMatchObject({ d60: 'good', d95: 'bad', unknown: 'excluded' });
    expect(await states(work, 'unpaid')).toMatchObject({ d5: 'bad', d30: 'bad', unknown: 'bad', none: 'good' });
  });

  it('a list of bills tells who has not paid for 60 days, what was paid, and no sum where no amount stands', async () => {
    const work = await bench();
    await work.import(shop('open', 'soon', 'paid'), basic);
    const list = (amounts: readonly string[]) =>
      ['注文番号,支払期限,入金日,入金額,支払状況,延滞日数', `open,2024-01-14,,${amounts[0]},未入金,75`]
        .concat(`soon,2024-01-14,,${amounts[0]},未入金,0`, `paid,2024-01-14,2024-01-13,${amounts[1]},入金済,0`)
        .join('\n');
    await add(work, list(['', '5000']));
    expect(await states(work, 'unpaid-60')).toMatchObject({ open: 'bad', soon: 'good', paid: 'good' });
    const kinds = (await report(work)).kinds.map(({ kind, rows, amount }) => [kind, rows, amount]);
    expect(kinds).toEqual([
      ['billing', 1, null],
      ['overdue', 1, null],
      ['paid', 1, 5000],
    ]);
  });

  it('a list of due dates and payments tells the stage of every bill by day, open ones as far as the list reaches', async () => {
    const work = await bench();
    // Due on 31 January. id, paid on, and what it must be for unpaid, unpaid-30, -60 and -90 once all is known
    const bills = [
      ['early', '2024-01-20', 'good good good good'],
      ['on-the-day', '2024-01-31', 'good good good good'],
      ['one-day', '2024-02-01', 'bad good good good'],
      ['day-29', '2024-02-29', 'bad good good good'],
      ['day-30', '2024-03-01', 'bad bad good good'],
      ['day-59', '2024-03-30', 'bad bad good good'],
      ['day-60', '2024-03-31', 'bad bad bad good'],
      // The last payment of the list: open bills are known to be open until then, for 75 days.
      ['day-75', '2024-04-15', 'bad bad bad good'],
      ['open', '', 'bad bad bad good'],
    ] as const;
    await work.import(shop(...bills.map(([id]) => id), 'elsewhere'), basic);
    const list = ['注文番号,支払期限,入金日,請求金額', ...bills.map(([id, paid]) => `${id},2024/01/31,${paid},1000`)];
    expect(await add(work, list.join('\n'))).toMatchObject({ read: 9, matched: 9, rejected: 0 });
    expect((await report(work)).kinds.map(({ kind, rows }) => [kind, rows])).toEqual([
      ['paid', 8],
      ['billing', 1],
    ]);
    const targets = ['unpaid', 'unpaid-30', 'unpaid-60', 'unpaid-90'];
    const stages = async (...ids: string[]): Promise<Record<string, string>> => {
      const said: Record<string, string>[] = [];
      for (const target of targets) said.push(await states(work, target));
      return Object.fromEntries(ids.map((id) => [id, said.map((of) => of[id]).join(' ')]));
    };
    await work.project.update({ asOf: '2024-12-31' });
    expect(await stages(...bills.map(([id]) => id))).toEqual(
      Object.fromEntries(bills.map(([id, , said]) => [id, said])),
    );
    // On the last day of February 29 days have passed: who pays later is one day, nobody 30 days past due yet.
    await work.project.update({ asOf: '2024-02-29' });
    expect(await stages('on-the-day', 'day-30', 'open')).toEqual({
      'on-the-day': 'immature immature immature immature',
      'day-30': 'immature immature immature immature',
      open: 'immature immature immature immature',
    });
    const early = async (target: string): Promise<readonly string[]> => {
      await states(work, target);
      const { where } = await work.project.condition({ clauses: [] });
      return work.project.read({}, async (db) => {
        const rows = await work.project.rows(db, ['event_id']);
        const found = await db.rows(sql`SELECT event_id FROM ${rows} WHERE ${where} AND early_bad ORDER BY seq`);
        return found.map((row) => String(row['event_id'])).toSorted();
      });
    };
    expect(await early('unpaid-30')).toEqual([]);
    expect(await early('unpaid')).toEqual(['day-29', 'day-30', 'day-59', 'day-60', 'day-75', 'one-day', 'open']);
    await work.project.update({ asOf: '2024-03-01' });
    // The next day those are 30 days past due, and the orders 60 days old: they count.
    expect(await stages('day-29', 'day-30', 'open')).toEqual({
      'day-29': 'immature good immature immature',
      'day-30': 'immature bad immature immature',
      open: 'immature bad immature immature',
    });
  });

  it('bills paid by payment events are paid when these add up to them; a status of them counts from its day', async () => {
    const work = await bench();
    await work.import(shop('whole', 'parts', 'part', 'failed', 'none', 'back', 'unknown'), basic);
    const list = ['whole', 'parts', 'part', 'failed', 'none'].map((id) => `${id},2024-01-31,請求済,,1000`);
    await add(
      work,
      [
        '注文番号,支払期限,ステータス,入金日,金額',
        ...list,
        'back,2024-01-31,返品,2024-02-05,',
        'unknown,2024-01-31,入金済,,',
      ].join('\n'),
    );
    const events = [
      ...['whole,2024-02-10 09:00,1000,成功', 'parts,2024-02-10 09:00,400,成功', 'parts,2024-03-20 09:00,600,成功'],
      ...['part,2024-02-01 09:00,400,成功', 'failed,2024-02-01 09:00,1000,失敗', 'other,2024-05-10 23:00,1,成功'],
    ];
    const file = work.grant(fileOf(['注文番号,入金日時,入金額,入金結果', ...events].join('\n'), '入金.csv'));
    await work.handlers['import.events']({ file, kind: 'payment' }, context());
    await work.project.update({ asOf: '2024-12-31' });
    expect(await states(work, 'unpaid')).toMatchObject({
      whole: 'bad',
      part: 'bad',
      back: 'excluded',
      unknown: 'good',
    });
    expect(await states(work, 'unpaid-30')).toEqual({
      ...{ whole: 'good', parts: 'bad', part: 'bad', failed: 'bad', none: 'bad', back: 'excluded', unknown: 'good' },
    });
    expect(await states(work, 'unpaid-60')).toMatchObject({ parts: 'good', part: 'bad', none: 'bad' });
    // The last event is of the hundredth day.
    expect(await states(work, 'unpaid-90')).toMatchObject({ parts: 'good', part: 'bad', failed: 'bad', none: 'bad' });
    await work.handlers['import.remove'](
      { importId: (await work.handlers['import.eventFiles']({}, context())).files[0]?.importId ?? '' },
      context(),
    );
    // Without payments nobody knows how long any of them was open.
    expect(await states(work, 'unpaid-30')).toMatchObject({ whole: 'good', none: 'good' });
  });

  it('resale, black registrations and reviews are told by columns of their own', async () => {
    const work = await bench();
    await work.import(shop('resold', 'black', 'ok', 'ng', 'none'), basic);
    await add(work, '注文番号,登録日,ブラック区分\nresold,2024-02-01,04\nblack,2024-02-01,02\nnone,2024-09-01,05\n');
    await add(work, 'order_id,reviewed_at,manual_result\nok,2024-01-01,OK\nng,2024-01-01,NG\nng,2023-12-31,OK\n');
    expect(await work.rows(sql`SELECT kind, detail FROM outcomes WHERE order_id = 'black'`)).toEqual([
      { kind: 'black', detail: '02' },
    ]);
    expect(await states(work, 'resale')).toEqual({
      ...{ resold: 'bad', black: 'good', ok: 'good', ng: 'blocked', none: 'good' },
    });
  });

  it('04 is resale among the categories of settlement, ticket abuse among the others; targets choose by category', async () => {
    const work = await bench();
    await work.import(shop('a', 'b', 'c', 'd', 'e'), basic);
    await add(
      work,
      '注文番号,登録日,ブラック区分,その他区分,登録対象\na,2024-02-01,04,,10\nb,2024-02-01,,04,20\nc,2024-02-01,02,,\n',
    );
    await add(work, '注文番号,登録日,ネガ区分\nd,2024-02-01,04\ne,2024-02-01,07\n');
    expect(await work.rows(sql`SELECT order_id AS id, kind, detail FROM outcomes ORDER BY 1`)).toEqual([
      { id: 'a', kind: 'resale', detail: '04@10' },
      { id: 'b', kind: 'black', detail: 'other-04@20' },
      { id: 'c', kind: 'black', detail: '02' },
      { id: 'd', kind: 'black', detail: 'other-04' },
      { id: 'e', kind: 'black', detail: 'other-07' },
    ]);
    const told = async (blackCategories: readonly string[] | undefined): Promise<unknown> => {
      const target = {
        id: 'black',
        name: { ja: '黒', en: 'black' },
        kinds: ['black'],
        reasonFamilies: [],
        horizonDays: 30,
      };
      const chosen = targetSchema.parse(blackCategories === undefined ? target : { ...target, blackCategories });
      const rows = await work.rows(sql`SELECT order_id FROM outcomes WHERE ${countsFor(chosen)} ORDER BY 1`);
      return rows.map((row) => row['order_id']);
    };
    expect(await told(undefined)).toEqual(['b', 'c', 'd', 'e']);
    expect(await told(['other-04'])).toEqual(['b', 'd']);
    expect(await told(['02'])).toEqual(['c']);
  });
});
