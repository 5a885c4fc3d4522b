import { writeFileSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createEngine, type Engine } from '../../analysis/engine.ts';
import { localGrants, type LocalGrants } from '../../analysis/local-grants.ts';
import { nodeProcesses } from '../../analysis/node-processes.ts';
import { codeOf, scratch } from '../store/projects.ts';
import { ruleOf, ruleSetOf } from '../rule-sets.ts';

let place: ReturnType<typeof scratch>;
let grants: LocalGrants;
let engine: Engine;

const open = (mode: 'open' | 'create' | 'open-or-create'): Promise<Engine> =>
  createEngine({
    projectPath: join(place.dir, 'p.shinsa'),
    mode,
    grants,
    processes: nodeProcesses(),
    cacheDir: join(place.dir, 'cache'),
  });

beforeEach(async () => {
  place = scratch();
  grants = localGrants();
  engine = await open('create');
});

afterEach(async () => {
  await engine.close();
  place.dispose();
});

const ruleSet = ruleSetOf(ruleOf('R1', 'order.amount > 1'));

describe('opening', () => {
  test('creates, opens, and says which', async () => {
    expect(engine.created).toBe(true);
    await engine.close();
    const again = await open('open-or-create');
    expect(again.created).toBe(false);
    await again.close();
    expect(await codeOf(open('create'))).toBe('project-exists');
  });

  test('opening what is not there creates nothing', async () => {
    const missing = createEngine({
      projectPath: join(place.dir, 'no.shinsa'),
      mode: 'open',
      grants,
      processes: nodeProcesses(),
      cacheDir: place.dir,
    });
    expect(await codeOf(missing)).toBe('project-not-found');
  });
});

describe('input is checked before anything runs', () => {
  test.each<[Parameters<Engine['answer']>[0], unknown, string]>([
    ['project.info', { extra: 1 }, 'extra'],
    ['project.update', { asOf: '2024-13-01' }, 'asOf'],
    ['orders.page', { viewId: 'v', offset: -1, limit: 10, columns: ['amount'] }, 'offset'],
    [
      'ruleSets.save',
      { ruleSet: { ...ruleSet, rules: [{ ...ruleSet.rules[0], result: 'BLOCK' }] } },
      'ruleSet.rules.0.result',
    ],
    ['import.run', { file: 'short', mapping: { timezone: 'Asia/Tokyo', columns: {} } }, 'file'],
    ['ruleSets.list', null, ''],
  ])('%s', async (name, input, field) => {
    const result = await engine.answer(name, input);
    expect(result).toMatchObject({ ok: false, failure: { code: 'input-invalid', place: { field } } });
  });

  test('a failure quotes nothing of the input', async () => {
    const result = await engine.answer('explore.column', {
      column: 5,
      filter: { clauses: [{ kind: 'in', values: ['taro@example.com'] }] },
    });
    expect(JSON.stringify(result)).not.toContain('taro');
  });
});

describe('rule sets', () => {
  test('saved, listed, saved again, deleted', async () => {
    const first = await engine.call('ruleSets.save', { ruleSet: structuredClone(ruleSet) as never });
    if (!first.ok) throw new Error(first.failure.code);
    const second = await engine.call('ruleSets.save', {
      ruleSetId: first.value.ruleSetId,
      ruleSet: structuredClone(ruleSet) as never,
    });
    expect(second).toMatchObject({ ok: true, value: { version: 2 } });
    expect(await engine.call('ruleSets.list', {})).toMatchObject({ ok: true, value: [{ version: 2, ruleSet }] });
    expect(await engine.call('ruleSets.delete', { ruleSetId: first.value.ruleSetId })).toEqual({
      ok: true,
      value: null,
    });
    expect(await engine.call('ruleSets.list', {})).toEqual({ ok: true, value: [] });
  });

  const fromFile = async (text: string | Buffer): Promise<unknown> => {
    const path = join(place.dir, 'rules.json');
    writeFileSync(path, text);
    return engine.call('ruleSets.readFile', { file: grants.grant(path) });
  };

  test('read from a file, with or without a byte order mark', async () => {
    expect(await fromFile(JSON.stringify(ruleSet))).toEqual({ ok: true, value: ruleSet });
    expect(await fromFile(`\uFEFF${JSON.stringify(ruleSet)}`)).toEqual({ ok: true, value: ruleSet });
  });

  test.each<[string, string | Buffer, object]>([
    [
      'no JSON',
      '{\n  "format": "shinsa-ruleset",\n  name: 1\n}',
      { code: 'ruleset-invalid', place: { file: 'rules.json', line: 3, column: 3 } },
    ],
    ['JSON that ends too early', '{ "a": [1, 2', { code: 'ruleset-invalid', place: { line: 1, column: 13 } }],
    ['nothing', '', { code: 'ruleset-invalid', place: { line: 1, column: 1 } }],
    [
      'a later version',
      JSON.stringify({ ...ruleSet, formatVersion: 2, lists: [] }),
      { code: 'ruleset-version-newer', params: { version: 2 } },
    ],
    [
      'an unknown key',
      JSON.stringify({ ...ruleSet, ideas: [] }),
      { code: 'ruleset-invalid', place: { field: 'ideas' } },
    ],
    [
      'a missing key',
      JSON.stringify({ ...ruleSet, currency: undefined }),
      { code: 'ruleset-invalid', place: { field: 'currency' } },
    ],
    ['bytes that are no text', Buffer.from([0x7b, 0xff, 0xfe]), { code: 'file-encoding' }],
  ])('%s is refused at its place', async (_, text, failure) => {
    expect(await fromFile(text)).toMatchObject({ ok: false, failure });
  });

  test('a token is for the file as it was chosen', async () => {
    const path = join(place.dir, 'rules.json');
    writeFileSync(path, JSON.stringify(ruleSet));
    const file = grants.grant(path);
    writeFileSync(path, JSON.stringify({ ...ruleSet, name: 'another' }));
    expect(await engine.call('ruleSets.readFile', { file })).toMatchObject({ failure: { code: 'file-changed' } });
  });

  test('a file far too large for a rule set is refused before it is read', async () => {
    const path = join(place.dir, 'rules.json');
    writeFileSync(path, '');
    truncateSync(path, 5 * 2 ** 30);
    const file = grants.grant(path);
    expect(await engine.call('ruleSets.readFile', { file })).toMatchObject({
      failure: { code: 'file-unreadable', place: { file: 'rules.json' } },
    });
  });

  test('a token is good once, and only if it was issued', async () => {
    const path = join(place.dir, 'rules.json');
    writeFileSync(path, JSON.stringify(ruleSet));
    const file = grants.grant(path);
    expect((await engine.call('ruleSets.readFile', { file })).ok).toBe(true);
    expect(await engine.call('ruleSets.readFile', { file })).toMatchObject({ failure: { code: 'token-unknown' } });
    expect(await engine.answer('ruleSets.readFile', { file: path })).toMatchObject({
      failure: { code: 'token-unknown' },
    });
  });
});

test('a cancelled call says so, before and while it runs', async () => {
  const before = await engine.call('project.info', {}, { signal: AbortSignal.abort() });
  expect(before).toEqual({ ok: false, failure: { code: 'cancelled', params: {} } });
});

test('after closing every call says that the engine has stopped or was cancelled', async () => {
  await engine.close();
  const result = await engine.call('ruleSets.list', {});
  expect(result).toMatchObject({ ok: false, failure: { code: 'cancelled' } });
});
