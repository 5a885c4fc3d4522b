import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readFileSync } from 'node:fs';
import { appVersion } from '../../analysis/model/version.ts';
import type { RuleSet } from '../../analysis/model/ruleset.ts';
import type { OpenProject } from '../../analysis/store/project.ts';
import {
  deleteRuleSet,
  getRuleSet,
  listRuleSets,
  noteRuleSet,
  ruleSetVersions,
  saveRuleSet,
} from '../../analysis/store/rule-sets.ts';
import { historyOf, noteRun, type StoredRun } from '../../analysis/store/sql-queries.ts';
import { historyKept } from '../../analysis/model/sql-console.ts';
import { sql } from '../../analysis/store/sql.ts';
import { codeOf, newProject, putOrders, putOutcomes, scratch } from './projects.ts';

let place: ReturnType<typeof scratch>;
let project: OpenProject;

beforeEach(async () => {
  place = scratch();
  project = await newProject(place.dir);
});

afterEach(async () => {
  await project.close();
  place.dispose();
});

const ruleSet = (name: string): RuleSet => ({
  format: 'shinsa-ruleset',
  formatVersion: 1,
  modelId: 'CRD_01',
  name,
  profile: 'wb-1',
  currency: 'JPY',
  timezone: 'Asia/Tokyo',
  default: 'OK',
  rules: [],
});

describe('rule sets', () => {
  test('every save is a new version; earlier ones stay as they were', async () => {
    const first = await project.write({}, (db) => saveRuleSet(db, ruleSet('one')));
    const second = await project.write({}, (db) => saveRuleSet(db, ruleSet('two'), { ruleSetId: first.ruleSetId }));
    const other = await project.write({}, (db) => saveRuleSet(db, ruleSet('other')));
    expect([first.version, second.version, other.version]).toEqual([1, 2, 1]);
    const listed = await project.read({}, listRuleSets);
    expect(listed.map((one) => one.ruleSet.name).sort()).toEqual(['other', 'two']);
    const earlier = await project.read({}, (db) => getRuleSet(db, first.ruleSetId, 1));
    expect(earlier).toEqual(first);
  });

  test('every version keeps its note, which can be said later; an old version saved again is the same', async () => {
    const saved = await project.write({}, (db) => saveRuleSet(db, ruleSet('one'), { note: ' はじめの版 ' }));
    const { ruleSetId } = saved;
    expect(saved.note).toBe('はじめの版');
    await project.write({}, (db) => saveRuleSet(db, ruleSet('two'), { ruleSetId, note: '  ' }));
    await project.write({}, async (db) => {
      const first = await getRuleSet(db, ruleSetId, 1);
      await saveRuleSet(db, first.ruleSet, { ruleSetId, note: '版1に戻す' });
    });
    await project.write({}, (db) => noteRuleSet(db, ruleSetId, 2, '名前を変えた'));
    await project.write({}, (db) => noteRuleSet(db, ruleSetId, 1, ' '));
    const versions = await project.read({}, (db) => ruleSetVersions(db, ruleSetId));
    expect(versions.map(({ version, note, rules }) => [version, note, rules])).toEqual([
      [3, '版1に戻す', 0],
      [2, '名前を変えた', 0],
      [1, null, 0],
    ]);
    expect(versions[0]?.hash).toBe(saved.hash);
    expect(versions[1]?.hash).not.toBe(saved.hash);
    expect(await codeOf(project.write({}, (db) => noteRuleSet(db, ruleSetId, 4, 'x')))).toBe('ruleset-not-found');
  });

  test('a deleted one is gone from the list, and saving to it says so', async () => {
    const { ruleSetId } = await project.write({}, (db) => saveRuleSet(db, ruleSet('one')));
    await project.write({}, (db) => deleteRuleSet(db, ruleSetId));
    expect(await project.read({}, listRuleSets)).toEqual([]);
    expect(await codeOf(project.write({}, (db) => saveRuleSet(db, ruleSet('two'), { ruleSetId })))).toBe(
      'ruleset-not-found',
    );
    expect(await codeOf(project.write({}, (db) => deleteRuleSet(db, ruleSetId)))).toBe('ruleset-not-found');
    expect(await project.read({}, (db) => db.first(sql`SELECT count(*) AS n FROM rule_sets`))).toEqual({ n: 1 });
  });
});

describe('the project as a whole', () => {
  test('says how many orders it has, of which time, currencies and columns', async () => {
    await putOrders(project, [
      { id: 'a', at: '2024-01-01T00:00:00Z', currency: 'JPY' },
      { id: 'b', at: '2024-01-02T00:00:00Z', currency: 'JPY', payment: '02' },
      { id: 'c', at: '2024-01-03T00:00:00Z', currency: 'USD' },
    ]);
    const info = await project.info();
    expect(info).toMatchObject({
      name: 'p',
      readOnly: false,
      orders: 3,
      outcomes: 0,
      timezone: 'Asia/Tokyo',
      currency: 'JPY',
      currencies: [
        { currency: 'JPY', orders: 2 },
        { currency: 'USD', orders: 1 },
      ],
      period: { from: Date.parse('2024-01-01T00:00:00Z'), to: Date.parse('2024-01-03T00:00:00Z') },
    });
    expect(await project.singleCurrency()).toBeNull();
    const present = info.columns.filter((column) => column.present).map((column) => column.name);
    expect(present.sort()).toEqual(['amount', 'currency', 'event_id', 'ordered_at', 'payment_method']);
  });

  test('an empty one answers too', async () => {
    expect(await project.info()).toMatchObject({ orders: 0, period: null, asOf: null, currency: 'JPY' });
    const rows = await project.read({}, async (db) => db.rows(sql`SELECT * FROM ${await project.rows(db, ['email'])}`));
    expect(rows).toEqual([]);
  });

  test('where nobody chose a target it is the label while nothing else tells how orders ended', async () => {
    await putOrders(project, [{ id: 'a', at: '2024-01-01T00:00:00Z', label: true }]);
    expect((await project.info()).target.id).toBe('label');
    await putOutcomes(project, [{ order: 'a', at: '2024-02-01T00:00:00Z' }]);
    expect((await project.info()).target.id).toBe('card-fraud');
  });

  test('a chosen target and as-of date stay when it is opened again', async () => {
    const { target } = await project.info();
    await project.update({ target: { ...target, horizonDays: 7 }, asOf: '2024-03-01' });
    const path = project.path;
    await project.close();
    const { openProject } = await import('../../analysis/store/open-project.ts');
    project = await openProject(path, { cacheDir: `${place.dir}/cache` });
    expect(await project.info()).toMatchObject({
      target: { horizonDays: 7 },
      asOf: Date.parse('2024-03-01T15:00:00Z') - 1,
    });
  });
});

test('the version the app writes is the one of the package', () => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  expect(appVersion).toBe(version);
});

test('of the queries that were run the latest are kept', async () => {
  const run = (at: number): StoredRun => ({
    ...{
      queryId: `q${at}`,
      at,
      text: `SELECT ${at}`,
      ms: 3,
      rows: at % 2 === 0 ? at : null,
      end: 'rows',
      masked: ['card'],
    },
  });
  await project.write({}, async (db) => {
    for (let at = 1; at <= historyKept + 2; at++) await noteRun(db, run(at));
  });
  const history = await project.read({}, historyOf);
  expect(history).toEqual(Array.from({ length: historyKept }, (_, i) => run(historyKept + 2 - i)));
});
