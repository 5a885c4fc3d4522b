import type { Role } from '../../analysis/model/personal-roles.ts';
import { expect, test, type Workbench } from './app.ts';
import { chooseRole } from './choose-role.ts';

/** The first order of the table, opened; its mail and IP address as they stand there. */
async function firstOrder(workbench: Workbench): Promise<string> {
  const { page } = workbench;
  const table = page.getByRole('grid', { name: workbench.text('orders.tableLabel') });
  await expect(table.getByRole('row').nth(1)).toContainText('¥');
  await table.getByRole('row').nth(1).click();
  const detail = page.getByRole('complementary', { name: workbench.text('orders.detail') });
  await expect(detail).toContainText('@');
  return detail.innerText();
}

test('each role sees what it may, and that values were shown again is asked about and recorded', async ({ launch }) => {
  const workbench = await launch({ language: 'en' });
  const { page } = workbench;
  await workbench.sampleReady();
  const whole = await firstOrder(workbench);
  const [mail = '', ip = ''] = [/[\w.+-]+@[\w.-]+/.exec(whole)?.[0], /\d+\.\d+\.\d+\.\d+/.exec(whole)?.[0]];
  expect([mail.length, ip.length].every((length) => length > 6)).toBe(true);

  const seen = async (role: Role): Promise<readonly boolean[]> => {
    await chooseRole(workbench, role);
    const text = await firstOrder(workbench);
    return [text.includes(mail), text.includes(ip)];
  };
  expect(await seen('consultant')).toEqual([false, true]);
  expect(await seen('presenter')).toEqual([false, false]);
  expect(await seen('analyst')).toEqual([true, true]);

  await page.getByTestId('role-mark').click();
  const record = page.getByRole('dialog').getByRole('listitem');
  await expect(record).toHaveCount(1);
  await expect(record).toContainText(workbench.text('personal.role.analyst'));
});

test('orders that were asked for by a person’s mail are not asked for so by a role that may not see it', async ({
  launch,
}) => {
  const workbench = await launch({ language: 'en' });
  const { page } = workbench;
  await workbench.sampleReady();
  const mail = /[\w.+-]+@[\w.-]+/.exec(await firstOrder(workbench))?.[0] ?? '';
  expect(mail.length).toBeGreaterThan(6);
  await page.evaluate((value) => {
    const asked = encodeURIComponent(JSON.stringify([{ kind: 'in', column: 'email', values: [value] }]));
    location.hash = `#/explore?filter=${asked}&view=orders`;
  }, mail);
  await expect(page.getByRole('banner')).toContainText(mail);
  await chooseRole(workbench, 'presenter');
  await expect(page.getByTestId('orders-in-view')).toContainText('20,000');
  expect(await page.evaluate(() => decodeURIComponent(location.href))).not.toContain(mail);
  await page.goBack().catch(() => null);
  await page.waitForTimeout(300);
  expect(await page.evaluate(() => decodeURIComponent(location.href))).not.toContain(mail);
  expect(await page.locator('body').innerText()).not.toContain(mail);
});
