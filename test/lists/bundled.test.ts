import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { bundledValues } from '../../analysis/identity/index.ts';
import { domainKey, rangeKey } from '../../analysis/ingest/list-key.ts';
import { bundledLists } from '../../analysis/model/bundled-lists.ts';
import {
  listDefinitionSchema,
  listIdFor,
  listIdSchema,
  keyPlace,
  listColumn,
  listColumnParts,
} from '../../analysis/model/lists.ts';

const require = createRequire(import.meta.url);
const root = resolve(import.meta.dirname, '..', '..');
const packageSchema = z.looseObject({ version: z.string(), license: z.string() });

describe('a list that comes with the program', () => {
  it.each(bundledLists.map((list) => [list.id, list] as const))('%s says what its package says', (id, list) => {
    const path = join(root, 'node_modules', list.package, 'package.json');
    const found = packageSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
    expect([found.version, found.license]).toEqual([list.version, list.licence]);
    expect(dirname(require.resolve(list.package))).toContain(list.package);
    const values = bundledValues(id);
    expect(values.length).toBeGreaterThan(5000);
    // Nearly all of them are domains that somebody can register.
    expect(values.filter((value) => domainKey(value) === null).length).toBeLessThan(values.length / 1000);
    const source = {
      kind: 'bundled' as const,
      bundled: id,
      package: list.package,
      version: list.version,
      licence: list.licence,
    };
    const { names, purpose, match, snapshotAt } = list;
    expect(listDefinitionSchema.safeParse({ id, names, purpose, match, source, snapshotAt }).success).toBe(true);
  });
});

describe('keys of values', () => {
  it.each([
    ['example.co.jp', 'example.co.jp'],
    ['Sub.Example.CO.JP.', 'sub.example.co.jp'],
    ['someone@Example.com', 'example.com'],
    ['@example.com', 'example.com'],
    ['*.example.com', 'example.com'],
    ['https://www.example.com/path?x=1', 'www.example.com'],
    ['ｅｘａｍｐｌｅ.com', 'example.com'],
    ['co.jp', null],
    ['com', null],
    ['localhost', null],
    ['192.0.2.1', null],
    ['', null],
    ['nonsense', null],
  ])('the domain of %s is %s', (value, key) => {
    expect(domainKey(value)).toBe(key);
  });

  it.each([
    ['192.0.2.0/24', '4c0000200-4c00002ff'],
    ['192.0.2.130/25', '4c0000280-4c00002ff'],
    ['192.0.2.1', '4c0000201-4c0000201'],
    ['0.0.0.0/0', '400000000-4ffffffff'],
    ['255.255.255.255/32', '4ffffffff-4ffffffff'],
    ['192.0.2.0 - 192.0.2.9', '4c0000200-4c0000209'],
    ['::ffff:192.0.2.0/120', '4c0000200-4c00002ff'],
    ['2001:db8::/127', '620010db8000000000000000000000000-620010db8000000000000000000000001'],
    ['::/0', `6${'0'.repeat(32)}-6${'f'.repeat(32)}`],
    ['192.0.2.0/33', null],
    ['2001:db8::/129', null],
    ['192.0.2.9-192.0.2.0', null],
    ['192.0.2.0-2001:db8::', null],
    ['192.0.2', null],
    ['192.0.2.0/', null],
    ['192.0.2.0/-1', null],
    ['010.0.0.1', null],
  ])('the range %s is %s', (value, key) => {
    expect(rangeKey(value)).toBe(key);
  });
});

describe('names of lists', () => {
  it('are members in CEL, and none is given twice', () => {
    expect(listIdFor('Negative mail', new Set())).toBe('negative_mail');
    expect(listIdFor('Negative mail', new Set(['negative_mail']))).toBe('negative_mail_2');
    expect(listIdFor('ネガティブ', new Set())).toBe('list_1');
    expect(listIdFor('in', new Set())).toBe('list_1');
    expect(listIdFor('2024 list', new Set())).toBe('list_1');
    for (const id of ['in', 'Ab', '1a', 'a-b', '', 'a.b']) expect(listIdSchema.safeParse(id).success, id).toBe(false);
  });

  it('stand in columns that tell them back', () => {
    for (const when of ['order', 'today'] as const)
      expect(listColumnParts(listColumn('neg', 'custom.a.b', when))).toEqual({
        listId: 'neg',
        column: 'custom.a.b',
        when,
      });
    expect(listColumnParts('email')).toBeNull();
    expect(listColumnParts('custom.list.x')).toBeNull();
  });

  it('fit the fields whose values can be on them', () => {
    expect(keyPlace('phone', 'delivery_phone')).toEqual({ kind: 'column', column: 'delivery_phone_key' });
    expect(keyPlace('address', 'buyer_address')).toEqual({ kind: 'column', column: 'buyer_address_key' });
    expect(keyPlace('address', 'buyer_pref')).toBeNull();
    expect(keyPlace('email', 'email_key')).toEqual({ kind: 'column', column: 'email_key' });
    expect(keyPlace('cidr', 'email')).toBeNull();
  });
});
