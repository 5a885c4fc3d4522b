import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { outcomeStates, targetPresets, type Target } from '../../analysis/model/target.ts';
import type { OpenProject } from '../../analysis/store/project.ts';
import { touchData } from '../../analysis/store/settings.ts';
import { sql } from '../../analysis/store/sql.ts';
import { codeOf, newProject, putOrders, putOutcomes, scratch } from './projects.ts';

const preset = (id: string): Target => {
  const found = targetPresets.find((target) => target.id === id);
  if (found === undefined) throw new Error(id);
  return found;
};

const place = { dir: '', dispose: (): void => undefined };
let project: OpenProject;

beforeEach(async () => {
  Object.assign(place, scratch());
  project = await newProject(place.dir);
});

afterEach(async () => {
  await project.close();
  place.dispose();
});

/** State of every order by id, with `+early` where a bad report came before the order matured, `+open` where its bill is open. */
async function states(): Promise<Record<string, string>> {
  return project.read({}, async (db) => {
    const rows = await project.rows(db, ['event_id']);
    const found = await db.rows(sql`SELECT event_id, state, early_bad, bill_open FROM ${rows} ORDER BY seq`);
    return Object.fromEntries(
      found.map((row) => [
        String(row['event_id']),
        `${outcomeStates[Number(row['state'])]}${row['early_bad'] === true ? '+early' : ''}${row['bill_open'] === true ? '+open' : ''}`,
      ]),
    );
  });
}

describe('a label of the file', () => {
  test('TRUE is bad, FALSE good, unknown excluded; maturity is not measured', async () => {
    await putOrders(project, [
      { id: 'a', at: '2024-01-01T00:00:00Z', label: true },
      { id: 'b', at: '2024-01-02T00:00:00Z', label: false },
      { id: 'c', at: '2024-01-03T00:00:00Z' },
    ]);
    await project.update({ target: preset('label') });
    expect(await states()).toEqual({ a: 'bad', b: 'good', c: 'excluded' });
    expect((await project.info()).maturity).toBe('not measured');
  });
});

describe('chargebacks with report dates, 120 days, cut-off 2024-06-30 in Tokyo', () => {
  // Matured: ordered before 2024-07-01T00:00+09:00 less 120 days = 2024-03-02T15:00Z (2024-03-03 Tokyo).
  const old = '2024-01-10T03:00:00Z';
  const young = '2024-06-01T03:00:00Z';

  beforeEach(async () => {
    await putOrders(project, [
      { id: 'old-fraud', at: old },
      { id: 'old-undated', at: old },
      { id: 'old-consumer', at: old },
      { id: 'old-no-family', at: old },
      { id: 'old-none', at: old },
      { id: 'old-late-report', at: old },
      { id: 'old-report-on-last-day', at: old },
      { id: 'old-reversed', at: old },
      { id: 'old-reversed-later', at: old },
      { id: 'old-charged-again', at: old },
      { id: 'old-settle-60', at: old, settle: '60' },
      { id: 'old-settle-60-reversed', at: old, settle: '60' },
      { id: 'old-settle-60-consumer', at: old, settle: '60' },
      { id: 'old-settle-60-late', at: old, settle: '60' },
      { id: 'old-settle-20', at: old, settle: '20' },
      { id: 'old-settle-50', at: old, settle: '50' },
      { id: 'old-refused', at: old, recorded: 'NG' },
      { id: 'old-refused-by-person', at: old, recorded: 'OK', manual: 'NG' },
      { id: 'old-released-by-person', at: old, recorded: 'NG', manual: 'OK' },
      { id: 'old-refused-yet-bad', at: old, recorded: 'NG' },
      { id: 'old-cancelled', at: old, settle: '99' },
      { id: 'old-cancelled-yet-bad', at: old, settle: '99' },
      { id: 'old-returned', at: old, settle: '100' },
      { id: 'old-cancel-fact', at: old },
      { id: 'last-mature', at: '2024-03-02T14:59:59Z' },
      { id: 'first-immature', at: '2024-03-02T15:00:00Z' },
      { id: 'young-fraud', at: young },
      { id: 'young-none', at: young },
      { id: 'young-refused', at: young, recorded: 'NG' },
      { id: 'young-returned', at: young, settle: '100' },
    ]);
    const april = '2024-04-01T00:00:00Z';
    await putOutcomes(project, [
      { order: 'old-fraud', at: april },
      { order: 'old-undated', at: null },
      { order: 'old-consumer', at: april, family: 'consumer' },
      { order: 'old-no-family', at: april, family: null },
      { order: 'old-late-report', at: '2024-06-30T15:00:00Z' },
      { order: 'old-report-on-last-day', at: '2024-06-30T14:59:59Z' },
      { order: 'old-reversed', at: april },
      { order: 'old-reversed', at: '2024-05-01T00:00:00Z', kind: 'chargeback-reversed' },
      { order: 'old-reversed-later', at: april },
      { order: 'old-reversed-later', at: '2024-07-10T00:00:00Z', kind: 'chargeback-reversed' },
      { order: 'old-charged-again', at: april },
      { order: 'old-charged-again', at: '2024-05-01T00:00:00Z', kind: 'chargeback-reversed' },
      { order: 'old-charged-again', at: '2024-06-01T00:00:00Z' },
      { order: 'old-settle-60-reversed', at: '2024-05-01T00:00:00Z', kind: 'chargeback-reversed' },
      { order: 'old-settle-60-consumer', at: april, family: 'consumer' },
      { order: 'old-settle-60-late', at: '2024-07-05T00:00:00Z' },
      { order: 'old-refused-yet-bad', at: april },
      { order: 'old-cancelled-yet-bad', at: april },
      { order: 'old-cancel-fact', at: april, kind: 'cancelled' },
      { order: 'young-fraud', at: '2024-06-10T00:00:00Z' },
      { order: 'of another shop', at: april },
    ]);
    await project.update({ asOf: '2024-06-30' });
  });

  test('every combination has the state worked out by hand', async () => {
    expect(await states()).toEqual({
      'old-fraud': 'bad',
      'old-undated': 'bad',
      'old-consumer': 'good',
      'old-no-family': 'bad',
      'old-none': 'good',
      'old-late-report': 'good',
      'old-report-on-last-day': 'bad',
      'old-reversed': 'good',
      'old-reversed-later': 'bad',
      'old-charged-again': 'bad',
      'old-settle-60': 'bad',
      'old-settle-60-reversed': 'good',
      'old-settle-60-consumer': 'good',
      'old-settle-60-late': 'good',
      'old-settle-20': 'good',
      'old-settle-50': 'good',
      'old-refused': 'blocked',
      'old-refused-by-person': 'blocked',
      'old-released-by-person': 'good',
      'old-refused-yet-bad': 'bad',
      'old-cancelled': 'blocked',
      'old-cancelled-yet-bad': 'bad',
      'old-returned': 'excluded',
      'old-cancel-fact': 'blocked',
      'last-mature': 'good',
      'first-immature': 'immature',
      'young-fraud': 'immature+early',
      'young-none': 'immature',
      // Nobody will know, but nothing is told of any order of its age.
      'young-refused': 'immature',
      'young-returned': 'excluded',
    });
    expect((await project.info()).maturity).toBe('measured');
  });

  test('a later cut-off knows more: the late report, the later reversal', async () => {
    await project.update({ asOf: '2024-07-10' });
    const now = await states();
    expect(now['old-late-report']).toBe('bad');
    expect(now['old-settle-60-late']).toBe('bad');
    expect(now['old-reversed-later']).toBe('good');
    expect(now['first-immature']).toBe('good');
  });

  test('before an order was placed nothing is known of it, with or without a date', async () => {
    await project.update({ asOf: '2024-01-09' });
    expect(new Set(Object.values(await states()))).toEqual(new Set(['immature']));
  });

  test('before a reason family counts, its chargebacks do not', async () => {
    await project.update({ target: { ...preset('card-fraud'), reasonFamilies: ['consumer'] } });
    const now = await states();
    expect(now['old-consumer']).toBe('bad');
    expect(now['old-fraud']).toBe('good');
    expect(now['old-settle-60']).toBe('good');
  });

  test('a day that has not come is refused, and nothing changes', async () => {
    const tomorrow = new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10);
    expect(await codeOf(project.update({ asOf: tomorrow, target: preset('unpaid') }))).toBe('as-of-future');
    expect(await project.info()).toMatchObject({ asOfChosen: '2024-06-30', target: { id: 'card-fraud' } });
  });

  test('a date in the future does not set the cut-off, unless there is no other', async () => {
    await putOrders(project, [{ id: 'mistyped', at: '2090-01-01T00:00:00Z' }]);
    await putOutcomes(project, [{ order: 'old-none', at: '2091-01-01T00:00:00Z' }]);
    await project.update({ asOf: null });
    expect((await project.info()).asOf).toBe(Date.parse('2024-07-10T15:00:00Z') - 1);
    expect(await states()).toMatchObject({ mistyped: 'immature', 'young-none': 'immature', 'old-none': 'good' });
    await project.write({}, async (db) => {
      await db.run(sql`DELETE FROM order_rows WHERE ordered_at < '2090-01-01'`);
      await db.run(sql`DELETE FROM outcomes`);
      await touchData(db);
    });
    expect((await project.info()).asOf).toBe(Date.parse('2090-01-01T15:00:00Z') - 1);
  });

  test('outcomes of a kind nobody knows say nothing: neither that outcomes are known nor how far they reach', async () => {
    await putOutcomes(project, [{ order: 'old-none', at: '2025-12-01T00:00:00Z', kind: 'other' }]);
    await project.update({ asOf: null });
    expect((await project.info()).asOf).toBe(Date.parse('2024-07-10T15:00:00Z') - 1);
    await project.write({}, async (db) => {
      await db.run(sql`DELETE FROM outcomes WHERE kind <> 'other'`);
      await db.run(
        sql`UPDATE order_rows SET settle_status = NULL, recorded_result = NULL, recorded_manual_result = NULL`,
      );
      await touchData(db);
    });
    expect(await project.info()).toMatchObject({ maturity: 'not measured', outcomesKnown: false });
    expect(new Set(Object.values(await states()))).toEqual(new Set(['excluded']));
  });

  test('an undated reversal that makes an order good is counted as well', async () => {
    await putOutcomes(project, [{ order: 'old-fraud', at: null, kind: 'chargeback-reversed' }]);
    await project.write({}, touchData);
    expect(await states()).toMatchObject({ 'old-fraud': 'good' });
    expect((await project.info()).undated).toBe(3);
  });

  test('orders that only facts without a date make bad are counted before the last day', async () => {
    // old-undated, and by their status old-settle-60.
    expect((await project.info()).undated).toBe(2);
    await project.update({ asOf: null });
    expect((await project.info()).undated).toBe(0);
    await project.update({ asOf: '2024-07-10' });
    expect((await project.info()).undated).toBe(0);
  });

  test('without a date given the cut-off is the later of the last order and the last report', async () => {
    await project.update({ asOf: null });
    // The last report is the reversal of 2024-07-10T00:00Z, 09:00 of that day in Tokyo.
    expect((await project.info()).asOf).toBe(Date.parse('2024-07-10T15:00:00Z') - 1);
  });
});

test('a reversal takes back the chargebacks of its own family, any where it tells none', async () => {
  const old = '2024-01-10T03:00:00Z';
  await putOrders(
    project,
    ['other', 'own', 'none'].map((id) => ({ id, at: old })),
  );
  const [april, may] = ['2024-04-01T00:00:00Z', '2024-05-01T00:00:00Z'];
  const kind = 'chargeback-reversed';
  await putOutcomes(project, [
    { order: 'other', at: april },
    { order: 'other', at: april, family: 'consumer' },
    { order: 'other', at: may, kind, family: 'consumer' },
    { order: 'own', at: april },
    { order: 'own', at: april, family: 'consumer' },
    { order: 'own', at: may, kind, family: 'fraud' },
    { order: 'none', at: april },
    { order: 'none', at: may, kind, family: null },
  ]);
  await project.update({ asOf: '2024-06-30' });
  expect(await states()).toEqual({ other: 'bad', own: 'good', none: 'good' });
});

describe('outcomes without any date', () => {
  test('settlement statuses alone: maturity is not measured and nothing is immature', async () => {
    await putOrders(project, [
      { id: 'bad', at: '2024-01-01T00:00:00Z', settle: '60' },
      { id: 'good', at: '2024-06-01T00:00:00Z', settle: '20' },
      { id: 'none', at: '2024-06-01T00:00:00Z' },
      { id: 'cancelled', at: '2024-06-01T00:00:00Z', settle: '99' },
    ]);
    expect(await states()).toEqual({ bad: 'bad', good: 'good', none: 'good', cancelled: 'blocked' });
    expect((await project.info()).maturity).toBe('not measured');
  });

  test('unpaid: 30, 40 and 50 are bad, 60 is another matter', async () => {
    await putOrders(project, [
      { id: '30', at: '2024-01-01T00:00:00Z', settle: '30' },
      { id: '40', at: '2024-01-01T00:00:00Z', settle: '40' },
      { id: '50', at: '2024-01-01T00:00:00Z', settle: '50' },
      { id: '60', at: '2024-01-01T00:00:00Z', settle: '60' },
    ]);
    await project.update({ target: preset('unpaid') });
    expect(await states()).toEqual({ 30: 'bad', 40: 'bad', 50: 'bad', 60: 'good' });
    await project.update({ target: preset('bad-debt') });
    // Nobody knows yet how these bills end.
    expect(await states()).toEqual({ 30: 'excluded+open', 40: 'excluded+open', 50: 'bad', 60: 'good' });
  });

  test('a bill whose status is open is not taken for a paid one, unless dates tell how long it had time', async () => {
    const at = '2024-01-01T00:00:00Z';
    await putOrders(project, [
      ...['00', '10', '20'].map((settle) => ({ id: settle, at, settle })),
      { id: 'newest', at: '2024-12-31T00:00:00Z', settle: '20' },
    ]);
    for (const id of ['unpaid', 'bad-debt']) {
      await project.update({ target: preset(id) });
      expect(await states()).toEqual({ '00': 'excluded+open', 10: 'excluded+open', 20: 'good', newest: 'good' });
    }
    await project.update({ target: preset('card-fraud') });
    // How bills end says nothing of chargebacks.
    expect((await states())['10']).toBe('excluded');
    await putOutcomes(project, [{ order: 'newest', at: '2024-12-31T00:00:00Z', kind: 'overdue' }]);
    await project.update({ target: preset('unpaid') });
    expect(await states()).toEqual({ '00': 'good', 10: 'good', 20: 'good', newest: 'immature+early' });
  });

  test('the cut-off has no effect, not even on dated facts of another matter', async () => {
    await putOrders(project, [
      { id: 'bad', at: '2024-01-01T00:00:00Z' },
      { id: 'cancelled', at: '2024-06-01T00:00:00Z' },
    ]);
    await putOutcomes(project, [
      { order: 'bad', at: null },
      { order: 'cancelled', at: '2024-06-02T00:00:00Z', kind: 'cancelled' },
    ]);
    for (const asOf of ['2020-01-01', null]) {
      await project.update({ asOf });
      expect(await states()).toEqual({ bad: 'bad', cancelled: 'blocked' });
    }
    expect(await project.info()).toMatchObject({ maturity: 'not measured', outcomesKnown: true });
  });

  test('where nothing at all says how orders ended, none is called good', async () => {
    await putOrders(project, [{ id: 'a', at: '2024-01-01T00:00:00Z' }]);
    expect(await states()).toEqual({ a: 'excluded' });
    expect((await project.info()).outcomesKnown).toBe(false);
  });
});

describe('dated outcomes of unpaid orders beside settlement statuses', () => {
  test('the dated row decides, the status of other orders still counts', async () => {
    await putOrders(project, [
      { id: 'reported later', at: '2024-01-01T00:00:00Z', settle: '50' },
      { id: 'status only', at: '2024-01-01T00:00:00Z', settle: '50' },
      { id: 'disputed', at: '2024-01-01T00:00:00Z', settle: '50' },
    ]);
    await putOutcomes(project, [
      { order: 'reported later', at: '2024-08-01T00:00:00Z', kind: 'overdue' },
      { order: 'disputed', at: '2024-02-01T00:00:00Z' },
    ]);
    await project.update({ target: preset('unpaid'), asOf: '2024-06-30' });
    expect(await states()).toEqual({ 'reported later': 'good', 'status only': 'bad', disputed: 'bad' });
    await project.update({ asOf: '2024-08-01' });
    expect((await states())['reported later']).toBe('bad');
  });
});

describe('outcomes of another matter', () => {
  const at = '2024-01-01T00:00:00Z';

  test('that a bill was overdue does not say how it ended: the status of bad debt stands', async () => {
    await putOrders(project, [
      { id: 'overdue, then written off', at, settle: '50' },
      { id: 'written off', at, settle: '50' },
      { id: 'told later', at, settle: '50' },
      { id: 'paid', at, settle: '20' },
    ]);
    await putOutcomes(project, [
      { order: 'overdue, then written off', at: null, kind: 'overdue' },
      { order: 'told later', at: '2024-09-01T00:00:00Z', kind: 'bad-debt' },
    ]);
    await project.update({ target: preset('bad-debt'), asOf: '2024-08-01' });
    expect(await states()).toEqual({
      'overdue, then written off': 'bad',
      'written off': 'bad',
      'told later': 'good',
      paid: 'good',
    });
  });

  test('unpaid bills know no chargebacks, and chargebacks no unpaid bills: nothing is good or measured by them', async () => {
    await putOrders(project, [
      { id: 'a', at, payment: '01' },
      { id: 'b', at: '2024-12-31T00:00:00Z', payment: '01' },
    ]);
    await putOutcomes(project, [{ order: 'a', at: '2024-03-01T00:00:00Z', kind: 'overdue' }]);
    expect(await project.info()).toMatchObject({ target: { id: 'unpaid' }, maturity: 'measured', outcomesKnown: true });
    await putOutcomes(project, [{ order: 'b', at: '2024-03-01T00:00:00Z', kind: 'confirmed-good' }]);
    await project.update({ target: preset('card-fraud') });
    expect(await project.info()).toMatchObject({ maturity: 'not measured', outcomesKnown: false });
    expect(await states()).toEqual({ a: 'excluded', b: 'excluded' });
    await project.write({}, async (db) => {
      await db.run(sql`UPDATE outcomes SET kind = 'chargeback' WHERE kind = 'overdue'`);
      await touchData(db);
    });
    expect(await states()).toEqual({ a: 'bad', b: 'immature' });
    await project.update({ target: preset('unpaid') });
    expect(await states()).toEqual({ a: 'excluded+open', b: 'excluded+open' });
  });
});

describe('the population of a target', () => {
  const at = '2024-01-01T00:00:00Z';

  test('unpaid leaves out orders paid at once, by code or word, whatever their settlement status; others stay in', async () => {
    await putOrders(project, [
      { id: 'later', at, payment: '01', settle: '20' },
      { id: 'later, not paid', at, payment: '01', settle: '40' },
      { id: 'card', at, payment: '02', settle: '20' },
      { id: 'delivery', at, payment: ' 03 ', settle: '50' },
      { id: 'text', at, payment: 'コンビニ後払い', settle: '50' },
      { id: 'words', at, payment: 'クレジットカード', settle: '50' },
      { id: 'cash', at, payment: '代金引換', settle: '50' },
      { id: 'wallet', at, payment: 'PayPay', settle: '50' },
      { id: 'wallet, later', at, payment: 'PayPayあと払い', settle: '50' },
      { id: 'both', at, payment: 'カード / 後払い', settle: '50' },
      { id: 'unclear', at, payment: 'コンビニ', settle: '50' },
      { id: 'none', at, settle: '20' },
    ]);
    await project.update({ target: preset('unpaid') });
    const unpaid = {
      later: 'good',
      'later, not paid': 'bad',
      card: 'excluded',
      delivery: 'excluded',
      text: 'bad',
      words: 'excluded',
      cash: 'excluded',
      wallet: 'excluded',
      'wallet, later': 'bad',
      both: 'bad',
      unclear: 'bad',
      none: 'good',
    };
    expect(await states()).toEqual(unpaid);
    await project.update({ target: preset('bad-debt') });
    expect(await states()).toEqual({ ...unpaid, 'later, not paid': 'excluded+open' });
    await project.update({ target: preset('card-fraud') });
    expect(new Set(Object.values(await states()))).toEqual(new Set(['excluded']));
    await putOutcomes(project, [{ order: 'elsewhere', at: null }]);
    expect(new Set(Object.values(await states()))).toEqual(new Set(['good']));
  });

  test('an order outside it is no early report either', async () => {
    await putOrders(project, [
      { id: 'card', at, payment: '02' },
      { id: 'later', at, payment: '01' },
    ]);
    await putOutcomes(
      project,
      ['card', 'later'].map((order) => ({ order, at, kind: 'overdue' })),
    );
    await project.update({ target: preset('unpaid') });
    expect(await states()).toEqual({ card: 'excluded', later: 'immature+early' });
  });
});
