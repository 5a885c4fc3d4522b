import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { disproof } from '../../analysis/export/engine-proof.ts';
import { sha256 } from '../../analysis/export/package-files.ts';
import { openPackage, readPackage } from '../../analysis/export/read-package.ts';
import { canonicalText } from '../../analysis/model/canonical-json.ts';
import { failureOf } from '../../analysis/model/failure.ts';
import type { Oplux } from '../../analysis/model/oplux.ts';
import type { Certificate } from '../../analysis/model/package-certificate.ts';
import type { Manifest, VectorsFile } from '../../analysis/model/package.ts';
import type { RuleSet } from '../../analysis/model/ruleset.ts';
import { appVersion } from '../../analysis/model/version.ts';
import { basic, fileOf, openBench, context, type Bench } from '../ingest/workbench.ts';
import { ruleOf, ruleSetOf } from '../rule-sets.ts';
import { emptyFolder, rewrite, rewriteJson } from './packages.ts';
import { buildHere, proveHere } from './here.ts';

/** Packages that somebody changed who knows how they are proven: every hash is redone, and nobody signed them. */

const ruleSet: RuleSet = {
  ...ruleSetOf(
    ruleOf('HIGH', 'order.amount > 5000', 'NG'),
    ruleOf('NIGHT', 'order.time.getHours() >= 22 && custom.c1 == "備考1"', 'HOLD'),
    ruleOf('DISPOSABLE', 'buyer.email in lists.disposable', 'REVIEW'),
    ruleOf('MANY', 'velocity.by_device >= 2', 'REVIEW'),
  ),
  features: [{ id: 'by_device', agg: 'count', by: ['device.id'], window: '24h' }],
};

let work: Bench;
let made: string;
let place: string;
let folder: string;
beforeAll(async () => {
  work = await openBench();
  const columns = { ...basic.columns, email: 'メール', device_id: '端末' };
  const lines = Array.from({ length: 24 }, (_, n) => {
    const at = `2024-01-${String(1 + (n % 9)).padStart(2, '0')} ${String(n % 24).padStart(2, '0')}:00:00`;
    return `o${n},${at},${(n * 937) % 8000},p${n % 5}@${n % 3 === 0 ? 'mailinator.com' : 'example.jp'},d${n % 2},備考${n % 2}`;
  });
  const file = ['注文番号,注文日時,金額,メール,端末,備考', ...lines, ''].join('\n');
  await work.import(file, { ...basic, columns, keep: ['備考'] });
  await work.handlers['lists.add'](
    {
      ...{ file: work.grant(fileOf('domain,added_at\nmailinator.com,2024-01-02T03:04:05Z\n')), id: 'disposable' },
      ...{
        names: { ja: '使い捨て', en: 'Disposable' },
        purpose: 'negative',
        match: 'domain',
        snapshotAt: '2024-12-31',
      },
    },
    context(),
  );
  made = (await work.project.read({}, (db) => buildHere(work.project, db, ruleSet))).folder;
}, 120_000);
afterAll(() => work.project.close());
beforeEach(() => {
  place = emptyFolder();
  folder = join(place, 'p.shinsapkg');
  cpSync(made, folder, { recursive: true });
});
afterEach(() => rmSync(place, { recursive: true, force: true }));

/** Why it is refused: problem and file; null where all engines agree and every text is as it should be. */
async function refusal(): Promise<readonly [string, string] | null> {
  try {
    const { engines, notCompared } = await proveHere(readPackage(folder));
    const failed = disproof(engines);
    expect(notCompared).toEqual([]);
    return failed === null ? null : ['disproved', failed.file];
  } catch (error) {
    const { params, place: where } = failureOf(error);
    return [String(params?.['problem']), where?.file ?? ''];
  }
}

type Written = Extract<Manifest, { formatVersion: 2 }>;

const changeManifest = (change: (manifest: Written) => Written): void => {
  const path = join(folder, 'manifest.json');
  writeFileSync(path, canonicalText(change(JSON.parse(readFileSync(path, 'utf8')) as Written)));
};

/** The certificate knows the hash of the vectors. */
function rewriteVectors(change: (vectors: VectorsFile) => VectorsFile): void {
  rewriteJson<VectorsFile>(folder, 'vectors.json', change);
  const hash = sha256(readFileSync(join(folder, 'vectors.json')));
  rewriteJson<Certificate>(folder, 'certificate.json', (one) => ({
    ...one,
    vectors: { ...one.vectors, hash, listCases: 0 },
  }));
}

test('what these tests start from is proven again', async () => {
  expect(await refusal()).toBeNull();
  expect(readPackage(folder).manifest.tool.version).toBe(appVersion);
}, 60_000);

describe('a package is refused', () => {
  test('whose SQL reads another column, though its own oplux.json says so', async () => {
    rewrite(folder, 'rules.duckdb.sql', (text) => text.replaceAll('"amount"', '"item_quantity"'));
    rewriteJson<Oplux>(folder, 'oplux.json', (oplux) => ({
      ...oplux,
      inputs: oplux.inputs.map((one) => (one.column === 'amount' ? { ...one, column: 'item_quantity' } : one)),
    }));
    expect(await refusal()).toEqual(['target-differs', 'rules.duckdb.sql']);
  });

  test('whose oplux.json alone names another column, touchpoint or label', async () => {
    for (const other of [{ column: 'item_quantity' }, { touchpoint: 'event.other' }, { labels: ['件数'] }]) {
      cpSync(made, folder, { recursive: true });
      rewriteJson<Oplux>(folder, 'oplux.json', (oplux) => ({
        ...oplux,
        inputs: oplux.inputs.map((one) => (one.path === 'order.amount' ? { ...one, ...other } : one)),
      }));
      expect(await refusal()).toEqual(['setting-differs', 'oplux.json']);
    }
  });

  test('whose decision table was changed and taken out of the formats, with its file or left behind', async () => {
    rewrite(folder, 'rules.jdm.json', (text) => text.replaceAll('5000', '9000'));
    changeManifest((manifest) => ({ ...manifest, targets: manifest.targets.filter(({ id }) => id !== 'jdm') }));
    expect(await refusal()).toEqual(['not-owned', 'rules.jdm.json']);
    rmSync(join(folder, 'rules.jdm.json'));
    changeManifest((manifest) => ({
      ...manifest,
      files: manifest.files.filter(({ name }) => name !== 'rules.jdm.json'),
    }));
    expect(await refusal()).toEqual(['missing', 'rules.jdm.json']);
  });

  test('with a format that nobody knows, or a file that two formats own', async () => {
    const text = 'run me';
    writeFileSync(join(folder, 'extra.txt'), text);
    changeManifest((manifest) => ({
      ...manifest,
      files: [...manifest.files, { name: 'extra.txt', sha256: sha256(text), bytes: text.length }],
      targets: [...manifest.targets, { id: 'other', files: ['extra.txt'], proven: [] }],
    }));
    expect(await refusal()).toEqual(['not-owned', 'extra.txt']);
    changeManifest((manifest) => ({
      ...manifest,
      targets: manifest.targets.map((one) => (one.id === 'other' ? { ...one, files: ['rules.dmn'] } : one)),
    }));
    expect(await refusal()).toEqual(['twice', 'rules.dmn']);
  });

  test('whose rule book says something else', async () => {
    expect(readFileSync(join(folder, 'rulebook.ja.md'), 'utf8')).toContain('備考');
    for (const name of ['rulebook.ja.md', 'rulebook.en.html']) {
      cpSync(made, folder, { recursive: true });
      rewrite(folder, name, (text) => text.replace('5,000', '9,000'));
      expect(await refusal()).toEqual(['target-differs', name]);
    }
  });

  test('whose schema was widened', async () => {
    rewrite(folder, 'ruleset.schema.json', () => '{}\n');
    expect(await refusal()).toEqual(['target-differs', 'ruleset.schema.json']);
  });

  test('whose certificate keeps quiet about what it cannot speak of, or counts what nobody compared', async () => {
    const changes: readonly ((one: Certificate) => Certificate)[] = [
      (one) => ({ ...one, notReproduced: [] }),
      (one) => ({ ...one, notReached: [{ rule: 'HIGH', answer: 'true' }] }),
      (one) => ({ ...one, engines: one.engines.map((engine) => ({ ...engine, compared: engine.compared + 1 })) }),
      (one) => ({ ...one, engines: one.engines.filter(({ subject }) => subject !== 'history') }),
      (one) => ({ ...one, engines: one.engines.slice(0, -1) }),
      (one) => ({ ...one, data: { ...one.data, orders: 1_000_000 } }),
      // Of a rule that there is not, and a comparison that its rule has not.
      (one) => ({ ...one, thresholdsNotReached: [{ rule: 'GONE', clause: 'order.amount > 5000' }] }),
      (one) => ({ ...one, thresholdsNotReached: [{ rule: 'HIGH', clause: 'order.amount > 9000' }] }),
      (one) => ({ ...one, thresholdsNotReached: [{ rule: 'HIGH', clause: 'order.amount' }] }),
    ];
    for (const change of changes) {
      cpSync(made, folder, { recursive: true });
      rewriteJson<Certificate>(folder, 'certificate.json', change);
      expect([changes.indexOf(change), await refusal()]).toEqual([
        changes.indexOf(change),
        ['counts-differ', 'certificate.json'],
      ]);
    }
  }, 60_000);

  test('whose manifest counts what it does not hold', async () => {
    for (const change of [
      (one: Written): Written => ({ ...one, replay: { ...one.replay, vectors: one.replay.vectors + 1 } }),
      (one: Written): Written => ({
        ...one,
        targets: one.targets.map((target) => ({ ...target, proven: [...target.proven, 'more'] })),
      }),
    ]) {
      cpSync(made, folder, { recursive: true });
      changeManifest(change);
      expect(await refusal()).toEqual(['counts-differ', 'manifest.json']);
    }
  });

  test('whose cases of lists are others than the runtime says, or left out', async () => {
    rewriteVectors((one) => ({ ...one, listCases: (one.listCases ?? []).map((own) => ({ ...own, on: !own.on })) }));
    expect(await refusal()).toEqual(['disproved', 'lists.json']);
    cpSync(made, folder, { recursive: true });
    rewriteVectors(({ listCases: _cases, ...one }) => one);
    expect(await refusal()).toEqual(['counts-differ', 'vectors.json']);
  });

  test('whose list is of another kind than the rule set says', async () => {
    rewrite(folder, 'lists.json', (text) => text.replace('"match": "domain"', '"match": "exact"'));
    expect(await refusal()).toEqual(['lists-differ', 'lists.json']);
  });
});

const bookFiles = ['rulebook.en.html', 'rulebook.en.md', 'rulebook.ja.html', 'rulebook.ja.md'];

/** Written by versions 0.1.0 to 0.4.0 and never again: whatever printers do since, they are read, run and told. */
describe('a package of another version', () => {
  const frozen = join(import.meta.dirname, 'frozen', '0.1.0.shinsapkg');
  beforeEach(() => {
    rmSync(folder, { recursive: true });
    mkdirSync(folder);
    for (const [name, bytes] of Object.entries(unzipSync(readFileSync(frozen))))
      writeFileSync(join(folder, name), bytes);
  });

  test('runs on every engine; what this program would write otherwise is named, not refused', async () => {
    const read = await openPackage(frozen);
    expect(read.manifest.tool.version).toBe('0.1.0');
    const { engines, notCompared } = await proveHere(read);
    expect(disproof(engines)).toBeNull();
    expect(engines.map(({ file }) => file)).toEqual([
      ...['rules.cel.json', 'ruleset.json', 'lists.json', 'rules.cel.json', 'rules.jdm.json', 'rules.jsonlogic.json'],
    ]);
    // Its oplux.json does not tell labels, so that the book cannot be made again.
    expect(notCompared).toEqual(expect.arrayContaining(['oplux.json', 'rulebook.ja.md']));
    expect(notCompared).not.toContain('ruleset.json');
  }, 60_000);

  test('runs where its orders brought what was reported as a column', async () => {
    const read = await openPackage(join(import.meta.dirname, 'frozen', '0.2.0.shinsapkg'));
    expect(read.manifest.tool.version).toBe('0.2.0');
    expect(read.texts.get('features.duckdb.sql')).toContain('the orders bring it as a column');
    expect(read.vectors.featureCases?.map(({ feature }) => feature)).toEqual(['by_device', 'spent']);
    const { engines, notCompared } = await proveHere(read);
    expect(disproof(engines)).toBeNull();
    expect(notCompared).toEqual(['features.duckdb.sql', ...bookFiles, 'rules.clickhouse.sql', 'vectors.json']);
  }, 60_000);

  test('runs where its book and ClickHouse were told otherwise, and its withheld list by a hash of its entries', async () => {
    const read = await openPackage(join(import.meta.dirname, 'frozen', '0.3.0.shinsapkg'));
    expect(read.manifest.tool.version).toBe('0.3.0');
    expect(read.lists?.lists.map(({ id, entries }) => [id, entries === null])).toEqual([
      ['disposable', false],
      ['negative', true],
    ]);
    const { engines, notCompared } = await proveHere(read);
    expect(disproof(engines)).toBeNull();
    expect(engines.map(({ file }) => file)).toContain('rules.jsonlogic.json');
    // Its cases of features held other amounts.
    expect(notCompared).toEqual([...bookFiles, 'rules.clickhouse.sql', 'vectors.json']);
  }, 60_000);

  test('runs where its features of events and with lines had no cases', async () => {
    const read = await openPackage(join(import.meta.dirname, 'frozen', '0.4.0.shinsapkg'));
    expect(read.manifest.tool.version).toBe('0.4.0');
    expect(read.ruleSet.features?.map(({ id }) => id)).toEqual(['by_device', 'spent', 'auths', 'lines']);
    expect(read.vectors.featureCases?.map(({ feature }) => feature)).toEqual(['by_device', 'spent']);
    const { engines, notCompared } = await proveHere(read);
    expect(disproof(engines)).toBeNull();
    expect(notCompared).toEqual(['vectors.json']);
  }, 60_000);

  test('is held to what its engines say, and told where a text was changed or is gone', async () => {
    rewrite(folder, 'rules.clickhouse.sql', (text) => `${text}-- more\n`);
    changeManifest((manifest) => ({ ...manifest, targets: manifest.targets.filter(({ id }) => id !== 'dmn') }));
    rmSync(join(folder, 'rules.dmn'));
    changeManifest((manifest) => ({ ...manifest, files: manifest.files.filter(({ name }) => name !== 'rules.dmn') }));
    const { engines, notCompared } = await proveHere(readPackage(folder));
    expect(disproof(engines)).toBeNull();
    expect(notCompared).toEqual(expect.arrayContaining(['rules.clickhouse.sql', 'rules.dmn']));
    expect(existsSync(join(folder, 'rules.jdm.json'))).toBe(true);
    rewrite(folder, 'rules.jdm.json', (text) => text.replaceAll('5000', '6000'));
    expect(disproof((await proveHere(readPackage(folder))).engines)).toMatchObject({ file: 'rules.jdm.json' });
  }, 60_000);
});
