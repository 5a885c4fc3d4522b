import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import type { OpenProject } from '../../analysis/store/project.ts';
import { keptHash } from '../../analysis/store/kept-hash.ts';
import { targetPresets } from '../../analysis/model/target.ts';
import { touchData } from '../../analysis/store/settings.ts';
import { newProject, putOrders, putOutcomes, scratch, type OrderRow, type OutcomeRow } from './projects.ts';

const done: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of done.splice(0)) await end();
});

async function holding(orders: readonly OrderRow[], outcomes: readonly OutcomeRow[] = []): Promise<OpenProject> {
  const place = scratch();
  const project = await newProject(place.dir);
  done.push(async () => {
    await project.close();
    place.dispose();
  });
  for (const order of orders) await putOrders(project, [order]);
  await putOutcomes(project, outcomes);
  return project;
}

const hashOf = (project: OpenProject): Promise<string> =>
  project.read({}, async (db) => project.contentHash(db, (await project.rows(db, [])).revision));

const a: OrderRow = { id: 'a', at: '2024-01-01T00:00:00Z', amount: 1000 };
const b: OrderRow = { id: 'b', at: '2024-01-02T00:00:00Z', amount: 2000 };

test('equal data have one hash, in whatever order and however many imports they came, and whatever the target', async () => {
  const outcome = { order: 'a', at: '2024-02-01T00:00:00Z' };
  const one = await holding([a, b], [outcome]);
  const other = await holding([b, a], [outcome]);
  const hash = await hashOf(one);
  expect(hash).toMatch(/^[0-9a-f]{64}$/);
  expect(await hashOf(other)).toBe(hash);
  const [, unpaid] = targetPresets;
  if (unpaid !== undefined) await other.update({ target: unpaid });
  expect((await other.info()).target.id).toBe('unpaid');
  expect(await hashOf(other)).toBe(hash);
});

test('another value, id, outcome or a value in the place of another is another hash', async () => {
  const variants = [
    await holding([a, b]),
    await holding([a, { ...b, amount: 2001 }]),
    await holding([
      { ...a, amount: 2000 },
      { ...b, amount: 1000 },
    ]),
    await holding([a, { ...b, id: 'c' }]),
    await holding([a, { ...b, payment: '01' }]),
    await holding([a, b], [{ order: 'a', at: null }]),
    await holding([a, b], [{ order: 'b', at: null }]),
    await holding([a, b], [{ order: 'b', at: null, kind: 'overdue' }]),
  ];
  const hashes = await Promise.all(variants.map(hashOf));
  expect(new Set(hashes).size).toBe(variants.length);
});

test('it follows what is written', async () => {
  const project = await holding([a]);
  const before = await hashOf(project);
  await putOrders(project, [b]);
  await project.write({}, touchData);
  expect(await hashOf(project)).not.toBe(before);
});

test('kept beside the columns of its state, it is read there again, and computed where that file is damaged or of another state', async () => {
  const project = await holding([a]);
  const kept = (): Promise<string> =>
    project.read({}, async (db) => project.keptContentHash(db, (await project.rows(db, [])).revision));
  const hash = await hashOf(project);
  expect(await kept()).toBe(hash);
  const file = join(await project.columnsDir(), 'content-hash');
  expect(readFileSync(file, 'utf8')).toContain(hash);
  const compute = vi.fn(async () => 'computed');
  const folder = await project.columnsDir();
  const version = basename(folder);
  expect(await keptHash(folder, version, compute)).toBe(hash);
  expect(compute).not.toHaveBeenCalled();
  expect(await keptHash(folder, 'another', compute)).toBe('computed');
  writeFileSync(file, `${hash.slice(1)}0${readFileSync(file, 'utf8').slice(hash.length)}`);
  expect(await keptHash(folder, version, compute)).toBe('computed');
  await putOrders(project, [b]);
  await project.write({}, touchData);
  expect(await kept()).toBe(await hashOf(project));
  expect(await kept()).not.toBe(hash);
});
