import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, type Workbench } from './app.ts';

const menuLabels = (workbench: Workbench) =>
  workbench.app.evaluate(({ Menu }) => (Menu.getApplicationMenu()?.items ?? []).map(({ label }) => label));

const titles = (workbench: Workbench) =>
  workbench.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((window) => window.getTitle()));

async function stagedCsv(workbench: Workbench): Promise<string> {
  const answer = await workbench.call('orders.exportCsv', {
    filter: { clauses: [] },
    sort: { column: 'ordered_at', descending: true },
    columns: ['event_id', 'amount'],
    personal: 'masked',
  });
  if (!answer.ok) throw new Error(JSON.stringify(answer.failure));
  return answer.value.staged;
}

test('what the engine finished is moved to where the person says, and nothing else is', async ({ launch }) => {
  const workbench = await launch();
  await workbench.sampleReady();
  const save = (staged: string) =>
    workbench.page.evaluate((name) => window.shinsa.saveStaged(name, '注文.csv'), staged);
  const to = join(workbench.home, "保存先 'A'", '注文.csv');
  mkdirSync(join(workbench.home, "保存先 'A'"));
  const staged = await stagedCsv(workbench);

  await workbench.answerDialogs(null);
  expect(await save(staged)).toEqual({ ok: true, value: { kind: 'cancelled' } });
  await workbench.answerDialogs(to);
  expect(await save(staged)).toMatchObject({ ok: true, value: { kind: 'saved', name: '注文.csv' } });
  expect(readFileSync(to, 'utf8').trimEnd().split('\n')).toHaveLength(20_001);
  expect(await save(staged)).toMatchObject({ ok: false, failure: { code: 'file-not-found' } });
  expect(await save('..')).toMatchObject({ ok: false, failure: { code: 'input-invalid' } });
});

test('a folder is not read as a file, and what is gone is said to be', async ({ launch }) => {
  const workbench = await launch();
  await workbench.ready();
  const choose = async (path: string) => {
    await workbench.answerDialogs(path);
    return workbench.page.evaluate(() => window.shinsa.chooseFile('history'));
  };
  expect(await choose(workbench.home)).toMatchObject({ ok: false, failure: { code: 'file-unreadable' } });
  expect(await choose('/dev/zero')).toMatchObject({ ok: false, failure: { code: 'file-unreadable' } });
  const gone = await choose(join(workbench.home, 'gone.csv'));
  expect(gone).toEqual({ ok: false, failure: { code: 'file-not-found', params: { file: 'gone.csv' } } });
  await workbench.answerDialogs(null);
  expect(await workbench.page.evaluate(() => window.shinsa.chooseFile('outcomes'))).toEqual({ ok: true, value: null });
});

test('menus, title and page follow the chosen language, and the choice is kept', async ({ launch }) => {
  const workbench = await launch({ language: 'ja' });
  await workbench.ready();
  expect(await menuLabels(workbench)).toEqual(['ファイル', '編集', '表示', 'ヘルプ']);
  // Date fields are written in the language the app started in.
  expect(await workbench.page.evaluate(() => navigator.language)).toBe('ja');
  expect(await titles(workbench)).toEqual(['サンプルショップ — Shinsa 審査']);
  await workbench.page.evaluate(() => window.shinsa.setLanguage('en'));
  expect(await menuLabels(workbench)).toEqual(['File', 'Edit', 'View', 'Help']);
  expect(await titles(workbench)).toEqual(['Sample shop — Shinsa 審査']);
  await expect(workbench.page.locator('html')).toHaveAttribute('lang', 'en');
  const kept = JSON.parse(readFileSync(join(workbench.home, 'data', 'settings.json'), 'utf8')) as { language: string };
  expect(kept.language).toBe('en');
});

test('a second start hands its project to the first and leaves', async ({ launch }) => {
  const workbench = await launch();
  await workbench.ready();
  const path = join(workbench.home, '二つ目.shinsa');
  await workbench.answerDialogs(path);
  await workbench.page.evaluate(() => window.shinsa.newProject());
  await expect.poll(() => existsSync(path)).toBe(true);
  await workbench.app.evaluate(({ BrowserWindow }, title) => {
    BrowserWindow.getAllWindows()
      .find((window) => window.getTitle().startsWith(title))
      ?.close();
  }, '二つ目');
  await expect.poll(() => workbench.windowCount()).toBe(1);

  const { command, args, env } = workbench.again(path);
  const second = spawn(command, args, { env, stdio: 'ignore' });
  const left = new Promise<number | null>((resolve) => second.once('exit', resolve));
  expect(await left).toBe(0);
  await expect.poll(() => workbench.windowCount()).toBe(2);
  expect((await titles(workbench)).sort()).toEqual(['サンプルショップ — Shinsa 審査', '二つ目 — Shinsa 審査'].sort());
});

test('a damaged settings file costs the settings only', async ({ launch }) => {
  const first = await launch();
  await first.ready();
  await first.close();
  writeFileSync(join(first.home, 'data', 'settings.json'), '{"theme": 7');
  const second = await launch({ home: first.home });
  const info = await second.page.evaluate(() => window.shinsa.appInfo());
  expect(info).toMatchObject({ ok: true, value: { theme: 'system', sample: true } });
});
