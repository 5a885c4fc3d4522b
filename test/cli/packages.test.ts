import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sha256 } from '../../analysis/export/package-files.ts';
import { rewrite } from '../export/packages.ts';
import { scratch } from '../store/projects.ts';
import { cli, ruleSet, smallShop } from './run-cli.ts';

let place: ReturnType<typeof scratch>;
let shop: ReturnType<typeof smallShop>;
let key: string;
let out: string;
beforeAll(async () => {
  place = scratch();
  process.env['SHINSA_CACHE_DIR'] = join(place.dir, 'cache');
  shop = smallShop(place.dir);
  const { project, history, mapping, outcomes } = shop;
  const ran = await cli([
    'import',
    '--project',
    project,
    '--history',
    history,
    '--mapping',
    mapping,
    '--outcomes',
    outcomes,
  ]);
  expect(ran).toMatchObject({ code: 0 });
  key = join(place.dir, 'key.pem');
  writeFileSync(key, generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }));
  out = join(place.dir, 'out');
  mkdirSync(out);
}, 60_000);
afterAll(() => {
  delete process.env['SHINSA_CACHE_DIR'];
  place.dispose();
});

const exported = async (name: string, ...more: string[]): Promise<string> => {
  const path = join(out, `${name}.shinsapkg`);
  const ran = await cli(['export', '--project', shop.project, '--ruleset', shop.ruleset, '--out', path, ...more]);
  expect(ran).toMatchObject({ code: 0 });
  return path;
};

describe('export, verify', () => {
  test('a zip is written with its hash told, the same at every time, and verified without a project', async () => {
    const one = join(out, 'one.shinsapkg');
    const ran = await cli(['export', '--project', shop.project, '--ruleset', shop.ruleset, '--out', one, '--zip']);
    expect(ran.out).toContain(`SHA-256 ${sha256(readFileSync(one))}`);
    expect(ran.out).toMatch(
      /@bufbuild\/cel 0\.6\.1 \(rules\.cel\.json\): [\d,]+ answers on [\d,]+ vectors compared, 0 mismatches/,
    );
    const other = await exported('other', '--zip');
    expect(readFileSync(other).equals(readFileSync(one))).toBe(true);
    const verified = await cli(['verify', one]);
    expect(verified).toMatchObject({ code: 0 });
    expect(verified.out).toContain('all engines agree');
    expect(verified.out).toContain('Nobody signed it.');
  });

  test('a signature is told by its fingerprint', async () => {
    const path = await exported('signed', '--sign', key);
    const { out: text } = await cli(['verify', path, '--json']);
    const told = JSON.parse(text) as { signedBy: { fingerprint: string }; certificate: { engines: unknown[] } };
    expect(told.signedBy).toMatchObject({ kind: 'signed', name: null });
    expect(told.certificate.engines).toHaveLength(7);
    const ja = await cli(['verify', path], { lang: 'ja_JP.UTF-8' });
    expect(ja.out).toContain(`署名: 未登録の鍵、指紋 ${told.signedBy.fingerprint}`);
    rewrite(path, 'rules.duckdb.sql', (sql) => `${sql}--\n`);
    expect(await cli(['verify', path])).toMatchObject({
      code: 2,
      err: expect.stringContaining('signature.json') as string,
    });
  });

  test('whose signature was asked for is told apart from one that another key signed, or nobody', async () => {
    const [signed, bare] = [await exported('by-key', '--sign', key), await exported('by-nobody')];
    const { out: text } = await cli(['verify', signed, '--json']);
    const { fingerprint } = (JSON.parse(text) as { signedBy: { fingerprint: string } }).signedBy;
    expect(await cli(['verify', signed, '--signer', fingerprint.toUpperCase()])).toMatchObject({ code: 0 });
    const other = await cli(['verify', signed, '--signer', 'a'.repeat(64)]);
    expect(other).toMatchObject({ code: 1, err: expect.stringContaining(`signed by ${fingerprint}`) as string });
    expect(await cli(['verify', bare, '--signer', fingerprint])).toMatchObject({ code: 1 });
    expect(await cli(['verify', bare, '--signer', 'short'])).toMatchObject({ code: 2 });
  });

  test('a package whose answers were changed, hashes and all, is told with the first difference and exit code 1', async () => {
    const path = await exported('changed');
    rewrite(path, 'vectors.json', (text) => text.replace('"result": "NG"', '"result": "OK"'));
    const ran = await cli(['verify', path]);
    expect(ran.code).toBe(1);
    expect(ran.err).toMatch(/First: @bufbuild\/cel, vector v\d+: expected OK .*, got NG /);
  });

  test('raw values are named in the manifest', async () => {
    const path = await exported('raw', '--raw-values');
    expect(JSON.parse(readFileSync(join(path, 'manifest.json'), 'utf8'))).toMatchObject({ rawValues: true });
    expect((await cli(['verify', path])).out).toContain('It holds personal values as they are.');
  });

  test('a key that is none, and words that say nothing, are refused', async () => {
    const no = join(place.dir, 'no.pem');
    writeFileSync(no, 'no key');
    const path = join(out, 'never.shinsapkg');
    expect(
      await cli(['export', '--project', shop.project, '--ruleset', shop.ruleset, '--out', path, '--sign', no]),
    ).toMatchObject({ code: 2, err: expect.stringContaining('no Ed25519 private key') as string });
    expect(await cli(['verify'])).toMatchObject({ code: 2 });
    expect(await cli(['diff', shop.ruleset])).toMatchObject({ code: 2 });
  });
});

describe('diff', () => {
  const changed = (): string => {
    const path = join(place.dir, 'changed.json');
    const [first, ...rest] = ruleSet.rules;
    if (first === undefined) throw new Error('no rule');
    const added = { ...first, code: 'NEW', when: 'order.amount < 0' };
    const other = { ...ruleSet, rules: [{ ...first, when: 'order.amount > 65000' }, ...rest, added] };
    writeFileSync(path, JSON.stringify(other));
    return path;
  };

  test('tells what was added, removed and changed, rule by rule', async () => {
    const path = await exported('before');
    const ran = await cli(['diff', path, changed()]);
    expect(ran).toMatchObject({ code: 0 });
    expect(ran.out).toContain('Added: rule NEW');
    expect(ran.out).toContain('Changed: rule HIGH condition: order.amount > 50000 -> order.amount > 65000');
    const back = await cli(['diff', changed(), path], { lang: 'ja_JP.UTF-8' });
    expect(back.out).toContain('削除: ルール NEW');
    expect((await cli(['diff', path, path])).out.trim()).toBe('The rule sets are the same.');
  });

  test('with a project tells which orders would be decided otherwise, by hand', async () => {
    const ran = await cli(['diff', shop.ruleset, changed(), '--project', shop.project, '--json']);
    expect(ran).toMatchObject({ code: 0 });
    const { decided } = JSON.parse(ran.out) as { decided: { orders: number; moves: object[] } };
    // A-2 (52,000) and A-3 (60,000) no longer are over the amount; A-2 was charged back.
    expect(decided.orders).toBe(2);
    const text = await cli(['diff', shop.ruleset, changed(), '--project', shop.project]);
    expect(text.out).toContain('2 orders would change, 1 of them bad:');
  });
});

describe('a package with a stand-in for a person', () => {
  const excepted = async (): Promise<string> => {
    const rules = join(place.dir, 'excepted.json');
    const exceptions = [{ kind: 'allow', field: 'buyer.id', value: 'm3', from: '2024-01-01T00:00:00Z' }];
    writeFileSync(rules, JSON.stringify({ ...ruleSet, exceptions }));
    const path = join(out, `excepted-${(made += 1)}.shinsapkg`);
    const ran = await cli(['export', '--project', shop.project, '--ruleset', rules, '--out', path]);
    expect(ran).toMatchObject({ code: 0 });
    return path;
  };
  let made = 0;

  test('says so where it is replayed, since it decides otherwise than tested', async () => {
    const path = await excepted();
    const events = join(place.dir, 'm3.ndjson');
    const fields = { 'order.amount': 60_000, 'order.currency': 'JPY', 'buyer.id': 'm3' };
    writeFileSync(events, JSON.stringify({ event_id: 'A-3', at: '2024-01-07T02:00:00Z', fields }));
    const told = await cli(['replay', '--package', path, '--events', events, '--json']);
    expect(JSON.parse(told.out)).toMatchObject({ results: { NG: 1 }, standIns: { exceptions: 1, lists: [] } });
    const ran = await cli(['replay', '--package', path, '--events', events], { lang: 'ja_JP.UTF-8' });
    expect(ran.out).toContain('例外 1 件は個人の値の代わりの値のまま');
  });

  test("is set beside the rules it was made of by the project's own value", async () => {
    const path = await excepted();
    const rules = join(place.dir, 'excepted.json');
    const ran = await cli(['diff', path, rules, '--project', shop.project, '--json']);
    expect(JSON.parse(ran.out)).toMatchObject({ decided: { orders: 0, standIns: 0, otherLists: [] } });
    // Another project cannot know whom it stands for: A-3 is no longer allowed there.
    const text = await cli(['diff', path, shop.ruleset, '--project', shop.project, '--json']);
    expect(JSON.parse(text.out)).toMatchObject({ decided: { orders: 1, standIns: 0 } });
  });

  test("is compared with the project it came from by the project's own value", async () => {
    const path = await excepted();
    const recorded = join(place.dir, 'recorded.ndjson');
    const results = [
      ['A-1', 'REVIEW'],
      ['A-2', 'NG'],
      ['A-3', 'OK'],
    ].map(([id, result]) => JSON.stringify({ event_id: id, aaresult: { result } }));
    writeFileSync(recorded, results.join('\n'));
    const conform = ['conform', '--package', path, '--recorded', recorded];
    const ran = await cli([...conform, '--project', shop.project, '--json']);
    expect(JSON.parse(ran.out)).toMatchObject({ agreeing: 3, differing: 0, standIns: { exceptions: 0 } });
    const events = join(place.dir, 'shop.ndjson');
    const fields = { 'order.amount': 60_000, 'order.currency': 'JPY', 'buyer.id': 'm3' };
    writeFileSync(events, JSON.stringify({ event_id: 'A-3', at: '2024-01-07T02:00:00Z', fields }));
    const elsewhere = await cli([...conform, '--events', events, '--json']);
    expect(JSON.parse(elsewhere.out)).toMatchObject({ agreeing: 0, differing: 1, standIns: { exceptions: 1 } });
    expect((await cli([...conform, '--events', events])).out).toContain('1 exceptions of the package hold a stand-in');
  });
});
