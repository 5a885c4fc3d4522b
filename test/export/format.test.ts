import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { disproof } from '../../analysis/export/engine-proof.ts';
import { packageSchemas, schemaText, sha256 } from '../../analysis/export/package-files.ts';
import { zipPackage } from '../../analysis/export/package-zip.ts';
import { queryDifferences } from '../../analysis/export/query-proof.ts';
import { openPackage, readPackage } from '../../analysis/export/read-package.ts';
import { edgeConditions } from '../../analysis/export/feature-edges.ts';
import { sourceOf } from '../../analysis/export/package-rules.ts';
import { saveRuleSet } from '../../analysis/store/rule-sets.ts';
import { sql } from '../../analysis/store/sql.ts';
import type { BuiltPackage } from '../../analysis/export/build-package.ts';
import type { History } from '../backtest/history.ts';
import { ruleOf } from '../rule-sets.ts';
import { buildIn, emptyFolder, packagedHistory, packagedOrders, packagedSet } from './packages.ts';
import { proveHere } from './here.ts';

let history: History;
let built: BuiltPackage;
let place: string;
beforeAll(async () => {
  history = await packagedHistory();
  built = await buildIn(history);
  place = emptyFolder();
}, 60_000);
afterAll(async () => {
  await history.close();
  rmSync(place, { recursive: true, force: true });
});

const filesOf = (folder: string): Record<string, string> =>
  Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]));

describe('a package of format 2', () => {
  test('is the same byte for byte when it is made again, as a folder and as a zip', async () => {
    const again = await buildIn(history);
    expect(filesOf(again.folder)).toEqual(filesOf(built.folder));
    const [one, other] = [join(place, 'one.shinsapkg'), join(place, 'other.shinsapkg')];
    const packed = zipPackage(built.folder, one);
    zipPackage(again.folder, other);
    expect(readFileSync(one).equals(readFileSync(other))).toBe(true);
    expect(packed.sha256).toBe(sha256(readFileSync(one)));
  });

  test('says when it was made only where somebody said so', async () => {
    expect(readPackage(built.folder).manifest).not.toHaveProperty('createdAt');
    const dated = await buildIn(history, packagedSet, { createdAt: '2026-02-01T00:00:00.000Z' });
    expect(readPackage(dated.folder).manifest.createdAt).toBe('2026-02-01T00:00:00.000Z');
  });

  test('reads alike as a folder and as a zip, and is proven again from either', async () => {
    const path = join(place, 'alike.shinsapkg');
    zipPackage(built.folder, path);
    const [folder, zip] = [await openPackage(built.folder), await openPackage(path)];
    expect(zip).toEqual(folder);
    expect(disproof((await proveHere(zip)).engines)).toBeNull();
  });

  test('of version 1 still reads and is proven again', async () => {
    const old = join(place, 'old.shinsapkg');
    cpSync(built.folder, old, { recursive: true });
    const newer = ['oplux.json', 'oplux.schema.json', 'certificate.json'];
    for (const name of newer) rmSync(join(old, name));
    const {
      rawValues: _raw,
      targets: _targets,
      ...manifest
    } = JSON.parse(readFileSync(join(old, 'manifest.json'), 'utf8')) as Record<string, unknown> & {
      files: { name: string }[];
    };
    const files = manifest.files.filter(({ name }) => !newer.includes(name));
    // Texts of version 1 need not be canonical.
    const text = JSON.stringify({ ...manifest, formatVersion: 1, createdAt: '2025-01-01T00:00:00.000Z', files });
    writeFileSync(join(old, 'manifest.json'), text);
    const read = readPackage(old);
    expect(read).toMatchObject({ proof: null, signature: null, manifest: { formatVersion: 1 } });
    expect(disproof((await proveHere(read)).engines)).toBeNull();
  });

  test('comes back into a project as the rule set that left, but for stand-ins of persons and notes', async () => {
    const { ruleSet } = readPackage(built.folder);
    const stored = await history.project.write({}, (db) => saveRuleSet(db, ruleSet));
    expect(stored.ruleSet).toEqual(ruleSet);
    const { exceptions: [exception] = [], ...rest } = stored.ruleSet;
    const { exceptions: [own] = [], ...given } = packagedSet;
    expect(rest).toEqual(given);
    expect(exception).toMatchObject({ kind: 'allow', field: 'buyer.email', from: own?.from, surrogate: true });
    expect(exception?.value).not.toBe(own?.value);
    const raw = await buildIn(history, packagedSet, { rawValues: true });
    expect(readPackage(raw.folder).ruleSet).toEqual(packagedSet);
    expect(readPackage(raw.folder).manifest).toMatchObject({ rawValues: true });
  });

  test('says the rule set in the words of production', () => {
    const oplux = readPackage(built.folder).proof?.oplux;
    expect(oplux).toMatchObject({
      model_id: 'CRD_01',
      time_zone: 'Asia/Tokyo',
      policy: 'groups',
      default: 'OK',
      nulls: 'unknown',
    });
    expect(oplux?.rules[0]).toEqual({
      ...{ code: 'HIGH', description: { ja: 'HIGH', en: 'HIGH' }, touchpoint: '', ok: 0, ng: 0, hold: 0 },
      ...{ when: 'order.amount > 5000', result: 'NG', result_code: 20 },
    });
    const [exception] = oplux?.exceptions ?? [];
    expect(exception).toEqual({
      ...{ kind: 'allow', rules: [], field: 'buyer.email', touchpoint: 'event.ec.customers.buyer.email.pc' },
      ...{ value: exception?.value, stand_in: true, from: '2026-01-01T00:00:00.000Z', until: null },
    });
    expect(exception?.value).not.toContain('hanako3');
    expect(oplux?.rule_groups.map((group) => group.rule_group)).toEqual([
      '優先度1_NG_ルール単発',
      '優先度2_HOLD_ルール組み合わせ',
      '優先度3_REVIEW_ルール単発',
    ]);
    expect(oplux?.features[1]).toMatchObject({
      ...{
        id: 'spent',
        aggregate: 'sum',
        of: 'order.amount',
        by: ['buyer.id'],
        on: 'orders',
        where: 'order.amount > 100',
      },
      ...{ window: { micros: '604800000000', form: '[t-w, t)' }, ties: 'strict', include_current: false },
      ...{ empty: 0, type: 'money', rounding: 'none' },
    });
    expect(oplux?.inputs.find(({ path }) => path === 'order.amount')).toEqual({
      ...{ path: 'order.amount', of: 'orders', column: 'amount', touchpoint: 'event.ec.settle.amount', type: 'money' },
      ...{ labels: ['金額', 'Amount'], replaced: false },
    });
    expect(oplux?.inputs.find(({ path }) => path === 'buyer.email')?.replaced).toBe(true);
  });

  test('has a certificate that counts what was compared, and names what it cannot speak of', () => {
    const { proof, vectors, manifest } = readPackage(built.folder);
    const certificate = proof?.certificate;
    const compared = vectors.vectors.length * (6 + 1 + 1);
    const records = vectors.vectors.length;
    // MANY reads features, and the decision follows from it.
    const all = { subject: 'vectors', records, compared, derived: records * 2, outside: 0, mismatches: 0 };
    const [history, cel, duckdb, runtime, ...others] = certificate?.engines ?? [];
    // 200 orders: 6 rules, 2 features, an exception, the result and what decided.
    const counts = { orders: 200, events: 0, outcomes: 0, rules: 6, features: 2, compared: 200 * 11 };
    expect(history).toEqual({ engine: 'shinsa-runtime', version: '1', subject: 'history', ...counts, mismatches: 0 });
    expect(cel).toEqual({ ...all, engine: '@bufbuild/cel', version: '0.6.1', file: 'rules.cel.json' });
    expect(duckdb).toEqual({ ...all, engine: 'duckdb', version: manifest.tool.duckdb, file: 'rules.duckdb.sql' });
    expect(runtime).toMatchObject({ engine: 'shinsa-runtime', file: 'ruleset.json', mismatches: 0 });
    expect(others.map((one) => one.subject === 'vectors' && one.file)).toEqual([
      'rules.cel.json',
      'rules.jdm.json',
      'rules.jsonlogic.json',
      'features.duckdb.sql',
    ]);
    expect(certificate?.vectors.hash).toBe(manifest.files.find(({ name }) => name === 'vectors.json')?.sha256);
    expect(certificate?.data.orders).toBe(200);
    expect(certificate?.labels.asOf).toBe(manifest.labels.asOf);
    expect(certificate?.notReproduced.map(({ touchpoint }) => touchpoint)).toContain('negative.shared');
  });

  test('has a query that is run as it stands: another threshold, result or value of a rule is seen', async () => {
    const text = readFileSync(join(built.folder, 'rules.duckdb.sql'), 'utf8');
    const source = await history.project.read({}, (db) => sourceOf(history.project, db, packagedSet));
    const { ruleSet, vectors } = readPackage(built.folder);
    const differing = (changed: string) =>
      queryDifferences(changed, ruleSet, source, vectors.vectors, { folder: place });
    expect(await differing(text)).toEqual([]);
    for (const changed of [
      text.replaceAll('5000', '5001'),
      text.replaceAll("'HOLD'", "'REVIEW'"),
      text.replaceAll("'web'", "'tel'"),
    ]) {
      expect(changed).not.toBe(text);
      expect((await differing(changed)).length).toBeGreaterThan(0);
    }
  });

  test('holds files that follow the schemas published for them', () => {
    const files = filesOf(built.folder);
    for (const [name, schema] of [
      ['ruleset.json', 'ruleset.schema.json'],
      ['oplux.json', 'oplux.schema.json'],
      ['manifest.json', 'manifest.schema.json'],
      ['certificate.json', 'certificate.schema.json'],
      ['vectors.json', 'vectors.schema.json'],
      ['rules.cel.json', 'rules.cel.schema.json'],
    ] as const) {
      const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(
        JSON.parse(schemaText(schema)) as object,
      );
      expect([name, validate(JSON.parse(files[name] ?? '')), validate.errors]).toEqual([name, true, null]);
    }
  });

  test('published schemas are those of the program', async () => {
    for (const name of Object.keys(packageSchemas) as (keyof typeof packageSchemas)[])
      await expect(schemaText(name)).toMatchFileSnapshot(`../../docs/schemas/${name}`);
  });
});

describe('vectors', () => {
  test('show every rule true, false and not evaluable, or the certificate says which was not found', () => {
    const { proof, vectors, ruleSet } = readPackage(built.folder);
    const reached = ruleSet.rules.flatMap(({ code }) => {
      const fires = vectors.vectors.some(({ fired }) => fired.includes(code));
      const unknown = vectors.vectors.some(({ unevaluable }) => unevaluable.includes(code));
      return [
        ...(fires ? [] : [{ rule: code, answer: 'true' }]),
        ...(unknown ? [] : [{ rule: code, answer: 'unknown' }]),
      ];
    });
    expect(proof?.certificate.notReached).toEqual(reached);
    expect(reached.filter(({ answer }) => answer === 'true')).toEqual([]);
  });

  test('make a record for a rule that no order meets', async () => {
    const when = 'order.amount > 5000000 && buyer.id == "nobody" && device.id == "dev-x"';
    const rare = { ...packagedSet, rules: [...packagedSet.rules, ruleOf('RARE', when)] };
    const { vectors } = readPackage((await buildIn(history, rare)).folder).vectors;
    const firing = vectors.filter(({ fired }) => fired.includes('RARE'));
    expect(firing.map(({ origin }) => origin)).toContain('made');
  });

  test.each([
    ['a sum', 'order.amount', [2899, 2900, 2901]],
    ['a feature', 'velocity.by_device', [1, 2, 3]],
    ['an instant', 'order.time', ['2026-01-03T23:59:59.999Z', '2026-01-04T00:00:00.000Z', '2026-01-04T00:00:00.001Z']],
    ['categories, with one that no rule names', 'order.media_code', ['web', 'app', 'ZZ-unseen']],
  ])('stand %s on and beside its threshold', (_name, path, wanted) => {
    const seen = new Set(readPackage(built.folder).vectors.vectors.map(({ record }) => record[path]));
    for (const value of wanted) expect(seen).toContain(value);
  });

  test('stand texts beside a length, and the clock at the first and last instant of an hour', () => {
    const { vectors } = readPackage(built.folder).vectors;
    const lengths = new Set(vectors.map(({ record }) => String(record['buyer.id'] ?? '').length));
    for (const length of [2, 3, 4]) expect(lengths).toContain(length);
    const clock = vectors.map(({ record }) => String(record['order.time'] ?? '').slice(11));
    expect(clock).toContain('12:59:59.999Z');
    expect(clock).toContain('13:00:00.000Z');
  });

  test('are drawn of orders in ties and with one exactly a window before, as counted by hand', async () => {
    const at = packagedOrders.map(({ ordered_at }) => Date.parse(ordered_at));
    const by = (column: 'device_id' | 'member_id', test: (n: number, other: number) => boolean): number[] =>
      packagedOrders.flatMap((order, n) =>
        order[column] !== null &&
        packagedOrders.some((one, m) => m !== n && one[column] === order[column] && test(n, m))
          ? [n]
          : [],
      );
    const tied = (n: number, m: number): boolean => at[n] === at[m];
    const apart =
      (days: number) =>
      (n: number, m: number): boolean =>
        (at[n] ?? 0) - (at[m] ?? 0) === days * 86_400_000;
    const found = await history.project.read({}, async (db) => {
      const { features, rows } = await sourceOf(history.project, db, packagedSet);
      const seqs = [];
      for (const edge of edgeConditions(features, rows))
        seqs.push(
          (await db.rows(sql`SELECT seq FROM ${rows} WHERE ${edge} ORDER BY seq`)).map((row) => Number(row['seq'])),
        );
      return seqs;
    });
    expect(found).toEqual([
      by('device_id', tied),
      by('device_id', apart(1)),
      by('member_id', tied),
      by('member_id', apart(7)),
    ]);
    expect(found.slice(0, 2).every((seqs) => seqs.length > 0)).toBe(true);
  });
});
