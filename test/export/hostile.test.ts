import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { zipSync, type Zippable } from 'fflate';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { zipPackage } from '../../analysis/export/package-zip.ts';
import { localGrants } from '../../analysis/local-grants.ts';
import { failureOf, type Failure } from '../../analysis/model/failure.ts';
import { fill, inWords, modelMessages } from '../../analysis/model/messages/index.ts';
import type { PackageProblem } from '../../analysis/model/package-problem.ts';
import type { RuleSet } from '../../analysis/model/ruleset.ts';
import { listRuleSets } from '../../analysis/store/rule-sets.ts';
import type { History } from '../backtest/history.ts';
import { buildIn, emptyFolder, packagedHistory, rewrite, rewriteJson } from './packages.ts';
import { exportHere } from './here.ts';

let history: History;
let made: string;
let place: string;
let folder: string;
beforeAll(async () => {
  history = await packagedHistory();
  made = (await buildIn(history)).folder;
}, 60_000);
afterAll(() => history.close());
beforeEach(() => {
  place = emptyFolder();
  folder = join(place, 'p.shinsapkg');
  cpSync(made, folder, { recursive: true });
});
afterEach(() => rmSync(place, { recursive: true, force: true }));

/** Reads as the window does, and says why it failed; null where it did not. Nothing may have been taken in. */
async function failing(path: string): Promise<Failure | null> {
  const grants = localGrants();
  const context = { signal: new AbortController().signal, progress: () => undefined, emit: () => undefined };
  const file = grants.grant(path);
  const own = exportHere(history.project, grants);
  const failure = await own['export.readPackage']({ file }, context).then(() => null, failureOf);
  expect(await history.project.read({}, listRuleSets)).toEqual([]);
  return failure;
}

/** A failure of this problem that names the file, and says so in both languages. */
function expectRefused(failure: Failure | null, problem: PackageProblem, file: string): void {
  expect(failure).toMatchObject({ code: 'package-invalid', params: { problem }, place: { file } });
  if (failure === null) return;
  for (const language of ['ja', 'en'] as const) {
    const messages = modelMessages(language);
    const text = fill(messages.failures[failure.code], inWords(failure.params, messages));
    expect(text).toContain(fill(messages.packageProblems[problem], failure.params));
  }
}

const files = (): Record<string, Uint8Array> =>
  Object.fromEntries(readdirSync(folder).map((name) => [name, new Uint8Array(readFileSync(join(folder, name)))]));

/** A zip of these files, some bytes of it changed before it is written. */
function zipOf(entries: Zippable, change: (bytes: Buffer) => Buffer = (bytes) => bytes): string {
  const path = join(place, 'z.shinsapkg');
  writeFileSync(path, change(Buffer.from(zipSync(entries, { level: 9 }))));
  return path;
}

/** Changes a number in the central directory entry of a file; `at` counts from the entry's start. */
function inDirectory(bytes: Buffer, name: string, at: number, value: number): Buffer {
  const signature = Buffer.from([0x50, 0x4b, 1, 2]);
  for (let from = bytes.indexOf(signature); from >= 0; from = bytes.indexOf(signature, from + 4))
    if (bytes.toString('utf8', from + 46, from + 46 + bytes.readUInt16LE(from + 28)) === name)
      bytes.writeUInt32LE(value, from + at);
  return bytes;
}

test('what these tests start from is read', async () => {
  expect(await failing(folder)).toBeNull();
  expect(await failing(zipOf(files()))).toBeNull();
});

describe('a zip is refused', () => {
  test.each([0.2, 0.6, 0.97, 0.999])('that ends after %f of its bytes', async (share) => {
    const path = join(place, 'cut.shinsapkg');
    zipPackage(folder, path);
    truncateSync(path, Math.floor(readFileSync(path).length * share));
    expectRefused(await failing(path), 'zip-damaged', 'cut.shinsapkg');
  });

  test('that is none', async () => {
    const path = join(place, 'text.shinsapkg');
    writeFileSync(path, 'no zip');
    expectRefused(await failing(path), 'zip-damaged', 'text.shinsapkg');
  });

  test('whose file unpacks to a thousand times its size', async () => {
    const bomb = { ...files(), 'vectors.json': new Uint8Array(40 * 2 ** 20) };
    expectRefused(await failing(zipOf(bomb)), 'zip-bomb', 'vectors.json');
  });

  test('whose file gives more bytes than it says', async () => {
    const bomb = { ...files(), 'vectors.json': new Uint8Array(40 * 2 ** 20) };
    const path = zipOf(bomb, (bytes) => inDirectory(bytes, 'vectors.json', 24, 1000));
    expectRefused(await failing(path), 'zip-bomb', 'vectors.json');
  });

  test('whose files together are too large, and one that alone is', async () => {
    const large = zipOf(files(), (bytes) => inDirectory(bytes, 'oplux.json', 24, 65 * 2 ** 20));
    expectRefused(await failing(large), 'too-large', 'oplux.json');
    const random = Buffer.alloc(2 ** 20, 'x');
    const many = Object.fromEntries(Array.from({ length: 90 }, (_, n) => [`f${n}.json`, new Uint8Array(random)]));
    const path = zipOf(many, (bytes) => {
      for (let n = 0; n < 90; n += 1) {
        inDirectory(bytes, `f${n}.json`, 24, 3 * 2 ** 20);
        inDirectory(bytes, `f${n}.json`, 20, 2 ** 20);
      }
      return bytes;
    });
    expectRefused(await failing(path), 'too-large', 'z.shinsapkg');
  });

  test('with too many files', async () => {
    const many = Object.fromEntries(Array.from({ length: 101 }, (_, n) => [`f${n}.json`, new Uint8Array(1)]));
    expectRefused(await failing(zipOf(many)), 'too-many', 'z.shinsapkg');
  });

  test.each([
    '../evil.json',
    '/etc/evil.json',
    'C:\\evil.json',
    'sub/evil.json',
    '..\\evil.json',
    'a..b.json',
    'EVIL.json',
  ])('with a file named %s', async (name) => {
    const entries = { ...files(), 'replaced-name-of-it.json': new Uint8Array(3) };
    const longer = name.padEnd('replaced-name-of-it.json'.length, 'x');
    const path = zipOf(entries, (bytes) =>
      Buffer.from(bytes.toString('latin1').replaceAll('replaced-name-of-it.json', longer), 'latin1'),
    );
    expectRefused(await failing(path), 'name', longer);
  });

  test('with a link in place of a file', async () => {
    const path = zipOf(files(), (bytes) => inDirectory(bytes, 'ruleset.json', 38, 0o120777 * 2 ** 16));
    expectRefused(await failing(path), 'not-a-file', 'ruleset.json');
  });

  test('with two files of one name', async () => {
    const entries = { ...files(), 'zzzzset.json': files()['ruleset.json'] ?? new Uint8Array() };
    const path = zipOf(entries, (bytes) =>
      Buffer.from(bytes.toString('latin1').replaceAll('zzzzset.json', 'ruleset.json'), 'latin1'),
    );
    expectRefused(await failing(path), 'twice', 'ruleset.json');
  });

  test('that is encrypted', async () => {
    const path = zipOf(files(), (bytes) => inDirectory(bytes, 'ruleset.json', 8, 1 + 8 * 2 ** 16));
    expectRefused(await failing(path), 'encrypted', 'ruleset.json');
  });
});

describe('a package is refused', () => {
  test('with a file that nobody listed, one that is missing, and a link', async () => {
    writeFileSync(join(folder, 'extra.json'), '{}');
    expectRefused(await failing(folder), 'not-listed', 'extra.json');
    rmSync(join(folder, 'extra.json'));
    rmSync(join(folder, 'oplux.json'));
    expectRefused(await failing(folder), 'missing', 'oplux.json');
    symlinkSync('/etc/passwd', join(folder, 'oplux.json'));
    expectRefused(await failing(folder), 'not-a-file', 'oplux.json');
  });

  test('with a folder in it', async () => {
    mkdirSync(join(folder, 'inner'));
    expectRefused(await failing(folder), 'not-listed', 'inner');
  });

  test('whose files together are too large, before any is read', async () => {
    for (let n = 0; n < 5; n += 1) {
      writeFileSync(join(folder, `f${n}.json`), '');
      truncateSync(join(folder, `f${n}.json`), 60 * 2 ** 20);
    }
    expectRefused(await failing(folder), 'too-large', '');
  });

  test('with a manifest that names a file twice, or by a path', async () => {
    rewriteManifest((manifest) => ({ ...manifest, files: [...manifest.files, manifest.files[0]] }));
    expectRefused(await failing(folder), 'twice', 'certificate.json');
    cpSync(made, folder, { recursive: true });
    rewriteManifest((manifest) => ({ ...manifest, files: [{ ...manifest.files[0], name: '../../evil.json' }] }));
    expectRefused(await failing(folder), 'schema', 'manifest.json');
  });

  test('whose file has another hash than the manifest says, named', async () => {
    const path = join(folder, 'certificate.json');
    writeFileSync(path, readFileSync(path, 'utf8').replace('"mismatches": 0', '"mismatches": 1'));
    expect(await failing(folder)).toMatchObject({ code: 'package-hash', params: { file: 'certificate.json' } });
  });

  test('of a later version, told as such', async () => {
    rewriteManifest((manifest) => ({ ...manifest, formatVersion: 3 }));
    expectRefused(await failing(folder), 'version', 'manifest.json');
  });

  test.each([
    ['oplux.json', 'model_id'],
    ['certificate.json', 'engines'],
    ['vectors.json', 'fields'],
    ['rules.cel.json', 'rules'],
    ['ruleset.json', 'default'],
  ])('whose %s lacks %s, hashes redone', async (file, field) => {
    rewriteJson<Record<string, unknown>>(folder, file, ({ [field]: _gone, ...rest }) => rest);
    const failure = await failing(folder);
    expectRefused(failure, 'schema', file);
    expect(failure?.place?.field).toBe(field);
  });

  test('whose file is no JSON, or says something twice', async () => {
    rewrite(folder, 'oplux.json', (text) => `${text}x`);
    expectRefused(await failing(folder), 'not-json', 'oplux.json');
    cpSync(made, folder, { recursive: true });
    rewrite(folder, 'oplux.json', (text) => text.replace('"default": "OK",', '"default": "NG",\n  "default": "OK",'));
    expectRefused(await failing(folder), 'not-canonical', 'oplux.json');
  });

  test.each(['[', '{"a":'])('nested a hundred thousand times by %s', async (open) => {
    rewrite(folder, 'vectors.json', () => open.repeat(100_000));
    expectRefused(await failing(folder), 'not-json', 'vectors.json');
    const close = open === '[' ? ']' : '}';
    rewrite(folder, 'vectors.json', () => `${open.repeat(100_000)}0${close.repeat(100_000)}`);
    expectRefused(await failing(folder), 'schema', 'vectors.json');
  });

  const withRule = (when: string): void =>
    rewriteJson<RuleSet>(folder, 'ruleset.json', (set) => ({
      ...set,
      rules: set.rules.map((rule) => (rule.code === 'HIGH' ? { ...rule, when } : rule)),
    }));

  test('with a rule that calls what is no function, the rule named', async () => {
    withRule('order.amount.rootOf(2) > 5');
    const failure = await failing(folder);
    expectRefused(failure, 'rule', 'ruleset.json');
    expect(failure?.params).toMatchObject({ rule: 'HIGH', issue: 'unknown-function' });
  });

  test('with an expression of 10 MB', async () => {
    withRule(`order.amount > 0 ${'&& order.amount > 0 '.repeat(500_000)}`);
    const failure = await failing(folder);
    expectRefused(failure, 'text-too-long', 'ruleset.json');
    expect(failure).toMatchObject({ place: { field: 'rules.0.when' }, params: { limit: 20_000 } });
  });

  test('with an expression nested nine thousand times', async () => {
    withRule(`${'('.repeat(9_000)}order.amount > 1${')'.repeat(9_000)}`);
    const failure = await failing(folder);
    expectRefused(failure, 'rule', 'ruleset.json');
    expect(failure?.params).toMatchObject({ rule: 'HIGH' });
  });

  test('with features made of each other', async () => {
    rewriteJson<RuleSet>(folder, 'ruleset.json', (set) => ({
      ...set,
      features: [
        { id: 'by_device', agg: 'sum', of: 'velocity.spent', by: ['device.id'], window: '24h' },
        { id: 'spent', agg: 'sum', of: 'velocity.by_device', by: ['buyer.id'], window: '7d' },
      ],
    }));
    const failure = await failing(folder);
    expectRefused(failure, 'feature-circle', 'ruleset.json');
    expect(failure?.params).toMatchObject({ feature: 'by_device' });
    rewriteJson<RuleSet>(folder, 'ruleset.json', (set) => ({
      ...set,
      features: [{ id: 'by_device', agg: 'count', by: ['device.id'], window: '24h', where: 'velocity.by_device > 1' }],
    }));
    expectRefused(await failing(folder), 'feature-circle', 'ruleset.json');
  });

  test('with a feature over a field that it does not say it reads, or defined twice', async () => {
    rewriteJson<RuleSet>(folder, 'ruleset.json', (set) => ({
      ...set,
      features: (set.features ?? []).map((one) => ({ ...one, by: ['buyer.phone'] })),
    }));
    expectRefused(await failing(folder), 'setting-differs', 'vectors.json');
    rewriteJson<RuleSet>(folder, 'ruleset.json', (set) => ({
      ...set,
      features: (set.features ?? []).map((one) => ({ ...one, by: ['custom.nobody'] })),
    }));
    expectRefused(await failing(folder), 'feature', 'ruleset.json');
  });

  test('with two rules of one code, or a group of a rule that is none', async () => {
    rewriteJson<RuleSet>(folder, 'ruleset.json', (set) => ({
      ...set,
      rules: [...set.rules, ...set.rules.slice(0, 1)],
    }));
    expectRefused(await failing(folder), 'rule', 'ruleset.json');
    cpSync(made, folder, { recursive: true });
    rewriteJson<RuleSet>(folder, 'ruleset.json', (set) => ({
      ...set,
      groups: [{ priority: 1, result: 'NG', kind: 'single', rules: ['NOBODY'] }],
    }));
    expectRefused(await failing(folder), 'set', 'ruleset.json');
  });

  test('whose file of a format is not what its rules make', async () => {
    rewrite(folder, 'rules.jdm.json', (text) => text.replace('decisionTableNode', 'functionNode'));
    expectRefused(await failing(folder), 'target-differs', 'rules.jdm.json');
    cpSync(made, folder, { recursive: true });
    rewrite(folder, 'rules.inputs.json', (text) => text.replace('"format"', '"former"'));
    expectRefused(await failing(folder), 'target-differs', 'rules.inputs.json');
  });

  test('whose oplux.json or certificate says what does not follow from the rest', async () => {
    rewriteJson<{ default: string }>(folder, 'oplux.json', (oplux) => ({ ...oplux, default: 'NG' }));
    expectRefused(await failing(folder), 'setting-differs', 'oplux.json');
    cpSync(made, folder, { recursive: true });
    rewriteJson<{ rules: { true: number }[] }>(folder, 'certificate.json', (certificate) => ({
      ...certificate,
      rules: certificate.rules.map((rule) => ({ ...rule, true: rule.true + 1 })),
    }));
    expectRefused(await failing(folder), 'counts-differ', 'certificate.json');
  });
});

interface Listed {
  readonly files: readonly { readonly name: string }[];
}

function rewriteManifest(change: (manifest: Listed) => unknown): void {
  const path = join(folder, 'manifest.json');
  writeFileSync(path, `${JSON.stringify(change(JSON.parse(readFileSync(path, 'utf8')) as Listed), null, 2)}\n`);
}
