import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CallName, InputOf, OutputOf } from '../../analysis/engine-api.ts';
import { createEngine, type Engine } from '../../analysis/engine.ts';
import { localGrants } from '../../analysis/local-grants.ts';
import { nodeProcesses } from '../../analysis/node-processes.ts';
import { targetPresets, type Target } from '../../analysis/model/target.ts';
import { scratch } from '../store/projects.ts';
import { ruleSetOf } from '../rule-sets.ts';

let place: ReturnType<typeof scratch>;
let engine: Engine;

const open = (mode: 'open' | 'create'): Promise<Engine> =>
  createEngine({
    projectPath: join(place.dir, 'p.shinsa'),
    mode,
    grants: localGrants(),
    processes: nodeProcesses(),
    cacheDir: join(place.dir, 'cache'),
  });

beforeEach(async () => {
  place = scratch();
  engine = await open('create');
});
afterEach(async () => {
  await engine.close();
  place.dispose();
});

async function ask<N extends CallName>(name: N, input: InputOf<N>): Promise<OutputOf<N>> {
  const result = await engine.call(name, input);
  if (!result.ok) throw new Error(result.failure.code);
  return result.value;
}
const ids = (list: OutputOf<'targets.list'>): string[] => list.map(({ target }) => target.id);
const presetIds = targetPresets.map(({ id }) => id);
const own: Target = {
  id: 'own-1',
  name: { ja: '自社の不正', en: '' },
  kinds: ['chargeback'],
  reasonFamilies: [],
  horizonDays: 60,
};

test('a new project has the presets, one of them in use', async () => {
  const list = await ask('targets.list', {});
  expect(ids(list)).toEqual(presetIds);
  expect(list.filter(({ inUse }) => inUse).map(({ target }) => target.id)).toEqual(['card-fraud']);
  expect(list.every(({ origin, runs }) => origin === 'preset' && runs === 0)).toBe(true);
});

test('an own one is kept across openings; one name stands for both, none is refused', async () => {
  await ask('targets.save', { target: own });
  await engine.close();
  engine = await open('open');
  const kept = (await ask('targets.list', {})).find(({ target }) => target.id === 'own-1');
  expect(kept).toMatchObject({ origin: 'own', inUse: false, target: { name: { ja: '自社の不正', en: '自社の不正' } } });
  const nameless = await engine.call('targets.save', { target: { ...own, name: { ja: ' ', en: '' } } });
  expect(nameless).toMatchObject({ ok: false, failure: { code: 'input-invalid', place: { field: 'target.name' } } });
});

test('saving the one in use judges the orders anew; deleting it is refused until another is chosen', async () => {
  await ask('project.update', { target: { ...own, name: { ja: 'x', en: 'x' } } });
  const before = await ask('project.info', {});
  await ask('targets.save', { target: { ...own, horizonDays: 90 } });
  const after = await ask('project.info', {});
  expect(after.target.horizonDays).toBe(90);
  expect(after.dataVersion).not.toBe(before.dataVersion);
  const refused = await engine.call('targets.delete', { targetId: 'own-1' });
  expect(refused).toMatchObject({ ok: false, failure: { code: 'target-in-use' } });
  const [preset] = targetPresets;
  await ask('project.update', { ...(preset === undefined ? {} : { target: preset }) });
  expect(ids(await ask('targets.delete', { targetId: 'own-1' }))).toEqual(presetIds);
  expect(await engine.call('targets.delete', { targetId: 'own-1' })).toMatchObject({
    ok: false,
    failure: { code: 'target-unknown' },
  });
});

test('a changed preset stands in its place, and is what it was again when taken back', async () => {
  const [, second] = targetPresets;
  if (second === undefined) throw new Error('no presets');
  const changed = await ask('targets.save', { target: { ...second, horizonDays: second.horizonDays + 1 } });
  expect(changed[1]).toMatchObject({ origin: 'changed', target: { horizonDays: second.horizonDays + 1 } });
  expect(ids(changed)).toEqual(presetIds);
  expect((await ask('targets.delete', { targetId: second.id }))[1]).toMatchObject({ origin: 'preset', target: second });
});

test('runs are counted by their target and keep their copy when it is deleted', async () => {
  await ask('project.update', { target: { ...own, name: { ja: 'x', en: 'x' } } });
  const { runId } = await ask('backtest.run', {
    ruleSet: ruleSetOf(),
    filter: { clauses: [] },
    save: true,
  });
  expect((await ask('targets.list', {})).find(({ target }) => target.id === 'own-1')?.runs).toBe(1);
  const [preset] = targetPresets;
  await ask('project.update', { ...(preset === undefined ? {} : { target: preset }) });
  await ask('targets.delete', { targetId: 'own-1' });
  expect((await ask('backtest.open', { runId })).run.target).toMatchObject({ id: 'own-1', horizonDays: 60 });
});
