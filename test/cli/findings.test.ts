import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createEngine } from '../../analysis/engine.ts';
import { localGrants } from '../../analysis/local-grants.ts';
import { inProcess } from '../ingest/workbench.ts';
import { chart } from '../report/pictures.ts';
import { cli, smallShop } from './run-cli.ts';

let dir: string;
let project: string;
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'shinsa-findings-'));
  const shop = smallShop(dir);
  ({ project } = shop);
  const taken = await cli(['import', '--project', project, '--history', shop.history, '--mapping', shop.mapping]);
  expect(taken.code).toBe(0);
}, 60_000);
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const address = { room: 'explore', path: [], filter: { clauses: [] }, params: {} };

it('lists what was pinned and writes it as HTML, masked unless told otherwise', async () => {
  const none = await cli(['findings', '--project', project]);
  expect([none.code, none.out]).toEqual([0, 'There are no findings.\n']);

  const engine = await createEngine({
    projectPath: project,
    mode: 'open',
    grants: localGrants(),
    processes: inProcess(),
  });
  const values = await engine.call('explore.column', { column: 'member_id', filter: { clauses: [] } });
  const member = values.ok ? (values.value.bins.find(({ kind }) => kind === 'value')?.label ?? '') : '';
  expect(member).not.toBe('');
  const told = `会員 ${member}`;
  const picture = { label: told, width: 9, height: 9, light: chart(told), dark: chart(told) };
  const result = {
    facts: [['期間', '2024'] as [string, string]],
    address,
    table: [
      ['会員', '注文'],
      [member, 3],
    ],
    pictures: [picture],
  };
  expect((await engine.call('findings.add', { title: 'By member', note: 'look\nagain', result })).ok).toBe(true);
  expect((await engine.call('findings.add', { title: '', note: 'free', after: null })).ok).toBe(true);
  await engine.close();

  const listed = await cli(['findings', '--project', project]);
  const [first, second, ...rest] = listed.out.trimEnd().split('\n');
  expect(first).toMatch(/^1\. \(untitled\) \(\d{4}-\d\d-\d\d \d\d:\d\d, a note\)$/);
  expect(second).toBe('  | free');
  expect(rest[0]).toMatch(/^2\. By member \(.*, table of 1 rows, 1 pictures\)$/);
  expect(rest.slice(1)).toEqual(['  期間: 2024', '  | look', '  | again']);

  const masked = JSON.parse((await cli(['findings', '--project', project, '--json'])).out);
  expect(masked.findings[1].table).toEqual([
    ['会員', '注文'],
    [expect.stringMatching(/^[0-9a-f]{12}$/), 3],
  ]);
  expect(JSON.stringify(masked)).not.toContain('quoted');
  const open = JSON.parse((await cli(['findings', '--project', project, '--unmasked', '--json'])).out);
  expect(open.findings[1]).toMatchObject({
    title: 'By member',
    note: 'look\nagain',
    earlier: false,
    table: [
      ['会員', '注文'],
      [member, 3],
    ],
  });

  const path = join(dir, 'page.html');
  const written = await cli(['findings', '--project', project, '--html', path, '--lang', 'ja']);
  expect(written.out).toContain(`Wrote the HTML to ${path}.`);
  const html = readFileSync(path, 'utf8').replaceAll(/data:image[^"]+/g, (one) => decodeURIComponent(one));
  expect(html).toContain('<html lang="ja">');
  expect(html).toContain('>By member</h2>');
  expect(html).not.toContain(`>${member}<`);
  expect(html).not.toContain(told);
  const plain = join(dir, 'plain.html');
  await cli(['findings', '--project', project, '--html', plain, '--unmasked']);
  expect(readFileSync(plain, 'utf8')).toContain(`>${member}<`);
  expect(readFileSync(plain, 'utf8')).toContain('<html lang="en">');
}, 60_000);

it('replaces no file, and says what of the command is wrong', async () => {
  const path = join(dir, 'page.html');
  const before = readFileSync(path, 'utf8');
  expect((await cli(['findings', '--project', project, '--html', path])).code).toBe(2);
  expect(readFileSync(path, 'utf8')).toBe(before);
  for (const wrong of [['--lang', 'ja'], ['--html', join(dir, 'x.html'), '--lang', 'fr'], ['more']])
    expect((await cli(['findings', '--project', project, ...wrong])).code).toBe(2);
  expect((await cli(['findings'])).code).toBe(2);
}, 60_000);
