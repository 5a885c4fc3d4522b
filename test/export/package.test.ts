import {
  cpSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { packageName } from '../../analysis/export/build-package.ts';
import { replayVectors } from '../../analysis/export/cel-replay.ts';
import { readPackage } from '../../analysis/export/read-package.ts';
import { localGrants } from '../../analysis/local-grants.ts';
import { failureOf, ShinsaError } from '../../analysis/model/failure.ts';
import type { RuleSet } from '../../analysis/model/ruleset.ts';
import { createProject } from '../../analysis/store/open-project.ts';
import type { OpenProject } from '../../analysis/store/project.ts';
import { sql } from '../../analysis/store/sql.ts';
import { codeOf, putOutcomes } from '../store/projects.ts';
import { rewrite } from './packages.ts';
import { buildHere, exportHere } from './here.ts';

const rule = (code: string, when: string, result: RuleSet['default'] = 'NG'): RuleSet['rules'][number] => ({
  code,
  description: { ja: code, en: code },
  when,
  result,
});

const ruleSet: RuleSet = {
  format: 'shinsa-ruleset',
  formatVersion: 1,
  modelId: 'CRD_01',
  name: 'カード 審査',
  profile: 'wb-1',
  currency: 'JPY',
  timezone: 'Asia/Tokyo',
  default: 'OK',
  rules: [
    rule('AMT_HIGH', 'order.amount > 50000'),
    rule('MAIL_DISPOSABLE', 'buyer.email.endsWith("@mailinator.com")', 'REVIEW'),
    rule(
      'NIGHT',
      '(order.time.getHours("Asia/Tokyo") >= 22 || order.time.getHours("Asia/Tokyo") < 4) && order.amount >= 20000',
      'HOLD',
    ),
    rule('OTHER_NAME', 'buyer.name != delivery.name && order.amount > 30000', 'REVIEW'),
    rule('PHONE_050', 'buyer.phone.matches("^050") || !has(buyer.phone)', 'REVIEW'),
  ],
};

const names = ['山田太郎', '佐藤花子', '鈴木一郎', '髙橋みなみ'];
let folder: string;
let project: OpenProject;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'shinsa-export-'));
  project = await createProject(join(folder, 'p.shinsa'), { cacheDir: join(folder, 'cache') });
  await project.write({}, async (db) => {
    for (let seq = 0; seq < 300; seq += 1) {
      const email = seq % 11 === 0 ? `taro${seq}@mailinator.com` : `hanako${seq}@example.jp`;
      const phone = seq % 7 === 0 ? null : seq % 5 === 0 ? `050-1111-${1000 + seq}` : `090-2222-${1000 + seq}`;
      const at = new Date(Date.UTC(2026, 0, 1) + seq * 3_700_000).toISOString();
      await db.run(sql`INSERT INTO order_rows (seq, event_id, ordered_at, amount, currency, email, phone, buyer_name, delivery_name)
        VALUES (${seq}, ${`o${seq}`}, ${at}::TIMESTAMPTZ, ${(seq * 937) % 80_000}, ${seq % 50 === 3 ? 'USD' : 'JPY'},
          ${email}, ${phone}, ${names[seq % 4] ?? ''}, ${names[seq % 3] ?? ''})`);
    }
  });
});

afterEach(async () => {
  await project.close();
  rmSync(folder, { recursive: true, force: true });
});

const build = (given: RuleSet = ruleSet) => project.read({}, (db) => buildHere(project, db, given));

describe('a package', () => {
  test('reads back as the same rule set, and its vectors give the recorded decisions again', async () => {
    const built = await build();
    const read = readPackage(built.folder);
    expect(read.ruleSet).toEqual(ruleSet);
    expect(built.name).toBe(packageName(ruleSet));
    expect(replayVectors(read.cel, read.vectors, ruleSet)).toEqual([]);
    expect(read.manifest.replay).toMatchObject({ mismatches: 0, rules: 5, rulesFired: 5 });
    expect(new Set(read.vectors.vectors.map((vector) => vector.origin))).toEqual(
      new Set(['drawn', 'boundary', 'absent', 'made']),
    );
  });

  test('names the as-of day only where outcomes have report dates', async () => {
    const asOf = async () => readPackage((await build()).folder).manifest.labels.asOf;
    await putOutcomes(project, [{ order: 'o1', at: null }]);
    expect(await asOf()).toBeNull();
    await putOutcomes(project, [{ order: 'o2', at: '2026-03-01T00:00:00Z' }]);
    expect(await asOf()).toBe('2026-03-01T14:59:59.999Z');
  });

  test('stands each threshold from both sides', async () => {
    const read = readPackage((await build()).folder);
    const at = (amount: number): boolean[] =>
      read.vectors.vectors
        .filter((vector) => vector.record['order.amount'] === amount)
        .map((vector) => vector.fired.includes('AMT_HIGH'));
    expect(new Set(at(50_000))).toEqual(new Set([false]));
    expect(new Set(at(50_001))).toEqual(new Set([true]));
  });

  test('holds only the fields the rules read, and no name, mail or phone of an order', async () => {
    const built = await build();
    const text = readFileSync(join(built.folder, 'vectors.json'), 'utf8');
    expect(Object.keys(built.vectors.fields).sort()).toEqual([
      'buyer.email',
      'buyer.name',
      'buyer.phone',
      'delivery.name',
      'order.amount',
      'order.currency',
      'order.time',
    ]);
    for (const name of names) expect(text).not.toContain(name);
    expect(text).not.toMatch(/hanako\d|taro\d/);
    expect(text).not.toMatch(/0(5|9)0-(1111|2222)-1\d\d\d"/);
    expect(text).toContain('@mailinator.com');
  });

  test('a replay notices one changed threshold, one changed decision and one lost rule', async () => {
    const read = readPackage((await build()).folder);
    const again = (change: (rule: { code: string; guarded: string; plain: string }) => typeof rule) =>
      replayVectors({ ...read.cel, rules: read.cel.rules.map(change) }, read.vectors, ruleSet);
    const moved = again((r) => ({
      ...r,
      guarded: r.guarded.replace('50000', '50001'),
      plain: r.plain.replace('50000', '50001'),
    }));
    expect(moved.map(({ rule: code }) => code)).toContain('AMT_HIGH');
    const otherDefault = replayVectors(read.cel, read.vectors, { ...ruleSet, default: 'HOLD' });
    expect(otherDefault.length).toBeGreaterThan(0);
    const lost = replayVectors(
      { ...read.cel, rules: read.cel.rules.filter(({ code }) => code !== 'AMT_HIGH') },
      read.vectors,
      ruleSet,
    );
    expect(lost.length).toBeGreaterThan(0);
  });

  test('with a rule that does not check is refused and leaves nothing behind', async () => {
    const before = readdirSync(join(project.stagingPath('x'), '..'));
    const broken = { ...ruleSet, rules: [rule('BROKEN', 'order.amount > "x"')] };
    expect(await codeOf(build(broken))).toBe('rule-invalid');
    expect(readdirSync(join(project.stagingPath('x'), '..'))).toEqual(before);
  });

  test('that cannot be finished leaves nothing behind', async () => {
    const before = readdirSync(join(project.stagingPath('x'), '..'));
    const unfinished = { ...project, info: () => Promise.reject(new ShinsaError('cancelled')) };
    const building = project.read({}, (db) => buildHere(unfinished, db, ruleSet));
    expect(await codeOf(building)).toBe('cancelled');
    expect(readdirSync(join(project.stagingPath('x'), '..'))).toEqual(before);
  });

  test('of a project without orders still proves its rules on varied records', async () => {
    await project.write({}, (db) => db.run(sql`DELETE FROM order_rows`));
    const built = await build();
    expect(built.vectors.vectors.length).toBeGreaterThan(0);
  });
});

describe('the replaying evaluator', () => {
  test.each([
    ['2024-01-01T15:30:00Z', 'Asia/Tokyo', { getDayOfWeek: 2, getDate: 2, getHours: 0, getMonth: 0, getDayOfYear: 1 }],
    ['2024-03-10T07:30:00Z', 'America/New_York', { getDayOfWeek: 0, getDate: 10, getHours: 3, getMonth: 2 }],
    ['2023-12-31T23:59:59.250Z', 'UTC', { getFullYear: 2023, getDayOfYear: 364, getMilliseconds: 250 }],
  ])('reads the wall clock of %s in %s', (instant, zone, parts) => {
    const condition = Object.entries(parts)
      .map(([name, value]) => `order.time.${name}("${zone}") == ${value}`)
      .join(' && ');
    const cel = { format: 'shinsa-cel', formatVersion: 1, profile: 'wb-1', currency: 'JPY', timezone: zone } as const;
    const vectors = {
      format: 'shinsa-vectors',
      formatVersion: 1,
      currency: 'JPY',
      fields: { 'order.time': 'timestamp' },
    } as const;
    const vector = {
      id: 'v1',
      origin: 'drawn',
      record: { 'order.time': instant },
      fired: ['T'],
      unevaluable: [],
      result: 'NG',
    } as const;
    const rules = [{ code: 'T', guarded: condition, plain: condition }];
    const only: RuleSet = { ...ruleSet, rules: [rule('T', condition)] };
    expect(
      replayVectors({ ...cel, rules }, { ...vectors, vectors: [{ ...vector, fired: ['T'], unevaluable: [] }] }, only),
    ).toEqual([]);
  });
});

describe('reading a package', () => {
  const reading = (path: string): Promise<unknown> => {
    const grants = localGrants();
    const own = exportHere(project, grants);
    const context = { signal: new AbortController().signal, progress: () => undefined, emit: () => undefined };
    return Promise.resolve().then(() => own['export.readPackage']({ file: grants.grant(path) }, context));
  };

  test('answers the rule set and how many vectors agree', async () => {
    const built = await build();
    expect(await reading(built.folder)).toMatchObject({
      ruleSet,
      vectors: built.vectors.vectors.length,
      mismatches: 0,
      files: built.files.length,
    });
  });

  test.each(['AMOUNT', 'RESULT', 'CURRENCY', 'N'])(
    'takes a rule whose code is a name of the query: %s',
    async (code) => {
      const {
        rules: [first, ...rest],
      } = ruleSet;
      if (first === undefined) throw new Error('no rule');
      const built = await build({ ...ruleSet, rules: [{ ...first, code }, ...rest] });
      expect(readdirSync(built.folder)).toContain('manifest.json');
    },
  );

  test('refuses a changed file, a missing one, one nobody listed and a newer format', async () => {
    const { folder: built } = await build();
    const path = join(built, 'ruleset.json');
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, text.replace('50000', '60000'));
    expect(await codeOf(reading(built))).toBe('package-hash');
    rmSync(path);
    expect(await codeOf(reading(built))).toBe('package-invalid');
    writeFileSync(path, text);
    writeFileSync(join(built, 'extra.json'), '{}');
    expect(await codeOf(reading(built))).toBe('package-invalid');
    rmSync(join(built, 'extra.json'));
    expect(await codeOf(reading(built))).toBe('no failure');
    const manifest = readFileSync(join(built, 'manifest.json'), 'utf8');
    writeFileSync(join(built, 'manifest.json'), manifest.replace('"formatVersion": 2', '"formatVersion": 3'));
    expect(await codeOf(reading(built))).toBe('package-invalid');
    rmSync(join(built, 'manifest.json'));
    expect(await codeOf(reading(built))).toBe('package-missing');
  });

  const failing = (path: string): Promise<unknown> => reading(path).then(() => null, failureOf);

  test('counts vectors that disagree, when somebody changed them and their hashes', async () => {
    const { folder: built } = await build();
    rewrite(built, 'vectors.json', (text) => text.replace('"result": "NG"', '"result": "OK"'));
    expect(await reading(built)).toMatchObject({ mismatches: 1 });
  });

  test.each([
    ['ruleset.json', '50000', '50001', 'AMT_HIGH'],
    ['rules.cel.json', '@mailinator.com', '@mailinator.net', 'MAIL_DISPOSABLE'],
    ['rules.cel.json', '"code": "NIGHT"', '"code": "DAY"', 'NIGHT'],
  ])('names the rule when %s says another rule, hashes redone', async (file, from, to, code) => {
    const { folder: built } = await build();
    rewrite(built, file, (text) => text.replaceAll(from, to));
    expect(await failing(built)).toMatchObject({
      code: 'package-invalid',
      params: { rule: code },
      place: { file: 'rules.cel.json' },
    });
  });

  test('refuses CEL of another currency or zone, hashes redone', async () => {
    const { folder: built } = await build();
    rewrite(built, 'rules.cel.json', (text) => text.replace('"timezone": "Asia/Tokyo"', '"timezone": "UTC"'));
    expect(await failing(built)).toMatchObject({ code: 'package-invalid', place: { field: 'timezone' } });
  });

  test('refuses a folder that is no longer the one chosen, and links in place of files', async () => {
    const { folder: built } = await build();
    const grants = localGrants();
    const file = grants.grant(built);
    renameSync(built, `${built}.old`);
    cpSync(`${built}.old`, built, { recursive: true });
    const context = { signal: new AbortController().signal, progress: () => undefined, emit: () => undefined };
    const read = Promise.resolve().then(() => exportHere(project, grants)['export.readPackage']({ file }, context));
    expect(await codeOf(read)).toBe('file-changed');
    rmSync(join(built, 'vectors.json'));
    symlinkSync(join(`${built}.old`, 'vectors.json'), join(built, 'vectors.json'));
    expect(await failing(built)).toMatchObject({ code: 'package-invalid', place: { file: 'vectors.json' } });
  });

  test('reads no file that is larger than the manifest says', async () => {
    const { folder: built } = await build();
    truncateSync(join(built, 'rules.duckdb.sql'), 3 * 2 ** 30);
    expect(await failing(built)).toMatchObject({ code: 'package-invalid', place: { file: 'rules.duckdb.sql' } });
    truncateSync(join(built, 'rules.duckdb.sql'), 10);
    expect(await failing(built)).toMatchObject({ code: 'package-hash' });
  });
});
