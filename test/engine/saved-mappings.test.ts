import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CallName, FilePreview, InputOf, OutputOf } from '../../analysis/engine-api.ts';
import { createEngine, type Engine } from '../../analysis/engine.ts';
import { localGrants } from '../../analysis/local-grants.ts';
import type { Mapping } from '../../analysis/model/mapping.ts';
import { fitMapping, fitSources, suggestedMapping } from '../../analysis/model/mapping-fit.ts';
import { cli } from '../cli/run-cli.ts';
import { inProcess } from '../ingest/workbench.ts';
import { scratch } from '../store/projects.ts';

const place = scratch();
const grants = localGrants();
const open = (name: string): Promise<Engine> =>
  createEngine({
    ...{ projectPath: join(place.dir, name), mode: 'open-or-create', processes: inProcess(), grants },
    cacheDir: join(place.dir, 'cache'),
  });
let engine: Engine;
beforeAll(async () => {
  engine = await open('one.shinsa');
});
afterAll(async () => {
  await engine.close();
  place.dispose();
});

const ask = async <N extends CallName>(name: N, input: InputOf<N>): Promise<OutputOf<N>> => {
  const result = await engine.call(name, input);
  if (!result.ok) throw new Error(result.failure.code);
  return result.value;
};
const file = (name: string, ...lines: string[]): string => {
  const path = join(place.dir, name);
  writeFileSync(path, `${lines.join('\n')}\n`);
  return path;
};

/** A layout no synonym of headers would tell: the amount is called いくら, the time いつ. */
const headers = ['番号', 'いつ', 'いくら', '店', 'メモ'];
const head = headers.join(',');
const mapping: Mapping = {
  timezone: 'Asia/Tokyo',
  columns: { event_id: '番号', ordered_at: 'いつ', amount: 'いくら' },
  keep: ['店'],
  outcomes: { columns: { event_id: '対象', reason: 'わけ' } },
};
const preview = (path: string): Promise<FilePreview> => ask('import.preview', { file: grants.grant(path) });

describe('mappings kept with a project', () => {
  test('are saved under a name, replaced, renamed and deleted, the latest first', async () => {
    await ask('mappings.save', { of: 'orders', name: ' 本店 ', mapping, headers });
    await ask('mappings.save', { of: 'orders', name: '支店', mapping, headers });
    const replaced = await ask('mappings.save', {
      of: 'orders',
      name: '本店',
      mapping: { ...mapping, timezone: 'UTC' },
      headers,
    });
    expect(replaced.map(({ name, mapping: told }) => [name, 'timezone' in told && told.timezone])).toEqual([
      ['本店', 'UTC'],
      ['支店', 'Asia/Tokyo'],
    ]);
    await expect(ask('mappings.rename', { of: 'orders', name: '支店', to: '本店' })).rejects.toThrow(
      'mapping-name-taken',
    );
    await expect(ask('mappings.rename', { of: 'orders', name: '東店', to: '西店' })).rejects.toThrow('mapping-unknown');
    await expect(ask('mappings.save', { of: 'orders', name: '  ', mapping, headers })).rejects.toThrow('input-invalid');
    const renamed = await ask('mappings.rename', { of: 'orders', name: '支店', to: '支店 2024' });
    expect(renamed.map(({ name }) => name)).toEqual(['本店', '支店 2024']);
    expect((await ask('mappings.delete', { of: 'orders', name: '本店' })).map(({ name }) => name)).toEqual([
      '支店 2024',
    ]);
    await engine.close();
    engine = await open('one.shinsa');
    expect(await ask('mappings.list', {})).toMatchObject([{ name: '支店 2024', mapping, headers }]);
    await ask('mappings.delete', { of: 'orders', name: '支店 2024' });
  });

  test('are of orders, outcomes, lines and events, each kind with names of its own', async () => {
    const outcomes = { timezone: 'UTC', columns: { reported_at: { from: ['日', '時'], format: '%d/%m/%Y %H:%M' } } };
    const events = { kind: 'login' as const, columns: { happened_at: 'at' }, file: { encoding: 'euc-jp' as const } };
    await ask('mappings.save', { of: 'orders', name: '本店', mapping, headers });
    await ask('mappings.save', { of: 'outcomes', name: '本店', mapping: outcomes, headers: ['日', '時'] });
    await ask('mappings.save', {
      of: 'lines',
      name: '本店',
      mapping: { columns: { order_id: 'no' } },
      headers: ['no'],
    });
    const all = await ask('mappings.save', { of: 'events', name: '本店', mapping: events, headers: ['at'] });
    expect(all.map(({ of, mapping: told }) => [of, told])).toEqual(
      expect.arrayContaining([
        ['orders', mapping],
        ['outcomes', outcomes],
        ['lines', { columns: { order_id: 'no' } }],
        ['events', events],
      ]),
    );
    // A mapping of one kind is none of another.
    const path = join(place.dir, 'told.mapping.json');
    writeFileSync(path, JSON.stringify(events));
    expect(await ask('mappings.readFile', { of: 'events', file: grants.grant(path) })).toEqual({
      ...{ of: 'events', name: 'told', mapping: events },
    });
    await expect(ask('mappings.readFile', { of: 'outcomes', file: grants.grant(path) })).rejects.toThrow(
      'mapping-invalid',
    );
    for (const of of ['outcomes', 'lines', 'events'] as const) await ask('mappings.delete', { of, name: '本店' });
    expect((await ask('mappings.delete', { of: 'orders', name: '本店' })).map(({ name }) => name)).toEqual([]);
  });

  test('are suggested for a file of the same headers, the one most like it first, and for no other', async () => {
    const other = { name: 'ほか', mapping, headers: [...headers, '備考', '担当'], savedAt: 1 };
    const own = { name: '本店', mapping, headers, savedAt: 1 };
    const seen = await preview(file('april.csv', head, 'a,2024-04-01,100,東,x'));
    expect(seen.proposal.columns.amount).toBeUndefined();
    const found = suggestedMapping([other, own], seen);
    expect(found?.saved.name).toBe('本店');
    expect(found?.fit).toMatchObject({ missing: [], renamed: [], added: [], alike: 1, mapping });
    const more = await preview(file('more.csv', `${head},備考`, 'a,2024-04-01,100,東,x,y'));
    expect(suggestedMapping([own], more)?.fit).toMatchObject({ added: ['備考'], alike: 5 / 6 });
    const another = await preview(file('another.csv', '番号,いつ,いくら,a,b,c,d', 'a,2024-04-01,100,1,2,3,4'));
    expect(suggestedMapping([own], another)).toBeNull();
  });

  test('tell which columns a file lacks and which seem to be renamed, and map the rest', async () => {
    const seen = await preview(file('renamed.csv', '番号,注文日時,いくら,メモ', 'a,2024-04-01,100,x'));
    const fit = fitMapping(mapping, headers, seen);
    expect(fit.renamed).toEqual([{ column: 'ordered_at', before: ['いつ'], now: ['注文日時'] }]);
    expect(fit.missing).toEqual(['店']);
    expect(fit.mapping.columns).toMatchObject({ event_id: '番号', ordered_at: '注文日時', amount: 'いくら' });
    expect(suggestedMapping([{ mapping, headers }], seen)).toBeNull();
    const lost = fitMapping(mapping, headers, await preview(file('lost.csv', '番号,いくら', 'a,100')));
    expect([lost.missing, lost.renamed]).toEqual([['いつ', '店'], []]);
  });

  test('of a file, whose own headers nobody knows, say all of another file but what they name and it lacks', async () => {
    const line = '番号,いつ,いくら,店,メモ,電話番号,備考';
    const seen = await preview(file('whole.csv', line, 'a,2024-04-01,100,東,x,03-1234-5678,y'));
    expect(seen.proposal.columns.phone).toBe('電話番号');
    expect(fitMapping(mapping, null, seen)).toMatchObject({ mapping, missing: [], renamed: [], added: [] });
    expect(fitMapping(mapping, null, seen).mapping.columns).toEqual(mapping.columns);
    const renamed = await preview(file('renamed-too.csv', '番号,注文日時,いくら,店,電話番号', 'a,2024-04-01,100,東,1'));
    const fit = fitMapping(mapping, null, renamed);
    expect(fit.renamed).toEqual([{ column: 'ordered_at', before: ['いつ'], now: ['注文日時'] }]);
    expect(Object.keys(fit.mapping.columns).toSorted()).toEqual(['amount', 'event_id', 'ordered_at']);
    expect(fit.mapping.keep).toEqual(['店']);
  });

  test('go to a file that another project and the command line read', async () => {
    const written = await ask('mappings.writeFile', { of: 'orders', name: '本店/2024', mapping });
    expect(written.suggestedName).toBe('本店_2024.mapping.json');
    const path = file('本店.mapping.json', readFileSync(join(engine.stagingDir, written.staged), 'utf8'));
    expect(await ask('mappings.readFile', { of: 'orders', file: grants.grant(path) })).toEqual({
      of: 'orders',
      name: '本店',
      mapping,
    });
    await expect(
      ask('mappings.readFile', { of: 'orders', file: grants.grant(file('no.json', '{"x": 1}')) }),
    ).rejects.toThrow('mapping-invalid');
    const run = (history: string) =>
      cli([
        ...['import', '--project', join(place.dir, 'two.shinsa'), '--history', history],
        ...['--mapping', path, '--json'],
      ]);
    const taken = await run(file('may.csv', head, 'a,2024-05-01,100,東,x', 'b,2024-05-02,200,西,x'));
    expect([taken.code, JSON.parse(taken.out)]).toMatchObject([0, { accepted: 2, rejected: 0 }]);
    const refused = await run(file('june.csv', '番号,注文日時,いくら', 'a,2024-06-01,100'));
    expect([refused.code, refused.err]).toEqual([2, expect.stringContaining('店, いつ → 注文日時')]);
  });
});

describe('an import that asks', () => {
  const rows = (bad: number): string[] =>
    Array.from({ length: 200 }, (_, n) => `r${n},${n < bad ? '昨日' : '2024-07-01'},100,東,x`);
  const run = (bad: number, call: 'import.run' | 'import.tryRun') =>
    ask(call, { file: grants.grant(file(`bad-${bad}.csv`, head, ...rows(bad))), mapping });

  test('takes nothing in where one row of a hundred is rejected, and says which and why', async () => {
    expect(await run(2, 'import.tryRun')).toMatchObject({
      kind: 'asks',
      report: { read: 200, rejected: 2, accepted: 198, rejects: [{ column: 'いつ', rows: 2, firstLine: 2 }] },
    });
    expect((await ask('project.info', {})).orders).toBe(0);
    expect(await ask('import.list', {})).toEqual([]);
  });

  test('may be told to take the others in with the same file', async () => {
    const token = grants.grant(file('again.csv', head, ...rows(40)));
    expect(await ask('import.tryRun', { file: token, mapping })).toMatchObject({ kind: 'asks' });
    expect(await ask('import.run', { file: token, mapping })).toMatchObject({ accepted: 160, rejected: 40 });
    expect((await ask('project.info', {})).orders).toBe(160);
  });

  test('takes a file in at once where fewer are rejected', async () => {
    expect(await run(1, 'import.tryRun')).toMatchObject({ kind: 'taken', report: { rejected: 1 } });
  });
});

describe('a mapping on a file that has not all of it', () => {
  const seen = (...names: string[]) => ({
    columns: names.map((name) => ({ name })),
    proposal: { timezone: 'Asia/Tokyo', columns: { email: 'メール' } } satisfies Mapping,
  });

  test('saved without a file takes nothing that is proposed as new, as one whose file nobody knows', () => {
    const here = seen('番号', 'いつ', 'いくら', 'メール');
    expect(fitMapping(mapping, [], here)).toEqual(fitMapping(mapping, null, here));
    expect(fitMapping(mapping, [], here)).toMatchObject({ added: [], mapping: { columns: mapping.columns } });
    expect(fitSources({ event_id: '番号' }, [], here)).toEqual({
      ...{ columns: { event_id: '番号' }, missing: [], added: [], alike: 0.25 },
    });
  });

  test('reads the alternatives of a source that are there, and lacks it only where none is', () => {
    const phone = { first: ['携帯', '固定'] };
    expect(fitSources({ phone }, null, seen('固定', '番号'))).toMatchObject({
      columns: { phone: '固定' },
      missing: [],
    });
    expect(fitSources({ phone }, null, seen('番号'))).toMatchObject({ columns: {}, missing: ['携帯', '固定'] });
  });
});
