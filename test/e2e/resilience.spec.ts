import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RuleSet } from '../../analysis/model/ruleset.ts';
import { expect, freshFolder, test, type Workbench } from './app.ts';

const ruleSet: RuleSet = {
  format: 'shinsa-ruleset',
  formatVersion: 1,
  modelId: 'CRD_01',
  name: '再起動の確認',
  profile: 'wb-1',
  currency: 'JPY',
  timezone: 'Asia/Tokyo',
  default: 'OK',
  rules: [{ code: 'BIG', description: { ja: '高額', en: 'Large' }, when: 'order.amount > 100000', result: 'REVIEW' }],
};

async function killEngine(workbench: Workbench): Promise<void> {
  const pid = await workbench.enginePid();
  expect(pid).toBeGreaterThan(0);
  process.kill(pid, 'SIGKILL');
}

const savedNames = async (workbench: Workbench): Promise<string[]> => {
  const answer = await workbench.call('ruleSets.list', {});
  return answer.ok ? answer.value.map((stored) => stored.ruleSet.name) : [answer.failure.code];
};

test('an engine that dies is said to, started again, and what was saved is there', async ({ launch }) => {
  const workbench = await launch();
  await workbench.sampleReady();
  const orders = await workbench.call('project.info', {});
  expect(await workbench.call('ruleSets.save', { ruleSet })).toMatchObject({ ok: true });
  const first = await workbench.enginePid();
  const said = expect(workbench.banner).toContainText(workbench.text('engine.restartingBanner'));
  await killEngine(workbench);
  await said;
  await workbench.ready();
  expect(await workbench.enginePid()).not.toBe(first);
  expect(await savedNames(workbench)).toContain(ruleSet.name);
  const after = await workbench.call('project.info', {});
  expect(after).toEqual(orders);
});

test('an engine that keeps dying is given up, until the person asks again', async ({ launch }) => {
  test.setTimeout(120_000);
  const workbench = await launch();
  await workbench.sampleReady();
  for (let death = 1; death <= 3; death += 1) {
    const before = await workbench.enginePid();
    await killEngine(workbench);
    await expect.poll(() => workbench.enginePid(), { timeout: 20_000 }).not.toBe(before);
    await expect.poll(() => workbench.enginePid(), { timeout: 20_000 }).toBeGreaterThan(0);
    await workbench.ready();
  }
  await killEngine(workbench);
  await expect(workbench.banner).toContainText(workbench.text('engine.failedBanner'));
  await expect(workbench.engineLight).toHaveText(workbench.text('engine.failed'));
  await workbench.banner.getByRole('button', { name: workbench.text('engine.restart') }).click();
  await workbench.ready();
  expect(await workbench.call('project.info', {})).toMatchObject({ ok: true });
});

test('a long import that is cancelled answers, and leaves the project as it was', async ({ launch }) => {
  const workbench = await launch();
  await workbench.sampleReady();
  const before = await workbench.call('project.info', {});
  const file = join(workbench.home, '大きな注文.csv');
  writeFileSync(file, manyOrders(400_000));
  const token = await workbench.choose(file, 'history');
  const mapping = {
    timezone: 'Asia/Tokyo',
    columns: {
      event_id: '注文番号',
      ordered_at: '注文日時',
      amount: '金額',
      currency: { value: 'JPY' },
    },
  };
  const cancelled = await workbench.call('import.run', { file: token as never, mapping }, true);
  expect(cancelled).toEqual({ ok: false, failure: { code: 'cancelled', params: {} } });
  expect(await workbench.call('project.info', {})).toEqual(before);
});

function manyOrders(count: number): string {
  const lines = ['注文番号,注文日時,金額'];
  for (let i = 0; i < count; i += 1) lines.push(`C${i},2026-01-${String((i % 28) + 1).padStart(2, '0')} 10:00:00,${i}`);
  return `${lines.join('\n')}\n`;
}

test('a token is good for one import and for the file it was given for', async ({ launch }) => {
  const workbench = await launch();
  await workbench.sampleReady();
  const file = join(workbench.home, "注文 'A' 一覧.csv");
  writeFileSync(file, manyOrders(20));
  const token = await workbench.choose(file, 'history');
  expect(await workbench.call('import.preview', { file: token as never })).toMatchObject({ ok: true });
  writeFileSync(file, manyOrders(30));
  const changed = await workbench.call('import.preview', { file: token as never });
  expect(changed).toMatchObject({ ok: false, failure: { code: 'file-changed' } });
});

test('a page that crashes comes back to its project', async ({ launch }) => {
  const workbench = await launch();
  await workbench.sampleReady();
  const engine = await workbench.enginePid();
  // The test's own page object ends with the renderer that crashes; the shell sees the new one ask for its engine.
  const channel = await workbench.app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    return new Promise<string>((resolve) => {
      if (contents === undefined) return;
      const send = contents.postMessage.bind(contents);
      contents.postMessage = (channel, message, ports) => {
        send(channel, message, ports);
        resolve(channel);
      };
      contents.forcefullyCrashRenderer();
    });
  });
  expect(channel).toBe('shinsa:engine-port');
  expect(await workbench.enginePid()).toBe(engine);
});

test('a project opens in one window, however often it is asked for', async ({ launch }) => {
  const workbench = await launch();
  await workbench.ready();
  const path = join(workbench.home, '別の案件.shinsa');
  await workbench.answerDialogs(path);
  const ask = (command: 'newProject' | 'openProject') =>
    workbench.page.evaluate((name) => window.shinsa[name](), command);
  expect(await ask('newProject')).toEqual({ ok: true, value: 'opened' });
  expect(await workbench.windowCount()).toBe(2);
  await expect.poll(() => existsSync(path)).toBe(true);
  expect(await ask('openProject')).toEqual({ ok: true, value: 'focused' });
  expect(await ask('newProject')).toMatchObject({ ok: false, failure: { code: 'project-exists' } });
  expect(await workbench.windowCount()).toBe(2);
  const recent = await workbench.page.evaluate(() => window.shinsa.recentProjects());
  expect(recent).toMatchObject({ ok: true, value: [{ name: '別の案件' }] });
});

test('a file that is no project is said to be none, and is not changed', async ({ launch }) => {
  const home = freshFolder();
  const path = join(home, 'broken.shinsa');
  writeFileSync(path, 'this is no database');
  const workbench = await launch({ project: path });
  await expect(workbench.engineLight).toHaveText(workbench.text('engine.failed'), { timeout: 20_000 });
  const { page } = workbench;
  // Said once, with ways out; nothing is claimed of a project that is not there.
  await expect(page.getByRole('alert')).toHaveCount(1);
  await expect(workbench.banner).toContainText('broken');
  for (const way of ['palette.openProject', 'palette.newProject', 'palette.openSample'] as const)
    await expect(workbench.banner.getByRole('button', { name: workbench.text(way) })).toBeVisible();
  await expect(page.getByText(workbench.text('status.noOrders'))).toHaveCount(0);
  await expect(page.getByTestId('saved-state')).toHaveCount(0);
  expect(readFileSync(path, 'utf8')).toBe('this is no database');
  // No engine stays behind, however often somebody tries.
  for (let tries = 0; tries < 2; tries += 1) {
    await workbench.banner.getByRole('button', { name: workbench.text('project.tryAgain') }).click();
    await expect(workbench.engineLight).toHaveText(workbench.text('engine.failed'), { timeout: 20_000 });
  }
  await expect.poll(() => workbench.enginePid(), { timeout: 10_000 }).toBe(0);
});
