import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { bundledLists } from '../../analysis/model/bundled-lists.ts';
import { cli, smallShop } from './run-cli.ts';

let dir: string;
let shop: ReturnType<typeof smallShop>;
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'shinsa-lists-'));
  shop = smallShop(dir);
  const { code } = await cli([
    'import',
    '--project',
    shop.project,
    '--history',
    shop.history,
    '--mapping',
    shop.mapping,
  ]);
  expect(code).toBe(0);
}, 60_000);
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const written = (name: string, text: string): string => {
  const path = join(dir, name);
  writeFileSync(path, text);
  return path;
};

it('adds a list, tells its orders as of their time and today, refreshes it and adds one that comes along', async () => {
  const { project } = shop;
  const none = await cli(['lists', '--project', project]);
  expect([none.code, none.out]).toEqual([0, 'The project has no lists.\n']);

  const file = written(
    'neg.csv',
    '会員ID,登録日時\nm1,2024-01-05 09:00\nm2,2024-01-06 23:30\nm3,2024-01-08 00:00\n,2024-01-01\n',
  );
  const added = await cli([
    'lists',
    'add',
    '--project',
    project,
    '--name',
    'Negative members',
    '--kind',
    'exact',
    '--purpose',
    'negative',
    file,
  ]);
  expect(added.err).not.toContain('error');
  expect(added.out.split('\n')).toEqual([
    'lists.negative_members (Negative members): found by exact, 3 entries now, 3 ever',
    '  3 of 4 rows taken: new values 3, there before 0, gone 0; rejected 1',
    '  rejected: 1 rows, no value, first on line 5',
    '',
  ]);

  const shown = await cli(['lists', '--project', project, '--json']);
  const lists = z
    .array(z.looseObject({ id: z.string(), matches: z.array(z.looseObject({ column: z.string() })) }))
    .parse(JSON.parse(shown.out));
  expect(lists.map(({ id, matches }) => [id, matches])).toEqual([
    ['negative_members', [{ column: 'member_id', asOf: 1, today: 3 }]],
  ]);

  const gone = written('later.csv', 'member_id\nm1\n');
  const refreshed = await cli([
    'lists',
    'refresh',
    '--project',
    project,
    '--id',
    'negative_members',
    '--snapshot',
    '2026-10-31',
    gone,
    '--json',
  ]);
  expect(refreshed.code).toBe(2);
  const named = written('named.csv', 'memberid\nm1\n');
  const again = await cli(
    ['lists', 'refresh', '--project', project, '--id', 'negative_members', '--snapshot', '2999-01-01', named],
    { lang: 'ja_JP.UTF-8' },
  );
  expect(again.out).toContain('前からある値 1、なくなった値 2');

  const offered = await cli(['lists', 'bundled']);
  expect(offered.out.split('\n')).toHaveLength(bundledLists.length + 1);
  expect(offered.out).toContain('free-email-domains 1.12.6, MIT, published 2026-09-23');
  const free = await cli(['lists', 'add', '--project', project, '--bundled', 'mail_free'], { processes: true });
  expect(free.out).toContain('hindsight: as of 2026-09-23');
}, 120_000);

it('refuses what it does not understand', async () => {
  const { project } = shop;
  const codes = [];
  for (const args of [
    ['lists'],
    ['lists', 'burn', '--project', project],
    ['lists', 'add', '--project', project, '--name', 'x', '--kind', 'nothing', 'f.csv'],
    ['lists', 'add', '--project', project, '--kind', 'exact', 'f.csv'],
    ['lists', 'add', '--project', project, '--name', 'x', '--kind', 'exact'],
    ['lists', 'add', '--project', project, '--name', 'x', '--kind', 'exact', join(dir, 'missing.csv')],
    ['lists', 'add', '--project', project, '--bundled', 'nothing'],
  ])
    codes.push((await cli(args)).code);
  expect(codes).toEqual([2, 2, 2, 2, 2, 2, 2]);
}, 60_000);
