import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { graphKinds } from '../../analysis/model/order-graph.ts';
import { generateShop, sampleOptions } from '../../samples/shop/generate.ts';
import { expect, test, type LaunchOptions, type Workbench } from './app.ts';
import { flawsOf } from './screen-check.ts';

const wait = { timeout: 30_000 };

/** A burst of stolen cards that was planted in the sample, as the ids of its orders, the first one placed first. */
function plantedBurst(): readonly string[] {
  const stolen = generateShop(sampleOptions).orders.filter(({ pattern }) => pattern === 'stolen-card-burst');
  return stolen.filter(({ group }) => group === stolen[0]?.group).map(({ id }) => id);
}

/** Opens an order of the sample by its id, as a person who was told it. */
async function openOrder(workbench: Workbench, id: string): Promise<void> {
  const { page } = workbench;
  await page.keyboard.press('Control+k');
  await page.keyboard.type(id);
  await page.keyboard.press('Enter');
  const row = page.getByRole('grid').getByRole('row').nth(1);
  await expect(row).toContainText(id, wait);
  await row.click();
}

async function openGraph(workbench: Workbench, id: string): Promise<void> {
  const { page } = workbench;
  await workbench.sampleReady();
  await openOrder(workbench, id);
  await page.getByRole('button', { name: workbench.text('links.open'), exact: true }).click();
  await expect(page.getByTestId('links-drawing')).toHaveAttribute('data-drawn', 'true', wait);
}

/** Rows of a table as its ids say them. */
async function idsIn(page: Page, table: 'links-orders' | 'links-values'): Promise<readonly string[]> {
  return page.getByTestId(table).locator('button[data-node]').allTextContents();
}

/** What the picture and the tables say of their sizes; they must be one. */
async function sizes(workbench: Workbench): Promise<{ readonly orders: number; readonly keys: number }> {
  const { page } = workbench;
  await expect(page.locator('.links .old-figures')).toHaveCount(0, wait);
  const label = (await page.getByTestId('links-drawing').getAttribute('aria-label')) ?? '';
  const [orders = 0, keys = 0] = (label.match(/\d+/g) ?? []).map(Number);
  await page.getByRole('tab', { name: workbench.text('links.values', { count: keys }) }).click();
  expect(await idsIn(page, 'links-values')).toHaveLength(keys);
  await page.getByRole('tab', { name: workbench.text('links.orders', { count: orders }) }).click();
  expect(await idsIn(page, 'links-orders')).toHaveLength(orders);
  return { orders, keys };
}

function listen(page: Page): readonly string[] {
  const heard: string[] = [];
  page.on('pageerror', (error) => heard.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' || /Content Security Policy/.test(message.text())) heard.push(message.text());
  });
  return heard;
}

test('the ring of an order is seen from it, walked in time, without hubs, and saved with persons hidden', async ({
  launch,
}) => {
  test.setTimeout(150_000);
  const burst = plantedBurst();
  const [first = ''] = burst;
  const workbench = await launch();
  const { page, home } = workbench;
  const heard = listen(page);
  await openGraph(workbench, first);
  const before = await sizes(workbench);
  await page.getByRole('button', { name: workbench.text('links.expandAll') }).click();
  await expect(page.getByRole('button', { name: workbench.text('links.reset') })).toBeEnabled();
  await expect.poll(() => idsIn(page, 'links-orders'), wait).toEqual(expect.arrayContaining([...burst]));
  const grown = await sizes(workbench);
  expect(grown.orders).toBeGreaterThanOrEqual(before.orders);

  // Step by step in time: the first order alone, then one more with every key.
  const slider = page.getByRole('slider', { name: workbench.text('links.time') });
  await slider.focus();
  await page.keyboard.press('Home');
  expect((await sizes(workbench)).orders).toBe(1);
  await slider.focus();
  await page.keyboard.press('ArrowRight');
  expect((await sizes(workbench)).orders).toBe(2);
  await slider.focus();
  await page.keyboard.press('End');
  expect(await sizes(workbench)).toEqual(grown);

  // By the keyboard alone: an order in the table, then a node beside it in the picture.
  const row = page.getByTestId('links-orders').locator('button[data-node]').nth(1);
  await row.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('links-selected')).toContainText((await row.textContent()) ?? '?');
  await page.getByTestId('links-drawing').focus();
  for (const key of ['ArrowLeft', 'ArrowUp', 'ArrowRight', 'ArrowDown']) await page.keyboard.press(key);
  await expect(page.getByTestId('links-selected')).not.toContainText(workbench.text('links.none'));

  // Its picture goes on the findings page, with masks whoever looks.
  await page.getByRole('button', { name: workbench.text('findings.pin'), exact: true }).click();
  await expect(page.getByText(workbench.text('findings.see'))).toBeVisible();
  const pinned = await workbench.call('findings.list', {});
  const [entry] = pinned.ok ? pinned.value : [];
  expect(entry?.result).toMatchObject({ pictures: 1 });
  const behind = await workbench.call('findings.result', { findingId: entry?.findingId ?? '' });
  // The address alone leads to the order, and is masked for whoever must not see it.
  const told = [entry?.title, entry?.result?.facts, behind.ok ? [behind.value.table, behind.value.pictures] : []];
  expect(burst.filter((id) => JSON.stringify(told).includes(id))).toEqual([]);

  const csv = join(home, 'links.csv');
  await workbench.answerDialogs(csv);
  await page.getByRole('button', { name: workbench.text('links.saveCsv') }).click();
  await page.getByRole('button', { name: workbench.text('orders.exportSave') }).click();
  await expect.poll(() => written(csv).length, wait).toBeGreaterThan(0);
  const lines = written(csv).toString('utf8').split('\r\n');
  expect(lines[0]).toContain(workbench.text('links.outcome'));
  expect(lines.length).toBeGreaterThan(grown.orders);
  for (const id of burst) expect(lines.join('\n')).not.toContain(id);

  const png = join(home, 'links.png');
  await workbench.answerDialogs(png);
  await page.getByRole('button', { name: workbench.text('links.savePng') }).click();
  await page.getByRole('button', { name: workbench.text('orders.exportSave') }).click();
  await expect.poll(() => written(png).length, wait).toBeGreaterThan(2000);
  expect(written(png).subarray(1, 4).toString('latin1')).toBe('PNG');

  await page.getByRole('button', { name: workbench.text('links.openAll') }).click();
  await expect(page.getByRole('grid')).toHaveAttribute('aria-rowcount', String(grown.orders + 1), wait);
  expect(heard).toEqual([]);
});

const written = (path: string): Buffer => {
  try {
    return readFileSync(path);
  } catch {
    return Buffer.alloc(0);
  }
};

test('a hub is expanded by choice, and hidden with the orders that it alone brought', async ({ launch }) => {
  test.setTimeout(150_000);
  const workbench = await launch();
  const { page } = workbench;
  await workbench.sampleReady();
  await workbench.openRoom('identity');
  await page.getByRole('button', { name: workbench.text('identity.linkNow') }).click();
  await expect(page.getByTestId('identity-entities')).toBeVisible({ timeout: 60_000 });
  const links = await workbench.call('identity.links', {});
  const hub = links.ok ? links.value?.hubs[0] : undefined;
  if (hub === undefined) throw new Error('no hub in the sample');
  const asked = { seq: hub.seq, entity: false, kinds: [...graphKinds], orders: [], keys: [], nodes: 500, perKey: 50 };
  const graph = await workbench.call('identity.graph', asked);
  if (!graph.ok) throw new Error(graph.failure.code);
  const shared = graph.value.keys.find((key) => key.hub && key.kind === hub.kind);
  expect(shared?.orders).toBe(hub.orders);

  await workbench.openRoom('explore');
  await openGraph(workbench, hub.first);
  const closed = await sizes(workbench);
  await page.getByRole('tab', { name: workbench.text('links.values', { count: closed.keys }) }).click();
  const row = page
    .getByTestId('links-values')
    .getByRole('row')
    .filter({ hasText: workbench.text('links.hub') });
  await row.getByRole('button').first().click();
  await page.getByRole('button', { name: workbench.text('links.expand'), exact: true }).click();
  await expect(page.getByRole('button', { name: workbench.text('links.reset') })).toBeEnabled();
  const open = await sizes(workbench);
  expect(open.orders).toBeGreaterThan(closed.orders + 20);
  await page.getByRole('checkbox', { name: workbench.text('links.hideHubs') }).check();
  const without = await sizes(workbench);
  expect([without.orders < open.orders, without.keys < open.keys]).toEqual([true, true]);

  // An entity begins with all its orders.
  await page.getByRole('button', { name: workbench.text('links.close') }).click();
  await workbench.openRoom('identity');
  const entity = page.getByTestId('identity-entities').getByRole('row').nth(1);
  await entity.getByRole('button').nth(1).click();
  await expect(page.getByTestId('links-drawing')).toHaveAttribute('data-drawn', 'true', wait);
  const orders = Number((await sizes(workbench)).orders);
  expect(orders).toBeGreaterThan(1);
  await page.goBack();
  await expect(page.getByTestId('identity-entities')).toBeVisible(wait);
});

const views: readonly LaunchOptions[] = [
  { language: 'ja', theme: 'dark' },
  { language: 'en', theme: 'light', personal: 'masked' },
];
for (const view of views)
  test(`the link graph is in order in ${view.language}, ${view.theme}`, async ({ launch }) => {
    test.setTimeout(120_000);
    const workbench = await launch(view);
    const { page } = workbench;
    const heard = listen(page);
    await workbench.sampleReady();
    const opener = page.getByRole('button', { name: workbench.text('links.open'), exact: true });
    await expect(async () => {
      await page.getByRole('grid').getByRole('row').nth(1).click();
      await expect(opener).toBeVisible({ timeout: 2000 });
    }).toPass(wait);
    await opener.click();
    await expect(page.getByTestId('links-drawing')).toHaveAttribute('data-drawn', 'true', wait);
    await sizes(workbench);
    expect(await flawsOf(page)).toEqual([]);
    const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
    const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    expect(serious.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    expect(heard).toEqual([]);
  });
