import type { Locator } from '@playwright/test';
import { expect, type Workbench } from './app.ts';

/** Pins the result of a panel, and leaves the page where it is. */
export async function pinResult(workbench: Workbench, panel: Locator): Promise<void> {
  await panel.getByRole('button', { name: workbench.text('save.menu'), exact: true }).click();
  await workbench.page.getByRole('button', { name: workbench.text('findings.pin'), exact: true }).click();
  await expect(workbench.page.getByText(workbench.text('findings.see')).last()).toBeVisible();
}
