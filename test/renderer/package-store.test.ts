import { beforeEach, expect, it } from 'vitest';
import type { Bridge } from '../../analysis/model/bridge.ts';
import type { EngineClient } from '../../renderer/engine/engine-client.ts';
import {
  building,
  buildPackage,
  reading,
  readPackage,
  savePackage,
  takeInPackage,
} from '../../renderer/export/package-store.ts';
import { takenOf } from '../../renderer/export/taken.ts';
import { documentOf } from '../../renderer/rule-sets/document.ts';
import { setBackend } from '../../renderer/state/backend.ts';
import { ruleOf, ruleSetOf } from '../rule-sets.ts';

const ruleSet = ruleSetOf(ruleOf('A', 'order.amount > 1'));
const stored = { ruleSetId: 'own', version: 2, savedAt: 0, note: null, ruleSet, hash: '' };
const taken = takenOf(documentOf('own', stored, ruleSet), 'saved');

type Options = { readonly signal?: AbortSignal };
const fine = (value: unknown) => ({ ok: true, value });
const failed = (code: string) => ({ ok: false, failure: { code, params: {} } });

/** A shell and an engine of which the test says what they have and when taking in ends. */
function stage() {
  const told = { calls: [] as string[], shell: [] as unknown[][], listed: [] as { ruleSetId: string }[], built: 0 };
  let end: (answer: unknown) => void = () => {};
  const answers: Record<string, (options: Options) => unknown> = {
    'ruleSets.list': () => fine(told.listed),
    'export.readPackage': () => fine({ ruleSet, mismatches: 0 }),
    'export.takeIn': ({ signal }) =>
      new Promise((resolve) => {
        end = resolve;
        signal?.addEventListener('abort', () => resolve(failed('cancelled')));
      }),
    'export.package': () => fine({ staged: { staged: `p${++told.built}`, suggestedName: 'p.shinsapkg', bytes: 1 } }),
    'export.zip': () => fine({ staged: 'zip', suggestedName: 'p.shinsapkg', bytes: 1, sha256: 'abc' }),
  };
  const call = async (name: string, _input: unknown, options: Options) => {
    told.calls.push(name);
    return answers[name]?.(options);
  };
  const says =
    (name: string, value: unknown) =>
    async (...args: unknown[]) => {
      told.shell.push([name, ...args]);
      return fine(value);
    };
  const bridge = {
    chooseFile: says('choose', { token: 'one', name: 'p', bytes: 0 }),
    saveStaged: says('save', { kind: 'saved', id: '1', name: 'p' }),
    signStaged: async (staged: string, wanted: boolean) => {
      told.shell.push(['sign', staged, wanted]);
      return fine({ fingerprint: wanted ? 'key' : null });
    },
    discardStaged: says('discard', null),
  };
  setBackend({ client: { call } as unknown as EngineClient, bridge: bridge as unknown as Bridge });
  return { told, end: (ruleSetId: string) => end(fine({ ruleSet: { ...stored, ruleSetId }, lists: [] })) };
}

const taking = () => {
  const now = reading.get();
  return now.kind === 'read' ? now.taking : null;
};
const built = () => {
  const now = building.get();
  if (now.kind !== 'built') throw new Error(now.kind);
  return now;
};
const turn = () => new Promise((resolve) => setTimeout(resolve, 0));

beforeEach(() => {
  building.set({ kind: 'none' });
  reading.set({ kind: 'none' });
});

it('a package is taken in once, however often that is asked', async () => {
  const { told, end } = stage();
  await readPackage('package-file');
  const first = takeInPackage();
  await turn();
  expect(taking()?.kind).toBe('running');
  await takeInPackage();
  end('new');
  await first;
  await takeInPackage();
  expect(told.calls.filter((name) => name === 'export.takeIn')).toHaveLength(1);
});

it.each([
  ['new', false],
  ['own', true],
])('what became of it is told as it was: %s', async (ruleSetId, had) => {
  const { told, end } = stage();
  told.listed = [stored];
  await readPackage('package');
  const done = takeInPackage();
  await turn();
  end(ruleSetId);
  await done;
  expect(taking()).toMatchObject({ kind: 'taken', had, of: { ruleSet: { ruleSetId } } });
});

it('a cancelled one says so and is not asked again by a used token', async () => {
  const { told } = stage();
  await readPackage('package');
  const done = takeInPackage();
  await turn();
  const now = taking();
  if (now?.kind === 'running') now.cancel();
  await done;
  expect(taking()).toEqual({ kind: 'cancelled' });
  await takeInPackage();
  expect(told.calls.filter((name) => name === 'export.takeIn')).toHaveLength(1);
});

it('a proven package is saved as a folder, then as a zip, and let go of when the next one is built', async () => {
  const { told } = stage();
  await buildPackage(taken);
  expect(built()).toMatchObject({ madeOf: { kind: 'version', version: 2 }, saved: null });
  await savePackage(built(), { zip: false, sign: true });
  expect(built()).toMatchObject({ saved: 'p', signed: 'key', zipHash: null });
  await savePackage(built(), { zip: true, sign: false });
  expect(built()).toMatchObject({ saved: 'p', signed: null, zipHash: 'abc' });
  await buildPackage(taken);
  expect(told.shell).toEqual([
    ['sign', 'p1', true],
    ['save', 'p1', 'p.shinsapkg', true],
    // The signature beside it is taken away again.
    ['sign', 'p1', false],
    ['save', 'zip', 'p.shinsapkg', false],
    ['discard', 'p1'],
  ]);
});
