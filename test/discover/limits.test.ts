import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  finderLimits,
  finderSettingsSchema,
  limitForms,
  type FinderSettings,
} from '../../analysis/model/finder-limits.ts';
import { everything } from '../../analysis/model/filter.ts';
import { patternMessages } from '../../analysis/model/messages/patterns.ts';
import { finderIds, type FinderId } from '../../analysis/model/patterns.ts';
import { isMoved, settingsIn, settingsText, withLimit } from '../../renderer/patterns/limits.ts';
import { listening } from '../backtest/history.ts';
import { cli } from '../cli/run-cli.ts';
import { day, find, order, quiet, withShop } from './shop.ts';

test('a finder looks by the limits it is given, says so, and drafts a rule of them', async () => {
  const farm = Array.from({ length: 4 }, (_, n) => order(`A${n}`, n * 20 * day, { device_key: 'farm' }));
  const words = Array.from({ length: 3 }, (_, n) =>
    order(`W${n}`, n * day, { delivery_address: '東陽6 A.B', delivery_address_key: 'w', delivery_address_room: '1' }),
  );
  const others = Array.from({ length: 3 }, (_, n) =>
    order(`X${n}`, n * day, { delivery_address: '東陽6 AxB', delivery_address_key: 'x', delivery_address_room: '1' }),
  );
  await withShop([...quiet(), ...farm, ...words, ...others], async (history) => {
    const told = async (id: FinderId, settings: FinderSettings) => {
      const report = await find(history, everything, listening(), settings);
      const finder = report.finders.find((one) => one.id === id);
      if (finder === undefined) throw new Error(id);
      return finder;
    };
    const usual = await told('device-farm', {});
    expect([usual.found, usual.params]).toEqual([1, { names: 4, homes: 4 }]);
    const strict = await told('device-farm', { 'device-farm': { names: 5 } });
    expect([strict.found, strict.params]).toEqual([0, { names: 5, homes: 4 }]);
    const wide = await told('device-farm', { 'device-farm': { names: 3, homes: 2 } });
    expect(wide.findings[0]?.draft.when).toBe(
      'velocity.ptn_names_per_device >= 2 && velocity.ptn_homes_per_device >= 1',
    );
    // A word is what it says, whatever signs it has.
    const forwarded = await told('forwarding', { forwarding: { words: ['a.b'] } });
    expect(forwarded.findings.map(({ shared }) => shared[0]?.value)).toEqual(['w']);
  });
});

test('limits out of bounds, and of no finder, are refused', () => {
  for (const wrong of [
    { 'device-farm': { names: 1 } },
    { 'device-farm': { names: 2.5 } },
    { 'stolen-cards': { largeShare: 1.1 } },
    { forwarding: { words: [] } },
    { forwarding: { word: ['倉庫'] } },
    { unknown: {} },
  ])
    expect(finderSettingsSchema.safeParse(wrong).success, JSON.stringify(wrong)).toBe(false);
});

test('every limit has bounds, a usual value within them, and a name in both languages', () => {
  for (const id of finderIds) {
    const usual: unknown = finderLimits[id].parse({});
    const forms = limitForms(id);
    expect(Object.fromEntries(forms.map((form) => [form.name, form.usual]))).toEqual(usual);
    for (const form of forms) {
      expect([patternMessages('ja').limits[form.name], patternMessages('en').limits[form.name]]).not.toContain(
        undefined,
      );
      if (form.kind === 'number')
        expect(form.least <= form.usual && form.usual <= form.most, `${id} ${form.name}`).toBe(true);
    }
  }
});

test('the address holds what was moved alone, and nothing that cannot be read', () => {
  const moved = withLimit({}, 'device-farm', 'names', 6);
  expect(settingsText(moved ?? {})).toBe('{"device-farm":{"names":6}}');
  expect(settingsText(settingsIn('{"device-farm":{"names":6}}'))).toBe('{"device-farm":{"names":6}}');
  expect(withLimit({}, 'device-farm', 'names', 0)).toBeNull();
  expect(settingsText(withLimit(moved ?? {}, 'device-farm', 'names', 4) ?? {})).toBeNull();
  expect([settingsIn('{"device-farm":{"names":0}}'), settingsIn('x'), settingsIn(undefined)]).toEqual([{}, {}, {}]);
  expect([isMoved('device-farm', { names: 4, homes: 4 }), isMoved('device-farm', { names: 5, homes: 4 })]).toEqual([
    ...[false, true],
  ]);
});

test('the command line reads limits from a file, and refuses those out of bounds before it opens anything', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'shinsa-limits-'));
  try {
    const path = join(folder, 'limits.json');
    writeFileSync(path, '{"device-farm": {"names": 1}}');
    const { code, err } = await cli(['patterns', '--project', join(folder, 'none.shinsa'), '--params', path]);
    expect(code).toBe(2);
    expect(err).toContain('limits of pattern finders');
    expect(err).toContain('device-farm');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
