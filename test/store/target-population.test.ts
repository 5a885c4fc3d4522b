import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { maturityHandlers } from '../../analysis/maturity/handlers.ts';
import { outcomeStates, targetSchema, type Target } from '../../analysis/model/target.ts';
import type { OpenProject } from '../../analysis/store/project.ts';
import { sql } from '../../analysis/store/sql.ts';
import { listening } from '../backtest/history.ts';
import { codeOf, newProject, putOrders, putOutcomes, scratch } from './projects.ts';

const bills: Target = {
  id: 'own',
  name: { ja: '自社の延滞', en: 'Own overdue' },
  kinds: ['overdue'],
  reasonFamilies: [],
  horizonDays: 30,
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

async function states(target: Target): Promise<Record<string, string | undefined>> {
  await project.update({ target });
  return project.read({}, async (db) => {
    const rows = await project.rows(db, ['event_id']);
    const found = await db.rows(sql`SELECT event_id, state FROM ${rows} ORDER BY seq`);
    return Object.fromEntries(found.map((row) => [String(row['event_id']), outcomeStates[Number(row['state'])]]));
  });
}

const preview = (target: Target) => maturityHandlers(project)['targets.preview']({ target }, listening());

describe('facts that an order ended well (goodWhen)', () => {
  test('settle what nothing else settles, once the order is old enough, and yield to a bad fact', async () => {
    // As of 2024-03-01 (the last report); 30 days: matured before 2024-01-31 in Tokyo.
    await putOrders(project, [
      { id: 'old-good', at: '2024-01-01T00:00:00Z', settle: '100' },
      { id: 'old-open', at: '2024-01-01T00:00:00Z', settle: '100' },
      { id: 'old-both', at: '2024-01-02T00:00:00Z' },
      { id: 'old-refused', at: '2024-01-02T00:00:00Z', recorded: 'NG' },
      { id: 'old-none', at: '2024-01-03T00:00:00Z' },
      { id: 'young-good', at: '2024-02-20T00:00:00Z' },
      { id: 'young-none', at: '2024-02-20T00:00:00Z' },
    ]);
    const at = '2024-02-25T00:00:00Z';
    await putOutcomes(project, [
      { order: 'old-good', at, kind: 'confirmed-good', family: null },
      { order: 'old-both', at, kind: 'confirmed-good', family: null },
      { order: 'old-both', at: '2024-03-01T00:00:00Z', kind: 'overdue', family: null },
      { order: 'old-refused', at, kind: 'confirmed-good', family: null },
      { order: 'young-good', at, kind: 'confirmed-good', family: null },
    ]);
    const without = {
      'old-good': 'excluded',
      'old-open': 'excluded',
      'old-both': 'bad',
      'old-refused': 'blocked',
      'old-none': 'good',
      'young-good': 'immature',
      'young-none': 'immature',
    };
    expect(await states(bills)).toEqual(without);
    const told: Target = { ...bills, goodWhen: ['confirmed-good'] };
    expect(await states(told)).toEqual({ ...without, 'old-good': 'good' });
    expect(await preview(told)).toMatchObject({ immatureGood: 1, immatureBad: 0 });
  });

  test('make good what otherwise nobody knows anything of', async () => {
    await putOrders(project, [
      { id: 'a', at: '2024-01-01T00:00:00Z' },
      { id: 'b', at: '2024-01-02T00:00:00Z' },
    ]);
    await putOutcomes(project, [{ order: 'a', at: '2024-02-25T00:00:00Z', kind: 'confirmed-good', family: null }]);
    expect(await states({ ...bills, goodWhen: ['confirmed-good'] })).toEqual({ a: 'good', b: 'excluded' });
  });

  test('are neither what makes an order bad nor of use for a label', () => {
    expect(targetSchema.safeParse({ ...bills, goodWhen: ['overdue'] }).success).toBe(false);
    expect(targetSchema.safeParse({ ...bills, kinds: ['label-bad'], goodWhen: ['confirmed-good'] }).success).toBe(
      false,
    );
    expect(targetSchema.safeParse({ ...bills, goodWhen: ['confirmed-good'] }).success).toBe(true);
  });
});

describe('orders outside the population (exclude)', () => {
  beforeEach(() =>
    putOrders(project, [
      { id: 'small-bank', at: '2024-01-01T00:00:00Z', amount: 100, payment: '04', label: true },
      { id: 'large-bank', at: '2024-01-01T00:00:00Z', amount: 9000, payment: '04', label: true },
      { id: 'small-later', at: '2024-01-02T00:00:00Z', amount: 100, payment: '01', label: false },
      { id: 'small-unknown', at: '2024-01-02T00:00:00Z', amount: 100, label: false },
    ]),
  );
  const label: Target = { ...bills, kinds: ['label-bad'], horizonDays: 0 };
  const small = { kind: 'range', column: 'amount', min: null, max: 1000 } as const;

  test('all of its conditions must hold; a missing value meets none but "not"', async () => {
    const bank = { kind: 'in' as const, column: 'payment_method', values: ['04'] };
    expect(await states({ ...label, exclude: [small, bank] })).toEqual({
      'small-bank': 'excluded',
      'large-bank': 'bad',
      'small-later': 'good',
      'small-unknown': 'good',
    });
    const notLater = { kind: 'notIn' as const, column: 'payment_method', values: ['01'] };
    expect(await states({ ...label, exclude: [small, notLater] })).toMatchObject({
      'small-bank': 'excluded',
      'small-later': 'good',
      'small-unknown': 'excluded',
    });
  });

  test('a column that is not there is refused, and nothing is changed', async () => {
    await project.update({ target: label });
    const lost: Target = { ...label, exclude: [{ kind: 'in', column: 'custom.gone', values: ['x'] }] };
    expect(await codeOf(project.update({ target: lost }))).toBe('filter-invalid');
    expect((await project.info()).target).toEqual(label);
  });

  test('the preview counts what the project would count, before anything is chosen', async () => {
    await project.update({ target: label });
    const edited: Target = { ...label, exclude: [small] };
    const seen = await preview(edited);
    expect(seen.orders).toBe(4);
    expect(seen.states).toEqual({
      bad: { orders: 1, amount: 9000 },
      good: { orders: 0, amount: 0 },
      immature: { orders: 0, amount: 0 },
      blocked: { orders: 0, amount: 0 },
      excluded: { orders: 3, amount: 300 },
    });
    expect((await project.info()).target).toEqual(label);
    expect(Object.values(await states(edited)).filter((state) => state === 'excluded')).toHaveLength(3);
  });
});
