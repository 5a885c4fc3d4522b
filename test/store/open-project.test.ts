import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  linkSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createProject, openProject } from '../../analysis/store/open-project.ts';
import { listImports, listOutcomeFiles } from '../../analysis/store/imports.ts';
import {
  formatVersion,
  outcomeDetails,
  outcomeKeys,
  tablesOf4,
  tablesOf5,
  tablesOf6,
} from '../../analysis/store/schema.ts';
import { sql } from '../../analysis/store/sql.ts';
import { bundled } from '../bundled.ts';
import { codeOf, hashOf, newProject, putOrders, refusedUnchanged, scratch } from './projects.ts';

let place: ReturnType<typeof scratch>;
let path: string;
const cache = (): { cacheDir: string } => ({ cacheDir: join(place.dir, 'cache') });

beforeEach(() => {
  place = scratch();
  path = join(place.dir, 'p.shinsa');
});
afterEach(() => place.dispose());

/** A closed project with two orders. */
async function written(): Promise<void> {
  const project = await newProject(place.dir);
  await putOrders(project, [
    { id: 'a', at: '2024-01-01T00:00:00Z' },
    { id: 'b', at: '2024-01-02T00:00:00Z' },
  ]);
  await project.close();
}

/** Outcomes as they were before format 3. */
const withoutOutcomeKeys = outcomeKeys.map(([name]) => `ALTER TABLE outcomes DROP COLUMN ${name}`);

const dropped = (tables: typeof tablesOf4): readonly string[] =>
  tables.map(({ text }) => `DROP TABLE ${/CREATE TABLE (\w+)/.exec(text)?.[1] ?? ''}`);

/** What came with format 4 and later, taken away. */
const withoutFormat4 = [
  'ALTER TABLE rule_sets DROP COLUMN note',
  ...outcomeDetails.map(([name]) => `ALTER TABLE outcomes DROP COLUMN ${name}`),
  ...dropped([...tablesOf4, ...tablesOf5, ...tablesOf6]),
];

/** The same as version 3 wrote it, with a chargeback that two lists tell. */
async function ofVersion3(): Promise<void> {
  await written();
  await onBareFile(path, [
    ...withoutFormat4,
    `INSERT INTO outcomes (order_id, told_id, transaction_id, matched_by, kind, reported_at, amount, currency, source, source_line) VALUES
      ('a', 'a', NULL, 'order-id', 'chargeback', '2024-03-01 00:00:00+09', 1000, 'JPY', 'list', 2),
      ('a', NULL, 't', 'hand', 'chargeback', '2024-02-29 10:30:00+09', 1000, 'JPY', 'acquirer', 2)`,
    'UPDATE shinsa_meta SET format_version = 3',
    'CHECKPOINT',
  ]);
}

/** The same as version 2 wrote it, with outcomes of an order, of none, and without an order id. */
async function ofVersion2(): Promise<void> {
  await written();
  await onBareFile(path, [
    ...withoutFormat4,
    ...withoutOutcomeKeys,
    'DROP TABLE identity_values',
    'DROP TABLE entity_links',
    `INSERT INTO outcomes (order_id, kind, amount, currency, source, source_line) VALUES
      ('a', 'chargeback', 1000, 'JPY', 'list', 2), ('x', 'chargeback', 70, 'JPY', 'list', 3), (NULL, 'overdue', 5, 'JPY', 'list', 4)`,
    `INSERT INTO outcome_files VALUES ('list', now(),
      '{"importId":"list","fileName":"cb.csv","read":4,"matched":1,"unmatched":2,"rejected":1,"amountMatched":1000,"amountUnmatched":75}')`,
    `INSERT INTO imports VALUES ('orders', now(), '{"importId":"orders","fileName":"o.csv","read":2,"accepted":2,"rejected":0,
      "outcomes":{"read":4,"matched":1,"unmatched":2,"rejected":1,"amountMatched":1000,"amountUnmatched":75}}')`,
    'DROP VIEW orders',
    ...['transaction_id', 'approval_number', 'card_last4'].map((name) => `ALTER TABLE order_rows DROP COLUMN ${name}`),
    'CREATE VIEW orders AS FROM order_rows',
    'UPDATE shinsa_meta SET format_version = 2',
    'CHECKPOINT',
  ]);
}

/** The same as version 1 wrote it: every column of the orders in a table. */
async function ofVersion1(): Promise<void> {
  await ofVersion2();
  await onBareFile(path, [
    'CREATE TABLE all_columns AS FROM orders',
    'DROP VIEW orders',
    'DROP TABLE outcome_files',
    'DROP TABLE order_rows',
    'ALTER TABLE all_columns RENAME TO orders',
    'UPDATE shinsa_meta SET format_version = 1',
    'CHECKPOINT',
  ]);
}

async function onBareFile(file: string, statements: readonly string[]): Promise<void> {
  const duck = await DuckDBInstance.create(file);
  const connection = await duck.connect();
  for (const statement of statements) await connection.run(statement);
  connection.closeSync();
  duck.closeSync();
}

const countOrders = async (file: string): Promise<unknown> => {
  const project = await openProject(file, cache());
  const row = await project.read({}, (db) => db.first(sql`SELECT count(*) AS n FROM orders`));
  await project.close();
  return row?.['n'];
};

describe('files that are refused keep their bytes', () => {
  test('missing', async () => {
    expect(await codeOf(openProject(path, cache()))).toBe('project-not-found');
    expect(existsSync(path)).toBe(false);
  });

  test.each([
    ['empty', (): Buffer => Buffer.alloc(0)],
    ['text', (): Buffer => Buffer.from('order,amount\n1,2\n'.repeat(2000))],
    ['cut in the header', (): Buffer => readFileSync(path).subarray(0, 5000)],
    ['cut in the data', (): Buffer => readFileSync(path).subarray(0, readFileSync(path).length - 1)],
    [
      'with flipped bits in every block',
      (): Buffer =>
        Buffer.from(readFileSync(path)).map((byte, at) =>
          at > 12_288 && at % 101 === 0 ? byte ^ 255 : byte,
        ) as Buffer,
    ],
  ])('%s: damaged', async (_, bytes) => {
    await written();
    writeFileSync(path, bytes());
    await refusedUnchanged(path, () => openProject(path, cache()), 'project-damaged');
  });

  test('a DuckDB file of somebody else: foreign', async () => {
    await onBareFile(path, ['CREATE TABLE orders (id INTEGER)']);
    await refusedUnchanged(path, () => openProject(path, cache()), 'project-foreign');
  });

  test('a table of our name with other columns: foreign', async () => {
    await onBareFile(path, ['CREATE TABLE shinsa_meta (x INTEGER)', 'INSERT INTO shinsa_meta VALUES (1)']);
    await refusedUnchanged(path, () => openProject(path, cache()), 'project-foreign');
  });

  test('an id that would name a folder elsewhere: foreign', async () => {
    await written();
    await onBareFile(path, ["UPDATE shinsa_meta SET project_id = '../../../escape'", 'CHECKPOINT']);
    await refusedUnchanged(path, () => openProject(path, cache()), 'project-foreign');
  });

  test('a newer format', async () => {
    await written();
    await onBareFile(path, [`UPDATE shinsa_meta SET format_version = ${formatVersion + 1}`, 'CHECKPOINT']);
    await refusedUnchanged(path, () => openProject(path, cache()), 'project-newer');
  });

  test('a folder', async () => {
    expect(await codeOf(openProject(place.dir, cache()))).toBe('project-foreign');
  });

  test('making one where something is', async () => {
    writeFileSync(path, 'mine');
    await refusedUnchanged(path, () => createProject(path, cache()), 'project-exists');
  });

  test('making one in a folder that is not there leaves nothing', async () => {
    const nowhere = join(place.dir, 'nowhere', 'p.shinsa');
    expect(await codeOf(createProject(nowhere, cache()))).toBe('project-read-only');
    expect(existsSync(join(place.dir, 'nowhere'))).toBe(false);
  });
});

test('where working files cannot be kept, making a project leaves nothing and opening one holds nothing', async () => {
  const blocked = { cacheDir: join(place.dir, 'a file') };
  writeFileSync(blocked.cacheDir, '');
  expect(await codeOf(createProject(path, blocked))).toBe('cache-unusable');
  expect(readdirSync(place.dir)).toEqual(['a file']);
  await written();
  expect(await codeOf(openProject(path, blocked))).toBe('cache-unusable');
  expect(await countOrders(path)).toBe(2);
});

describe('open elsewhere', () => {
  test('in this process, by any name of the file', async () => {
    const project = await newProject(place.dir);
    const link = join(place.dir, 'link.shinsa');
    const hard = join(place.dir, 'hard.shinsa');
    symlinkSync(path, link);
    linkSync(path, hard);
    for (const name of [path, link, hard])
      expect(await codeOf(openProject(name, cache()))).toBe('project-open-elsewhere');
    await project.close();
    const again = await openProject(link, cache());
    expect((await again.info()).orders).toBe(0);
    await again.close();
  });

  test('in another process', async () => {
    const project = await newProject(place.dir);
    await putOrders(project, [{ id: 'a', at: '2024-01-01T00:00:00Z' }]);
    const bare = `const {DuckDBInstance}=require(${JSON.stringify(join(process.cwd(), 'node_modules/@duckdb/node-api'))});
      DuckDBInstance.create(${JSON.stringify(path)}).then(()=>process.exit(0),()=>process.exit(7))`;
    expect(spawnSync(process.execPath, ['-e', bare]).status).toBe(7);
    await project.close();
    expect(spawnSync(process.execPath, ['-e', bare]).status).toBe(0);
  });

  test('by another process: says so', async () => {
    await written();
    const holder = await holdInChild(path);
    await refusedUnchanged(path, () => openProject(path, cache()), 'project-open-elsewhere');
    holder.kill('SIGKILL');
  });
});

async function holdInChild(file: string): Promise<{ kill: (signal: 'SIGKILL') => void }> {
  const { spawn } = await import('node:child_process');
  const code = `const {DuckDBInstance}=require(${JSON.stringify(join(process.cwd(), 'node_modules/@duckdb/node-api'))});
    DuckDBInstance.create(${JSON.stringify(file)}).then((d)=>{globalThis.d=d;process.stdout.write('held');setInterval(()=>{},1000)})`;
  const child = spawn(process.execPath, ['-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise<void>((resolve) => child.stdout.once('data', () => resolve()));
  return { kill: (signal) => void child.kill(signal) };
}

describe('read-only', () => {
  test.each(['file', 'folder'])('a %s that may not be written opens, and says so when written to', async (what) => {
    await written();
    const cacheDir = scratch('shinsa-cache-');
    chmodSync(what === 'file' ? path : place.dir, what === 'file' ? 0o444 : 0o555);
    const before = hashOf(path);
    const project = await openProject(path, { cacheDir: cacheDir.dir });
    expect(await project.info()).toMatchObject({ readOnly: true, orders: 2 });
    expect(await codeOf(project.update({ asOf: '2024-01-01' }))).toBe('project-read-only');
    const rows = await project.read({}, async (db) =>
      db.first(sql`SELECT count(*) AS n FROM ${await project.rows(db, ['event_id'])}`),
    );
    expect(rows?.['n']).toBe(2);
    await project.close();
    chmodSync(place.dir, 0o755);
    expect(hashOf(path)).toBe(before);
    expect(readdirSync(place.dir).filter((name) => name.startsWith('p.shinsa'))).toEqual(['p.shinsa']);
    cacheDir.dispose();
  });
});

describe('an older file', () => {
  test.each([
    ['1', ofVersion1],
    ['2', ofVersion2],
    ['3', ofVersion3],
  ])('of version %s is brought up to date on a copy, the file as it was stays as .bak', async (_, older) => {
    await older();
    const before = hashOf(path);
    const project = await openProject(path, cache());
    const orders = await project.read({}, (db) => db.rows(sql`SELECT seq, event_id, amount FROM orders ORDER BY seq`));
    expect(orders.map((row) => row['event_id'])).toEqual(['a', 'b']);
    expect((await project.info()).orders).toBe(2);
    expect(await codeOf(openProject(path, cache()))).toBe('project-open-elsewhere');
    await project.close();
    expect(hashOf(`${path}.bak`)).toBe(before);
    expect(readdirSync(place.dir).sort()).toEqual(['cache', 'p.shinsa', 'p.shinsa.bak']);
    expect(await countOrders(path)).toBe(2);
  });

  test('whose last writes stand in its write-ahead file loses none of them, and an old backup leaves nothing behind', async () => {
    await ofVersion1();
    const writer = `const { DuckDBInstance } = await import('@duckdb/node-api');
      const db = await (await DuckDBInstance.create(process.argv[1])).connect();
      await db.run("INSERT INTO orders (seq, event_id) VALUES (2, 'c')");
      process.kill(process.pid, 'SIGKILL');`;
    spawnSync(process.execPath, ['--input-type=module', '-e', writer, path]);
    expect(existsSync(`${path}.wal`)).toBe(true);
    writeFileSync(`${path}.bak.wal`, 'of another day');
    expect(await countOrders(path)).toBe(3);
    expect(readdirSync(place.dir).sort()).toEqual(['cache', 'p.shinsa', 'p.shinsa.bak']);
    copyFileSync(`${path}.bak`, path);
    expect(await countOrders(path)).toBe(3);
  });

  test('that cannot be brought up to date stays as it was, without leftovers', async () => {
    await ofVersion1();
    await onBareFile(path, ['DROP TABLE outcomes', 'CHECKPOINT']);
    const before = hashOf(path);
    expect(await codeOf(openProject(path, cache()))).not.toBe('no failure');
    expect(hashOf(path)).toBe(before);
    expect(readdirSync(place.dir).sort()).toEqual(['cache', 'p.shinsa']);
  });
});

test('a file of version 4 gets what came later, and what came to it while it was the newest', async () => {
  await written();
  await onBareFile(path, [
    ...dropped([...tablesOf5, ...tablesOf6]),
    'DROP TABLE saved_mappings',
    'UPDATE shinsa_meta SET format_version = 4',
    'CHECKPOINT',
  ]);
  const project = await openProject(path, cache());
  expect(
    await project.read({}, (db) =>
      db.first(sql`SELECT (SELECT count(*) FROM segments) AS segments,
    (SELECT count(*) FROM saved_mappings) AS mappings, (SELECT count(*) FROM orders) AS orders`),
    ),
  ).toEqual({
    segments: 0,
    mappings: 0,
    orders: 2,
  });
  await project.close();
});

test('a file of version 5 gets the tables of version 6 and keeps its segments', async () => {
  await written();
  await onBareFile(path, [
    ...dropped(tablesOf6),
    "INSERT INTO segments VALUES ('s', 'one', '', '{\"clauses\":[]}', now(), NULL)",
    'UPDATE shinsa_meta SET format_version = 5',
    'CHECKPOINT',
  ]);
  const project = await openProject(path, cache());
  expect(
    await project.read({}, (db) =>
      db.first(sql`SELECT (SELECT count(*) FROM segments) AS segments, (SELECT count(*) FROM findings) AS findings,
        (SELECT count(*) FROM orders) AS orders`),
    ),
  ).toEqual({ segments: 1, findings: 0, orders: 2 });
  await project.close();
  expect(existsSync(`${path}.bak`)).toBe(true);
});

test('a file of version 3 counts a chargeback once that two lists tell, and has room for events', async () => {
  await ofVersion3();
  const project = await openProject(path, cache());
  const rows = await project.read({}, (db) =>
    db.rows(
      sql`SELECT source, repeats, days_past_due, reported_at, (SELECT count(*) FROM events) AS events FROM outcomes ORDER BY source`,
    ),
  );
  // A day without a clock was known at its end.
  expect(rows).toEqual([
    {
      ...{ source: 'acquirer', repeats: null, days_past_due: null, events: 0 },
      reported_at: Date.parse('2024-02-29T10:30:00+09:00'),
    },
    {
      ...{ source: 'list', repeats: true, days_past_due: null, events: 0 },
      reported_at: Date.parse('2024-03-01T23:59:59+09:00'),
    },
  ]);
  await project.close();
});

test('a file of version 2 keeps every outcome: those of an order are joined by its id, the others named as they were', async () => {
  await ofVersion2();
  const project = await openProject(path, cache());
  const outcomes = await project.read({}, (db) =>
    db.rows(sql`SELECT order_id, told_id, matched_by, candidates, amount FROM outcomes ORDER BY source_line`),
  );
  expect(outcomes).toEqual([
    { order_id: 'a', told_id: 'a', matched_by: 'order-id', candidates: 1, amount: 1000 },
    { order_id: null, told_id: 'x', matched_by: null, candidates: 0, amount: 70 },
    { order_id: null, told_id: null, matched_by: null, candidates: 0, amount: 5 },
  ]);
  expect(await project.read({}, (db) => listOutcomeFiles(db, 'JPY'))).toMatchObject([
    {
      ...{ read: 4, matched: 1, several: 0, unmatched: 2, rejected: 1 },
      ...{ amountMatched: 1000, amountSeveral: 0, amountUnmatched: 75, amountRejected: null },
      matchedBy: [{ by: 'order-id', rows: 1, amount: 1000 }],
    },
  ]);
  const [report] = await project.read({}, listImports);
  expect(report?.outcomes).toMatchObject({
    matched: 1,
    several: 0,
    amountSeveral: 0,
    amountRejected: null,
    matchedBy: [],
  });
  const cards = await project.read({}, (db) =>
    db.rows(sql`SELECT DISTINCT card_last4, transaction_id, approval_number FROM orders`),
  );
  expect(cards).toEqual([{ card_last4: null, transaction_id: null, approval_number: null }]);
  await project.close();
  expect(existsSync(`${path}.bak`)).toBe(true);
});

test('two programs do not bring up one file at once; what one that was cut off left is taken away', async () => {
  await ofVersion1();
  const copy = `${path}.migrating`;
  writeFileSync(copy, 'of another program');
  await refusedUnchanged(path, () => openProject(path, cache()), 'project-open-elsewhere');
  const long = new Date(Date.now() - 3_600_000);
  utimesSync(copy, long, long);
  expect(await countOrders(path)).toBe(2);
  expect(existsSync(copy)).toBe(false);
});

describe('making a project', () => {
  test('twice at once makes one, which its maker keeps', async () => {
    const tries = [createProject(path, cache()), createProject(path, cache())];
    const codes = await Promise.all(tries.map((one) => codeOf(one)));
    expect(codes.toSorted()).toEqual(['no failure', 'project-exists']);
    for (const one of await Promise.allSettled(tries)) if (one.status === 'fulfilled') await one.value.close();
    expect(readdirSync(place.dir).sort()).toEqual(['cache', 'p.shinsa']);
    expect(await countOrders(path)).toBe(0);
  });

  test('that is cut off leaves nothing under its name, or a whole one', async () => {
    const script = join(place.dir, 'program.ts');
    writeFileSync(
      script,
      `import { createProject } from ${JSON.stringify(join(process.cwd(), 'analysis/store/open-project.ts'))};
       const [path = '', cacheDir = '', ms = ''] = process.argv.slice(2);
       setTimeout(() => process.exit(9), Number(ms));
       void createProject(path, { cacheDir });`,
    );
    const program = await bundled(script);
    for (const ms of [5, 20, 40, 80]) {
      const made = join(place.dir, `${ms}.shinsa`);
      expect(spawnSync(process.execPath, [program, made, cache().cacheDir, String(ms)]).status).toBe(9);
      if (!existsSync(made)) await (await createProject(made, cache())).close();
      expect(await countOrders(made)).toBe(0);
    }
  });
});

test('an older file that cannot be opened after it was brought up to date is held by nobody', async () => {
  await ofVersion1();
  const blocked = { cacheDir: join(place.dir, 'a file') };
  writeFileSync(blocked.cacheDir, '');
  expect(await codeOf(openProject(path, blocked))).toBe('cache-unusable');
  expect(await countOrders(path)).toBe(2);
});

describe('a copied project', () => {
  test('works beside the first, without its cache', async () => {
    await written();
    const copy = join(place.dir, 'copy.shinsa');
    copyFileSync(path, copy);
    const first = await openProject(path, cache());
    const second = await openProject(copy, cache());
    expect((await second.info()).orders).toBe(2);
    expect(second.stagingDir).not.toBe(first.stagingDir);
    await first.close();
    expect(existsSync(second.stagingDir)).toBe(true);
    await second.close();
    expect(existsSync(second.stagingDir)).toBe(false);
    const elsewhere = await openProject(copy, { cacheDir: join(place.dir, 'other-cache') });
    expect((await elsewhere.info()).projectId).toBe((await reopened()).projectId);
    await elsewhere.close();
  });

  async function reopened(): Promise<{ projectId: string }> {
    const project = await openProject(path, cache());
    const { projectId } = await project.info();
    await project.close();
    return { projectId };
  }
});

test.each(["O'Brien's shop", '注文 データ', 'with space', 'semi;colon"quote'])('a path with %s works', async (name) => {
  const folder = scratch(`${name.replaceAll('"', '')}-`);
  const file = join(folder.dir, `${name}.shinsa`);
  const project = await createProject(file, { cacheDir: join(folder.dir, name) });
  await putOrders(project, [{ id: 'a', at: '2024-01-01T00:00:00Z' }]);
  const staged = project.stagingPath('出力 \'x".csv');
  await project.read({}, (db) => db.run(sql`COPY (SELECT event_id FROM orders) TO ${staged}`));
  expect(readFileSync(staged, 'utf8')).toContain('a');
  expect((await project.info()).name).toBe(name);
  await project.close();
  expect(existsSync(staged)).toBe(false);
  folder.dispose();
});
