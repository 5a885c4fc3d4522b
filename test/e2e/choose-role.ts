import type { Role } from '../../analysis/model/personal-roles.ts';
import { expect, type Workbench } from './app.ts';

/** Takes a role in the dialog of personal data, and waits until the window shows what it may see. */
export async function chooseRole(workbench: Workbench, role: Role): Promise<void> {
  const { page, text } = { page: workbench.page, text: workbench.text.bind(workbench) };
  await page.getByTestId('role-mark').click();
  const dialog = page.getByRole('dialog', { name: text('personal.title') });
  await dialog.getByRole('radio', { name: text(`personal.role.${role}`) }).check();
  await dialog.getByRole('button', { name: text('common.apply') }).click();
  if (role === 'analyst') {
    await expect(dialog.getByText(text('personal.recorded'))).toBeVisible();
    await dialog.getByRole('button', { name: text('personal.show'), exact: true }).click();
  }
  await expect(page.getByTestId('role-mark')).toContainText(text(`personal.role.${role}`));
  await workbench.sampleReady();
}
