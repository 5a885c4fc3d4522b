import { join } from 'node:path';
import { expect, test } from 'vitest';
import { disproof } from '../../analysis/export/engine-proof.ts';
import { openPackage, readPackage } from '../../analysis/export/read-package.ts';
import { takeInHandlers } from '../../analysis/export/take-in.ts';
import { shippedEntries } from '../../analysis/export/used-lists.ts';
import { localGrants } from '../../analysis/local-grants.ts';
import { ShinsaError } from '../../analysis/model/failure.ts';
import type { ListMatch, ListPurpose } from '../../analysis/model/lists.ts';
import { hashOf } from '../../analysis/store/hash.ts';
import type { ProjectHandle } from '../../analysis/store/project-handle.ts';
import { listRuleSets } from '../../analysis/store/rule-sets.ts';
import { basic, bench, codeOf, context, fileOf, inProcess, type Bench } from '../ingest/workbench.ts';
import { ruleOf, ruleSetOf } from '../rule-sets.ts';
import { rewrite } from './packages.ts';
import { buildHere, exportHere, proveHere } from './here.ts';

const ruleSet = ruleSetOf(
  ruleOf('DISPOSABLE', 'buyer.email in lists.disposable', 'REVIEW'),
  ruleOf('NETWORK', 'ip.address in lists.nets && order.amount > 100', 'REVIEW'),
  ruleOf('MAIL', 'buyer.email in lists.neg_mail', 'NG'),
);
const mapping = { ...basic, columns: { ...basic.columns, email: 'メール', ip_address: 'IP' } };

async function source(): Promise<Bench> {
  const work = await bench();
  const lines = Array.from({ length: 30 }, (_, n) => {
    const mail = `person${n}@${n % 3 === 0 ? 'm1.mailinator.com' : 'example.jp'}`;
    return `o${n},2024-01-${String(1 + (n % 28)).padStart(2, '0')} 12:00:00,${n * 10},${mail},203.0.113.${n}`;
  });
  await work.import(['注文番号,注文日時,金額,メール,IP', ...lines, ''].join('\n'), mapping);
  const add = (id: string, match: ListMatch, content: string, purpose: ListPurpose = 'negative') =>
    work.handlers['lists.add'](
      {
        ...{ file: work.grant(fileOf(content)), id, names: { ja: `${id} 一覧`, en: id }, purpose },
        ...{ match, snapshotAt: '2024-12-31' },
      },
      context(),
    );
  await add(
    'disposable',
    'domain',
    'domain,added_at,removed_at\nmailinator.com,2024-01-02T03:04:05Z,2024-02-01 00:00\n"b.example",,\n',
  );
  await add(
    'nets',
    'cidr',
    'cidr,added_at\n203.0.113.0/25,2024-01-14 00:00\n2001:db8::/32,2024-01-15 00:00\n',
    'network',
  );
  await add('neg_mail', 'email', 'email,added_at\nperson1@example.jp,2024-01-01 00:00\n');
  return work;
}

test('a package is taken into another project without loss: its rule set, its lists, and what they say of an order', async () => {
  const from = await source();
  const built = await from.project.read({}, (db) => buildHere(from.project, db, ruleSet));
  const read = readPackage(built.folder);
  expect(read.vectors.listCases?.filter(({ on }) => on).length).toBeGreaterThan(0);
  expect(read.vectors.listCases?.filter(({ list, on }) => list === 'nets' && !on).length).toBeGreaterThan(0);
  expect(disproof((await proveHere(read)).engines)).toBeNull();

  const to = await bench();
  const grants = localGrants();
  const { 'export.takeIn': takeIn } = takeInHandlers(to.project, {
    grants,
    processes: inProcess(),
    addList: to.handlers['lists.addEntries'],
  });
  const taken = await takeIn({ file: grants.grant(built.folder) }, context());
  expect(taken.ruleSet.ruleSet).toEqual(read.ruleSet);
  expect(taken.lists.map(({ id, state }) => [id, state])).toEqual([
    ['disposable', 'added'],
    ['nets', 'added'],
    ['neg_mail', 'not-given'],
  ]);
  const purposes = async ({ project }: Bench) =>
    (await project.info()).lists.filter(({ id }) => id !== 'neg_mail').map(({ id, purpose }) => [id, purpose]);
  expect(await purposes(to)).toEqual(await purposes(from));
  expect((await purposes(to)).map(([, purpose]) => purpose)).toEqual(['negative', 'network']);
  for (const id of ['disposable', 'nets']) {
    const list = { id, match: id === 'nets' ? 'cidr' : 'domain' } as const;
    const own = await to.project.read({}, (db) => shippedEntries(db, list));
    expect(own).toEqual(await from.project.read({}, (db) => shippedEntries(db, list)));
  }
  const othersIn = async ({ project }: Bench) => {
    const call = exportHere(project, grants)['export.readPackage'];
    return (await call({ file: grants.grant(built.folder) }, context())).here.otherLists;
  };
  expect([await othersIn(from), await othersIn(to)]).toEqual([[], ['neg_mail']]);
  const again = await takeIn({ file: grants.grant(built.folder) }, context());
  expect(again.lists.map(({ state }) => state)).toEqual(['same', 'same', 'not-given']);
  expect(again.ruleSet).toEqual(taken.ruleSet);
  expect(await to.project.read({}, listRuleSets)).toHaveLength(1);
  await from.handlers['lists.put']({ listId: 'disposable', values: ['another.example'] }, context());
  expect(await othersIn(from)).toEqual(['disposable']);
});

test('where its second list cannot be taken neither the first nor the rules are', async () => {
  const from = await source();
  const built = await from.project.read({}, (db) => buildHere(from.project, db, ruleSet));
  const to = await bench();
  const grants = localGrants();
  const { 'export.takeIn': takeIn } = takeInHandlers(to.project, {
    grants,
    processes: inProcess(),
    addList: (list, given) =>
      list.id === 'nets' ? Promise.reject(new ShinsaError('cancelled')) : to.handlers['lists.addEntries'](list, given),
  });
  expect(await codeOf(takeIn({ file: grants.grant(built.folder) }, context()))).toBe('cancelled');
  expect((await to.project.info()).lists).toEqual([]);
  expect(await to.project.read({}, listRuleSets)).toEqual([]);
});

test('a list whose entries stay is known by a hash that only its own project can make', async () => {
  const from = await source();
  const built = await from.project.read({}, (db) => buildHere(from.project, db, ruleSet));
  const { ruleSet: written, proof } = readPackage(built.folder);
  const takenIn = async (project: ProjectHandle, folder = built.folder) => {
    const grants = localGrants();
    const deps = { grants, processes: inProcess(), addList: from.handlers['lists.addEntries'] };
    const { 'export.takeIn': takeIn } = takeInHandlers(project, deps);
    const { lists } = await takeIn({ file: grants.grant(folder) }, context());
    return lists.map(({ id, state }) => [id, state]);
  };
  const entriesOf = (id: string, match: ListMatch) =>
    from.project.read({}, async (db) => (await shippedEntries(db, { id, match })).entries);
  const hashes = new Map(written.lists?.map(({ id, contentHash }) => [id, contentHash]));
  const mails = await entriesOf('neg_mail', 'email');
  expect(hashes.get('neg_mail')).not.toBe(hashOf(mails));
  expect(hashes.get('disposable')).toBe(hashOf(await entriesOf('disposable', 'domain')));
  expect(proof?.certificate.lists.map(({ hash }) => hash)).toEqual([...hashes.values()]);
  const all = ['disposable', 'nets', 'neg_mail'].map((id) => [id, 'same']);
  expect(await takenIn(from.project)).toEqual(all);
  // A project with the same entries and another secret.
  const other = { ...from.project, surrogateKey: 'of another project' };
  expect(await takenIn(other)).toEqual([...all.slice(0, 2), ['neg_mail', 'differs']]);
  // Raw values leave with the hash that anybody can make, and are known wherever they are.
  const raw = await from.project.read({}, (db) => buildHere(from.project, db, ruleSet, { rawValues: true }));
  const given = readPackage(raw.folder).ruleSet.lists?.find(({ id }) => id === 'neg_mail');
  expect(given?.contentHash).toBe(hashOf(mails));
  expect(await takenIn(other, raw.folder)).toEqual(all);
}, 120_000);

test.each(['0.1.0', '0.2.0', '0.3.0', '0.4.0'])(
  'a package that version %s wrote is taken in, and is its rule set',
  async (version) => {
    const path = join(import.meta.dirname, 'frozen', `${version}.shinsapkg`);
    const { ruleSet: written } = await openPackage(path);
    const to = await bench();
    const grants = localGrants();
    const { 'export.takeIn': takeIn } = takeInHandlers(to.project, {
      grants,
      processes: inProcess(),
      addList: to.handlers['lists.addEntries'],
    });
    const { ruleSet } = await takeIn({ file: grants.grant(path) }, context());
    expect(ruleSet.ruleSet).toEqual(written);
    expect((await to.project.read({}, listRuleSets)).map(({ ruleSet: own }) => own)).toEqual([written]);
  },
);

test('nothing is taken of a package that does not prove itself', async () => {
  const from = await source();
  const built = await from.project.read({}, (db) => buildHere(from.project, db, ruleSet));
  rewrite(built.folder, 'vectors.json', (text) => text.replace('"result": "NG"', '"result": "OK"'));
  const to = await bench();
  const grants = localGrants();
  const { 'export.takeIn': takeIn } = takeInHandlers(to.project, {
    grants,
    processes: inProcess(),
    addList: to.handlers['lists.addEntries'],
  });
  expect(await codeOf(takeIn({ file: grants.grant(built.folder) }, context()))).toBe('package-disproved');
  expect(await to.project.read({}, listRuleSets)).toEqual([]);
  expect((await to.project.info()).lists).toEqual([]);
});
