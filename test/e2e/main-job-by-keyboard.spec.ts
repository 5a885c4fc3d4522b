import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { expect, test, type TextKey, type Workbench } from './app.ts';
import { cartExport, chargebackList, csvFile, newProject } from './new-project.ts';

const wait = { timeout: 60_000 };
const stopsAtMost = 150;

/** Where the focus is, and whether a person sees it there: an outline on the element or on what frames it. */
interface Stop {
  readonly name: string;
  readonly seen: boolean;
}

/** Runs in the page. Null while no element of it has the focus. */
function stopNow(): Stop | null {
  const focused = document.activeElement;
  if (focused === null || focused === document.body) return null;
  const outlined = (node: Element | null, levels: number): boolean => {
    if (node === null || levels === 0) return false;
    const { outlineStyle, outlineWidth } = getComputedStyle(node);
    const { width, height } = node.getBoundingClientRect();
    const drawn = outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1 && width > 2 && height > 2;
    return drawn || outlined(node.parentElement, levels - 1);
  };
  const { left, top, right, bottom } = focused.getBoundingClientRect();
  const inWindow = right > 0 && bottom > 0 && left < innerWidth && top < innerHeight;
  const words = focused.getAttribute('aria-label') ?? focused.textContent ?? '';
  const name = `${focused.tagName}.${focused.className} “${words.trim().slice(0, 40)}”`;
  return { name, seen: inWindow && outlined(focused, 4) };
}

/** A person with a keyboard and nothing else. */
class Typist {
  readonly page: Page;
  private readonly workbench: Workbench;
  readonly unseen = new Set<string>();

  constructor(workbench: Workbench, page: Page) {
    this.workbench = workbench;
    this.page = page;
  }

  press(key: string): Promise<void> {
    return this.page.keyboard.press(key);
  }

  type(text: string): Promise<void> {
    return this.page.keyboard.type(text);
  }

  button(key: TextKey): Locator {
    return this.page.getByRole('button', { name: this.workbench.text(key), exact: true }).first();
  }

  async palette(key: TextKey): Promise<void> {
    await this.press('Control+k');
    const box = this.page.getByRole('combobox', { name: this.workbench.text('palette.placeholder') });
    await expect(box).toBeFocused();
    await this.type(this.workbench.text(key));
    await expect(this.page.getByRole('option').first()).toHaveAttribute('aria-selected', 'true');
    await this.press('Enter');
  }

  /** Goes on with Tab until the target has the focus, looking at every stop on the way. */
  async tabTo(target: Locator): Promise<void> {
    await expect(target).toBeVisible(wait);
    await expect(target).toBeEnabled(wait);
    for (let stops = 0; stops < stopsAtMost; stops += 1) {
      if (await target.evaluate((node) => node === document.activeElement)) return;
      await this.press('Tab');
      const stop = await this.page.evaluate(stopNow);
      if (stop?.seen === false) this.unseen.add(stop.name);
    }
    throw new Error(`not reached with Tab: ${target.toString()}`);
  }

  async use(target: Locator): Promise<void> {
    await this.tabTo(target);
    await this.press('Enter');
  }
}

const inView = (workbench: Workbench, shown: string) => workbench.text('status.orders', { shown, all: '4' });

async function importOrders(workbench: Workbench, typist: Typist): Promise<void> {
  await workbench.answerDialogs(csvFile(workbench, '注文.csv', cartExport, 'SJIS'));
  await typist.palette('palette.import');
  await expect(typist.page.getByRole('heading', { name: '注文.csv' })).toBeVisible(wait);
  await workbench.answerDialogs(csvFile(workbench, 'チャージバック.csv', chargebackList, 'SJIS'));
  await typist.use(typist.button('data.chooseOutcomes'));
  await expect(typist.page.getByText('チャージバック.csv')).toBeVisible(wait);
  await typist.use(typist.button('data.import'));
  const goOn = workbench.text('data.rejectsGoOn', { count: '4' });
  await typist.use(typist.page.getByRole('button', { name: goOn, exact: true }));
  const result = typist.page.getByTestId('import-result');
  await expect(result).toContainText(workbench.text('data.sum', { accepted: '4', rejected: '1' }), wait);
  await typist.use(typist.button('data.goExplore'));
}

async function explore(workbench: Workbench, typist: Typist): Promise<void> {
  const { page } = typist;
  const orders = page.getByTestId('orders-in-view');
  await expect(orders).toHaveText(inView(workbench, '4'), wait);
  const card = page.getByRole('region', { name: '支払方法' });
  await typist.use(card.getByRole('button', { name: workbench.text('chart.asTable') }));
  await typist.use(card.getByRole('row').nth(1).getByRole('button'));
  await expect(orders).toHaveText(inView(workbench, '3'), wait);
  const chips = page.getByRole('list', { name: workbench.text('top.filters') });
  await typist.use(chips.getByRole('button').first());
  await expect(orders).toHaveText(inView(workbench, '4'), wait);

  const grid = page.getByRole('grid', { name: workbench.text('orders.tableLabel') });
  await expect(grid.locator('[aria-rowindex="3"]')).toContainText('A-3', wait);
  await typist.tabTo(grid);
  await typist.press('ArrowDown');
  await typist.press('Enter');
  const detail = page.getByRole('complementary', { name: workbench.text('orders.detail') });
  await expect(detail.getByRole('heading', { name: 'A-3' })).toBeVisible(wait);
  await typist.press('Escape');
  await expect(detail).toHaveCount(0);
}

async function writeRule(workbench: Workbench, typist: Typist): Promise<void> {
  const { page } = typist;
  await typist.press('Control+5');
  await typist.use(typist.button('rules.new'));
  await typist.use(typist.button('rules.addRule'));
  const editor = page.locator('.cel-editor .cm-content');
  await expect(editor).toBeFocused();
  await typist.type('金額');
  await expect(page.locator('.cm-tooltip-autocomplete li[aria-selected="true"]')).toContainText('order.amount', wait);
  // A list that has only just opened leaves Enter to the text.
  await page.waitForTimeout(100);
  await typist.press('Enter');
  await expect(editor).toHaveText('order.amount');
  await typist.type(' > 50000');
  const hits = page.getByTestId('impact').getByRole('button').first();
  await expect(hits).toHaveText(`2${workbench.text('unit.orders')}`, wait);
  await typist.press('Control+s');
  await expect(page.getByTestId('saved-state')).toHaveText(workbench.text('status.saved'), wait);
  await expect(page.getByText('v1', { exact: true }).first()).toBeVisible();
  // The editor lets go of the focus.
  await typist.use(typist.button('rules.backtest'));
}

async function backtest(workbench: Workbench, typist: Typist): Promise<void> {
  const { page } = typist;
  await typist.use(typist.button('backtest.start'));
  await typist.tabTo(page.getByRole('tab', { selected: true }));
  await typist.press('ArrowRight');
  await typist.press('ArrowRight');
  const rules = page.getByTestId('rules-table').locator('tbody tr');
  await expect(rules).toHaveCount(1, wait);
  await typist.use(rules.first().getByRole('cell').nth(1).getByRole('button', { name: '2' }));
  await expect(page.getByTestId('orders-in-view')).toHaveText(inView(workbench, '2'), wait);
}

async function exportPackage(workbench: Workbench, typist: Typist): Promise<void> {
  const { page } = typist;
  await typist.press('Control+7');
  await typist.use(typist.button('export.start'));
  const figures = page.getByTestId('package-figures');
  await expect(figures.locator('.figure-value').first()).toHaveText(/^0/, wait);
  const folder = join(workbench.home, '審査.shinsapkg');
  await workbench.answerDialogs(folder);
  await typist.use(typist.button('export.save'));
  await expect(page.getByText(workbench.text('saved.reveal'))).toBeVisible(wait);
  expect(readdirSync(folder)).toContain('manifest.json');
}

test('the whole main job with the keyboard alone, the focus always in sight', async ({ launch }) => {
  test.setTimeout(300_000);
  const workbench = await launch({ language: 'ja', firstStart: true });
  await workbench.sampleReady();
  const first = new Typist(workbench, workbench.page);
  const page = await newProject(workbench, '鍵盤だけ.shinsa', () => first.palette('palette.newProject'));
  const typist = new Typist(workbench, page);
  await importOrders(workbench, typist);
  await explore(workbench, typist);
  await writeRule(workbench, typist);
  await backtest(workbench, typist);
  await exportPackage(workbench, typist);
  expect([...typist.unseen]).toEqual([]);
});
