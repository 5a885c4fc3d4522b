import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ProjectTarget } from '../../analysis/model/project-target.ts';
import { cli, importedShop } from './run-cli.ts';

const shop = importedShop();

test('targets of a file are kept and listed', async () => {
  const file = join(shop.dir, 'target.json');
  const target = {
    id: 't',
    name: { ja: '高額の不正', en: '' },
    kinds: ['chargeback'],
    reasonFamilies: [],
    horizonDays: 45,
  };
  writeFileSync(file, JSON.stringify([target]));
  const ran = await cli(['targets', '--project', shop.project, 'set', file, '--json']);
  expect(ran.code).toBe(0);
  const list = JSON.parse(ran.out) as readonly ProjectTarget[];
  expect(list.at(-1)).toMatchObject({ origin: 'own', inUse: false, target: { id: 't', horizonDays: 45 } });
  const told = await cli(['targets', '--project', shop.project]);
  expect(told.out).toContain('* card-fraud: Card fraud (chargeback; 120 days; preset; 0 runs)');
  expect(told.out).toContain('  t: 高額の不正 (chargeback; 45 days; own; 0 runs)');
});

test('what is no target is refused with its place', async () => {
  const file = join(shop.dir, 'wrong.json');
  writeFileSync(
    file,
    JSON.stringify({ id: 't', name: { ja: 'x', en: 'x' }, kinds: [], reasonFamilies: [], horizonDays: 1 }),
  );
  const ran = await cli(['targets', '--project', shop.project, 'set', file]);
  expect(ran).toMatchObject({ code: 2, out: '' });
  expect(ran.err).toContain('kinds');
  expect(await cli(['targets', '--project', shop.project, 'put', file])).toMatchObject({ code: 2 });
});

test('personal values are masked unless they are asked for', async () => {
  const file = join(shop.dir, 'person.json');
  const exclude = [{ kind: 'in', column: 'member_id', values: ['member-secret-1'] }];
  writeFileSync(
    file,
    JSON.stringify({
      id: 'p',
      name: { ja: 'x', en: 'x' },
      kinds: ['overdue'],
      reasonFamilies: [],
      horizonDays: 1,
      exclude,
    }),
  );
  const masked = await cli(['targets', '--project', shop.project, 'set', file, '--json']);
  expect(masked.code).toBe(0);
  expect(masked.out).not.toContain('member-secret-1');
  const shown = await cli(['targets', '--project', shop.project, '--unmasked', '--json']);
  expect(shown.out).toContain('member-secret-1');
  expect(await cli(['targets', '--project', shop.project, '--unmasked=yes'])).toMatchObject({ code: 2 });
});
