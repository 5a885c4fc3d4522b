import { linkSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commands } from '../../analysis/model/bridge.ts';
import { personalClasses, unmaskingsAfter, usualRoleMasks } from '../../analysis/model/personal-roles.ts';
import { copyStaged, moveStaged } from '../../analysis/move-staged.ts';
import { isTrustedSender } from '../../electron/commands.ts';
import { createProcessStarter } from '../../electron/engine-starter.ts';
import { isAllowedExternal } from '../../electron/external-address.ts';
import { fileKey, identityOf, sameProject } from '../../electron/project-identity.ts';
import { createRestartPolicy } from '../../electron/restart-policy.ts';
import { stagedPath } from '../../electron/staged-path.ts';
import { openMappings } from '../../electron/kept-mappings.ts';
import { openSettings } from '../../electron/settings.ts';

const freshFolder = () => mkdtempSync(join(tmpdir(), 'shell-'));
const failure = (code: string) => expect.objectContaining({ failure: expect.objectContaining({ code }) });

describe('a sender', () => {
  const main = { origin: 'app://workbench' };

  it('is trusted as the main frame of our own page', () => {
    expect(isTrustedSender(main, main)).toBe(true);
  });

  it.each([
    ['gone', null],
    ['a sub-frame, or a frame that was replaced', { origin: 'app://workbench' }],
  ])('is refused when %s', (_name, sender) => {
    expect(isTrustedSender(sender, main)).toBe(false);
  });

  it.each(['https://workbench', 'app://workbench.example', 'app://workbench/', 'null', ''])(
    'is refused as main frame of %j',
    (origin) => {
      const frame = { origin };
      expect(isTrustedSender(frame, frame)).toBe(false);
    },
  );
});

describe('arguments of commands', () => {
  it.each(['../x', 'a/b', 'a\\b', '..', '.', '', 'a\0b'])('%j names nothing staged', (staged) => {
    const named = (name: string) => ({ staged: name, suggestedName: 'a.csv', keep: false });
    expect(commands.saveStaged.input.safeParse(named('a')).success).toBe(true);
    expect(commands.saveStaged.input.safeParse(named(staged)).success).toBe(false);
    expect(commands.discardStaged.input.safeParse({ staged }).success).toBe(false);
  });

  it('keys nobody knows are refused', () => {
    expect(commands.chooseFile.input.safeParse({ kind: 'history', path: '/etc/passwd' }).success).toBe(false);
    expect(commands.appInfo.input.safeParse({ extra: 1 }).success).toBe(false);
  });
});

describe('processes started through the shell', () => {
  it('that end before they have begun are told as stopped, and leave the next one alone', async () => {
    const starter = createProcessStarter(() => undefined);
    const first = starter.start('import-process');
    starter.receive({ kind: 'child-exit', child: 1, code: 1 });
    await expect(first).rejects.toEqual(failure('engine-stopped'));
    const second = starter.start('import-process');
    starter.receive({ kind: 'child-started', child: 2 });
    const exits: (number | null)[] = [];
    (await second).onExit((code) => exits.push(code));
    starter.receive({ kind: 'child-exit', child: 2, code: 0 });
    expect(exits).toEqual([0]);
  });
});

describe('outside addresses', () => {
  it.each(['https://duckdb.org/docs', 'https://github.com/'])('%s is opened', (address) => {
    expect(isAllowedExternal(address)).toBe(true);
  });

  it.each([
    'http://duckdb.org/',
    'https://duckdb.org.example/',
    'https://duckdb.org@example.com/',
    'https://user:pw@duckdb.org/',
    'https://duckdb.org:8443/',
    'https://example.com/?https://duckdb.org',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'nothing',
  ])('%s is not', (address) => {
    expect(isAllowedExternal(address)).toBe(false);
  });
});

describe('the restart policy', () => {
  it('waits longer each time, gives up at the fourth death within a minute, and forgets', () => {
    const policy = createRestartPolicy();
    expect([0, 1_000, 2_000, 3_000].map((at) => policy.next(at))).toEqual([
      { delayMs: 200, attempt: 1 },
      { delayMs: 1_000, attempt: 2 },
      { delayMs: 5_000, attempt: 3 },
      null,
    ]);
    policy.forget();
    expect(policy.next(4_000)).toEqual({ delayMs: 200, attempt: 1 });
  });

  it('does not count deaths older than a minute', () => {
    const policy = createRestartPolicy();
    for (const at of [0, 10_000, 20_000]) policy.next(at);
    expect(policy.next(70_500)).toEqual({ delayMs: 1_000, attempt: 2 });
  });
});

describe('what was staged', () => {
  it('is found by name and moved whole', async () => {
    const staging = freshFolder();
    const out = freshFolder();
    writeFileSync(join(staging, 'rejects-1'), '行,理由\n');
    const to = join(out, "却下 '1'.csv");
    writeFileSync(to, 'older');
    await moveStaged(await stagedPath(staging, 'rejects-1'), to);
    expect(readFileSync(to, 'utf8')).toBe('行,理由\n');
    expect(readdirSync(staging)).toEqual([]);
    expect(readdirSync(out)).toEqual(["却下 '1'.csv"]);
  });

  it('is moved as a folder, but never over another one', async () => {
    const staging = freshFolder();
    const out = freshFolder();
    const pack = join(staging, 'p');
    mkdirSync(join(pack, 'vectors'), { recursive: true });
    writeFileSync(join(pack, 'vectors', 'v.json'), '[]');
    mkdirSync(join(out, 'taken.shinsapkg'));
    await expect(moveStaged(pack, join(out, 'taken.shinsapkg'))).rejects.toEqual(failure('out-exists'));
    await moveStaged(pack, join(out, 'x.shinsapkg'));
    expect(readFileSync(join(out, 'x.shinsapkg', 'vectors', 'v.json'), 'utf8')).toBe('[]');
    expect(readdirSync(out).sort()).toEqual(['taken.shinsapkg', 'x.shinsapkg']);
  });

  it('stays staged where it is copied, and is copied again', async () => {
    const staging = freshFolder();
    const out = freshFolder();
    const pack = join(staging, 'p');
    mkdirSync(pack);
    writeFileSync(join(pack, 'manifest.json'), '{}');
    await copyStaged(pack, join(out, 'first'));
    await copyStaged(pack, join(out, 'second'));
    expect(readdirSync(out).sort()).toEqual(['first', 'second']);
    expect(readFileSync(join(out, 'second', 'manifest.json'), 'utf8')).toBe('{}');
    expect(readdirSync(staging)).toEqual(['p']);
  });

  it('is nothing outside staging, and stays where it was when it cannot be saved', async () => {
    const staging = freshFolder();
    const outside = freshFolder();
    writeFileSync(join(outside, 'secret'), '');
    symlinkSync(join(outside, 'secret'), join(staging, 'link'));
    await expect(stagedPath(staging, 'link')).rejects.toEqual(failure('file-not-found'));
    await expect(stagedPath(staging, '..')).rejects.toEqual(failure('file-not-found'));
    await expect(stagedPath(staging, 'none')).rejects.toEqual(failure('file-not-found'));
    writeFileSync(join(staging, 'a'), 'a');
    const nowhere = join(outside, 'secret', 'a.csv');
    await expect(moveStaged(join(staging, 'a'), nowhere)).rejects.toEqual(failure('file-unreadable'));
    expect(readFileSync(join(staging, 'a'), 'utf8')).toBe('a');
  });
});

describe('the identity of a project', () => {
  it('is the same through links of either kind, and before the file exists', async () => {
    const folder = freshFolder();
    const path = join(folder, 'a.shinsa');
    const before = await identityOf(path);
    writeFileSync(path, '');
    symlinkSync(path, join(folder, 'soft.shinsa'));
    linkSync(path, join(folder, 'hard.shinsa'));
    writeFileSync(join(folder, 'other.shinsa'), '');
    const now = await identityOf(path);
    expect(before.inode).toBeNull();
    expect(sameProject(before, now)).toBe(true);
    expect(sameProject(now, await identityOf(join(folder, 'soft.shinsa')))).toBe(true);
    expect(sameProject(now, await identityOf(join(folder, 'hard.shinsa')))).toBe(true);
    expect(sameProject(now, await identityOf(join(folder, '.', 'other.shinsa')))).toBe(false);
    expect(sameProject(before, await identityOf(join(folder, 'not yet.shinsa')))).toBe(false);
    expect(fileKey(await identityOf(join(folder, 'soft.shinsa')))).toBe(fileKey(now));
    expect(fileKey(await identityOf(join(folder, 'other.shinsa')))).not.toBe(fileKey(now));
  });
});

describe('settings', () => {
  it('are kept, and a damaged file costs only them', () => {
    const file = join(freshFolder(), 'deep', 'settings.json');
    openSettings(file).update({ theme: 'dark', lastFolder: '/data/取引' });
    expect(openSettings(file).get()).toMatchObject({ theme: 'dark', lastFolder: '/data/取引' });
    writeFileSync(file, '{"theme": "da');
    expect(openSettings(file).get()).toEqual({
      ...{ theme: 'system', role: 'presenter', masks: usualRoleMasks, unmaskings: [] },
      ...{ windows: {}, recent: [] },
    });
    writeFileSync(file, '{"theme": "dark", "personal": "shown"}');
    expect(openSettings(file).get()).toMatchObject({ theme: 'dark', role: 'analyst' });
  });
});

describe('mappings for all projects of a person', () => {
  const named = {
    ...{ of: 'orders' as const, name: '本店', headers: ['no'] },
    mapping: { timezone: 'UTC', columns: { event_id: 'no' } },
  };
  const lines = { ...named, of: 'lines' as const, mapping: { columns: { order_id: 'no', name: 'item' } } };

  it('are kept by name, the latest first, and a damaged file is left as it is', () => {
    const file = join(freshFolder(), 'deep', 'mappings.json');
    const store = openMappings(file);
    expect(store.list()).toEqual([]);
    store.keep(named);
    store.keep({ ...named, name: '支店' });
    store.keep({ ...named, headers: ['no', 'at'] });
    expect(openMappings(file).list()).toMatchObject([{ name: '本店', headers: ['no', 'at'] }, { name: '支店' }]);
    // One of another kind of file may have the name as well.
    store.keep(lines);
    expect(store.forget(named).map(({ of, name }) => [of, name])).toEqual([
      ['lines', '本店'],
      ['orders', '支店'],
    ]);
    expect(store.forget(lines)).toHaveLength(1);
    // What was kept before other files than those of orders had mappings tells no kind.
    const { of: _of, ...before } = named;
    writeFileSync(file, JSON.stringify([{ ...before, savedAt: 1 }]));
    expect(store.list()).toEqual([{ ...named, savedAt: 1 }]);
    writeFileSync(file, '[{"name": "支');
    expect(() => store.list()).toThrow(
      expect.objectContaining({ failure: expect.objectContaining({ code: 'kept-mappings-damaged' }) }),
    );
    expect(store.keep(named).map(({ name }) => name)).toEqual(['本店']);
    expect(readFileSync(`${file}.damaged`, 'utf8')).toBe('[{"name": "支');
  });
});

describe('the record of values shown', () => {
  it('has an entry for every choice that shows what was masked, whichever way, and none for any other', () => {
    const all = [...personalClasses];
    const start = { role: 'presenter' as const, masks: usualRoleMasks, unmaskings: [] };
    const at = (time: number) => ({ project: '本店', at: time });
    const first = unmaskingsAfter(start, { role: 'consultant', masks: usualRoleMasks, ...at(1) });
    expect(first).toEqual([{ role: 'consultant', shown: ['network'], ...at(1) }]);
    // Another role with as much masked, or more of it, shows nothing.
    const consulting = { ...start, role: 'consultant' as const, unmaskings: first };
    expect(unmaskingsAfter(consulting, { role: 'presenter', masks: usualRoleMasks, ...at(2) })).toEqual(first);
    const strict = { ...usualRoleMasks, consultant: all };
    expect(unmaskingsAfter(consulting, { role: 'consultant', masks: strict, ...at(2) })).toEqual(first);
    // The same role with less masked shows it.
    const loose = { ...usualRoleMasks, consultant: ['card' as const] };
    expect(unmaskingsAfter(consulting, { role: 'consultant', masks: loose, ...at(3) })).toEqual([
      { role: 'consultant', shown: ['identity', 'contact'], ...at(3) },
      ...first,
    ]);
  });
});
