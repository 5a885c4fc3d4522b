import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { root } from '../../electron/setup/paths.mjs';
import { keysOf, looseSql, machinePaths, skippedTests, tooLong } from './house-rules.ts';
import { readTree } from './sources.ts';

type Rule = (path: string, text: string) => readonly string[];
const tree = [...readTree(root)];
const breaches = (rule: Rule, where: RegExp) =>
  tree.filter(([path]) => where.test(path)).flatMap(([path, text]) => rule(path, text));

const product = /^(analysis|electron|renderer|samples)\//;

describe('the house rules', () => {
  it('no source file is longer than 400 lines', () => {
    expect(breaches(tooLong, product)).toEqual([]);
  });

  it('SQL is written only with the sql tag', () => {
    expect(breaches(looseSql, /^(analysis|electron|renderer)\//)).toEqual([]);
  });

  it('no test is left out', () => {
    expect(breaches(skippedTests, /^test\//)).toEqual([]);
  });

  it('no path of one machine is written down', () => {
    expect(breaches(machinePaths, product)).toEqual([]);
  });

  it('the catalogues of the window have the same keys in both languages', async () => {
    const [ja, en] = await Promise.all(['ja', 'en'].map(catalogue));
    expect(keysOf(ja ?? {}).length).toBeGreaterThan(0);
    expect([...keysOf(ja ?? {})].sort()).toEqual([...keysOf(en ?? {})].sort());
  });
});

/** The file or folder of a language; whatever it exports under the language's name, or as default. */
async function catalogue(language: string): Promise<object> {
  const places = [`${language}.ts`, `${language}/index.ts`].map((name) => join(root, 'renderer', 'i18n', name));
  const path = places.find((place) => existsSync(place));
  if (path === undefined) throw new Error(`no catalogue of ${language}`);
  const module = (await import(pathToFileURL(path).href)) as Record<string, object>;
  return module[language] ?? module['default'] ?? {};
}

describe('a breach is found', () => {
  it('a file of 401 lines', () => {
    expect(tooLong('analysis/a.ts', 'x\n'.repeat(401))).toEqual(['analysis/a.ts: 401 lines']);
    expect(tooLong('analysis/a.ts', 'x\n'.repeat(400))).toEqual([]);
  });

  it.each([
    'run(`SELECT a FROM ${table}`)',
    "run('delete from orders')",
    'run(`\n  CREATE OR REPLACE TABLE t AS x`)',
    'run(`INSERT INTO t VALUES (1)`)',
    "run('SET threads = 2')",
    "run('SELECT 1')",
    "run('select a\\n from t')",
    "run(`COPY (x) TO 'a'`)",
  ])('loose SQL: %s', (text) => {
    expect(looseSql('analysis/backtest/a.ts', text)).toHaveLength(1);
  });

  it.each([
    'run(sql`SELECT a FROM ${table}`)',
    "say('Selected rows')",
    "say('updated')",
    "say('create a table')",
    "say('Select a range from it')",
    'cls(`select combobox ${small}`)',
  ])('but not in: %s', (text) => {
    expect(looseSql('analysis/backtest/a.ts', text)).toEqual([]);
  });

  it('a test that is left out', () => {
    const words = ['it.skip', 'describe.only', 'test.todo', 'test.describe.skip', 'it.skipIf(windows)'];
    for (const word of words) expect(skippedTests('test/a.test.ts', `${word}('x', () => {});`)).toHaveLength(1);
    expect(skippedTests('test/a.test.ts', "it('x', () => { list.skip(1); });")).toEqual([]);
  });

  it('a path of one machine', () => {
    expect(machinePaths('analysis/a.ts', "const x = '/" + "home/me/data.csv';")).toEqual(['analysis/a.ts:1']);
    expect(machinePaths('analysis/a.ts', "const x = '/etc/os-release';")).toEqual([]);
  });
});
