import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { bnplConfigSchema, type BnplConfig } from '../../analysis/model/bnpl/config.ts';
import { scratch } from '../store/projects.ts';
import { cli } from './run-cli.ts';

const place = scratch();
const path = join(place.dir, 'config.json');
const write = (change: (config: BnplConfig) => unknown): void =>
  writeFileSync(path, JSON.stringify(change(bnplConfigSchema.parse(JSON.parse(preset)))));
let preset = '';

beforeAll(async () => {
  process.env['SHINSA_CACHE_DIR'] = join(place.dir, 'cache');
  preset = (await cli(['bnpl', 'preset', 'invoice-14'])).out;
});
afterAll(place.dispose);

it('publishes the schema of a configuration, whose example in the docs is one', async () => {
  const text = `${JSON.stringify(z.toJSONSchema(bnplConfigSchema), null, 2)}\n`;
  await expect(text).toMatchFileSnapshot('../../docs/schemas/bnpl-config.schema.json');
  const docs = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'bnpl.md'), 'utf8');
  for (const [name] of Object.entries(bnplConfigSchema.shape)) expect(docs).toContain(`\`${name}`);
});

it('a preset is a configuration that has nothing wrong, in both languages', async () => {
  write((config) => config);
  for (const lang of ['en_US.UTF-8', 'ja_JP.UTF-8']) {
    const { code, out } = await cli(['bnpl', 'lint', path], { lang });
    expect(code).toBe(0);
    expect(out).toContain(lang.startsWith('ja') ? '法的な助言ではありません' : 'no legal advice');
  }
});

it('what cannot be so ends with 1, with the parameter that says so', async () => {
  write((config) => ({ ...config, dunning: { ...config.dunning, lateApr: 20 } }));
  const { code, out } = await cli(['bnpl', 'lint', path, '--json']);
  expect(code).toBe(1);
  expect(JSON.parse(out)).toMatchObject({
    findings: [{ code: 'late-interest', severity: 'error', path: 'dunning.lateApr', params: { apr: 20 } }, {}],
  });
});

it('what is no configuration is refused with the field and the reason, before anything is read', async () => {
  write((config) => ({ ...config, limits: { ...config.limits, perOrder: -1 } }));
  const refused = await cli(['bnpl', 'lint', path]);
  expect(refused.code).toBe(2);
  expect(refused.err).toContain('limits.perOrder');
  write(({ roll: _gone, ...config }) => config);
  expect((await cli(['bnpl', 'schedule', path, '--arrived', '2026-09-18', '--amount', '4980'])).err).toContain('roll');
  expect((await cli(['bnpl', 'preset', 'none'])).code).toBe(2);
  expect((await cli(['bnpl', 'lint', path, '--amount', '1'])).code).toBe(2);
});

it('tells the dates of an order', async () => {
  write((config) => config);
  const asked = ['bnpl', 'schedule', path, '--arrived', '2026-09-18', '--amount', '4980'];
  expect(JSON.parse((await cli([...asked, '--json'])).out)).toMatchObject({
    invoicedOn: '2026-09-24',
    dues: [{ dueOn: '2026-10-08', amount: 4_980 }],
  });
  const { out } = await cli(asked, { lang: 'ja_JP.UTF-8' });
  expect(out).toMatch(/支払期限\s+2026-10-08\s+4,980 JPY/);
});

it('a project is asked what its orders have', async () => {
  const history = join(place.dir, 'history.csv');
  writeFileSync(history, '注文番号,注文日時,合計金額\nA-1,2026-01-05 10:00:00,1000\n');
  const mapping = join(place.dir, 'mapping.json');
  const columns = { event_id: '注文番号', ordered_at: '注文日時', amount: '合計金額' };
  writeFileSync(mapping, JSON.stringify({ timezone: 'Asia/Tokyo', columns }));
  const project = join(place.dir, 'shop.shinsa');
  const imported = await cli(['import', '--project', project, '--history', history, '--mapping', mapping]);
  expect(imported.code).toBe(0);
  write((config) => ({
    ...config,
    packs: [{ kind: 'delivery', modelId: 'DLV_01', reads: ['order.amount', 'custom.hotel'] }],
  }));
  const { code, out } = await cli(['bnpl', 'lint', path, '--project', project]);
  expect(code).toBe(1);
  expect(out).toContain('custom.hotel');
  expect(out).not.toContain('order.amount,');
});
