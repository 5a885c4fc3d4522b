import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import Encoding from 'encoding-japanese';
import { expect, type Workbench } from './app.ts';

/** Waits for the window of the project that `make` asks for; the dialog answers its path. */
export async function newProject(workbench: Workbench, name: string, make: () => Promise<void>): Promise<Page> {
  await workbench.ready();
  await workbench.answerDialogs(join(workbench.home, name));
  const opening = workbench.app.waitForEvent('window', { timeout: 60_000 });
  await make();
  const page = await opening;
  await expect(page.getByRole('button', { name: workbench.text('data.chooseFile') })).toBeVisible({ timeout: 60_000 });
  return page;
}

/** The window's content gets a size; other windows keep theirs. */
export async function resizePage(workbench: Workbench, page: Page, width: number, height: number): Promise<void> {
  const frame = await workbench.app.browserWindow(page);
  await frame.evaluate((window, size) => window.setContentSize(size.width, size.height), { width, height });
  await expect.poll(() => page.evaluate(() => [innerWidth, innerHeight])).toEqual([width, height]);
}

/** Writes a CSV as a shop system of the given encoding would, and answers its path. */
export function csvFile(
  workbench: Workbench,
  name: string,
  lines: readonly string[],
  encoding: 'UTF8' | 'SJIS',
): string {
  const folder = join(workbench.home, "取引先's files");
  mkdirSync(folder, { recursive: true });
  const path = join(folder, name);
  const bytes = Encoding.convert(Encoding.stringToCode(lines.join('\r\n') + '\r\n'), { to: encoding, from: 'UNICODE' });
  writeFileSync(path, Uint8Array.from(bytes));
  return path;
}

export const cartExport = [
  '注文番号,注文日時,合計金額,お支払い方法,メールアドレス,備考',
  'A-1,2025-04-01 02:10:00,62000,カード,a@example.jp,',
  'A-2,2025-04-02 11:30:00,3400,後払い,b@example.jp,ギフト',
  'A-3,2025-04-03 03:00:00,58000,カード,c@example.jp,',
  'A-4,2025-04-04 12:00:00,お問い合わせ,カード,d@example.jp,',
  'A-5,2025-04-05 13:00:00,1200,カード,e@example.jp,',
];

export const chargebackList = ['注文番号,報告日,金額,理由', 'A-1,2025-06-01,62000,不正利用'];
