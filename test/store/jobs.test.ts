import { spawn } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openInstance, type Instance } from '../../analysis/store/instance.ts';
import { jobsOver } from '../../analysis/store/jobs.ts';
import { openProject } from '../../analysis/store/open-project.ts';
import type { OpenProject } from '../../analysis/store/project.ts';
import { sql } from '../../analysis/store/sql.ts';
import { openStaging } from '../../analysis/store/staging.ts';
import { bundled } from '../bundled.ts';
import { codeOf, newProject, putOrders, scratch } from './projects.ts';

let place: ReturnType<typeof scratch>;
let project: OpenProject;

beforeEach(async () => {
  place = scratch();
  project = await newProject(place.dir);
});

afterEach(async () => {
  await project.close();
  place.dispose();
});

const endless = sql`SELECT count(*) FROM range(100000000) a, range(100000) b WHERE a.range % 7 = b.range % 11`;
const countOrders = (): Promise<unknown> =>
  project.read({}, async (db) => (await db.first(sql`SELECT count(*) AS n FROM orders`))?.['n']);
const insert = (seq: number) => sql`INSERT INTO order_rows (seq, event_id) VALUES (${seq}, ${`o${seq}`})`;

describe('writing', () => {
  test('is committed as a whole or rolled back as a whole', async () => {
    const failing = project.write({}, async (db) => {
      await db.run(insert(0));
      await db.run(sql`CREATE TABLE extra (a INTEGER)`);
      await db.run(sql`SELECT * FROM missing`);
    });
    expect(await codeOf(failing)).toBe('internal');
    expect(await countOrders()).toBe(0);
    await project.write({}, (db) => db.run(insert(0)));
    expect(await countOrders()).toBe(1);
  });

  test('runs one after the other, also after a failure', async () => {
    const order: string[] = [];
    const job = (name: string, fails = false): Promise<unknown> =>
      project
        .write({}, async (db) => {
          order.push(`${name} begins`);
          await db.run(sql`SELECT 1`);
          order.push(`${name} ends`);
          if (fails) throw new Error(name);
        })
        .catch(() => undefined);
    await Promise.all([job('a'), job('b', true), job('c')]);
    expect(order).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
  });

  test('cancelled between statements, nothing of it stays', async () => {
    const cancel = new AbortController();
    const job = project.write({ signal: cancel.signal }, async (db) => {
      await db.run(insert(0));
      cancel.abort();
    });
    expect(await codeOf(job)).toBe('cancelled');
    expect(await countOrders()).toBe(0);
  });

  test('temporary tables of a job end with it', async () => {
    for (let i = 0; i < 3; i++) await project.write({}, (db) => db.run(sql`CREATE TEMP TABLE mine AS SELECT 1 AS a`));
    expect(
      await project.read({}, (db) => db.rows(sql`SELECT table_name FROM duckdb_tables() WHERE temporary`)),
    ).toEqual([]);
  });

  test('is seen in a new data version only when it changes the data', async () => {
    const empty = (await project.info()).dataVersion;
    await putOrders(project, [{ id: 'a', at: '2024-01-01T00:00:00Z' }]);
    const one = (await project.info()).dataVersion;
    expect(one).not.toBe(empty);
    await project.write({}, (db) => db.run(sql`INSERT INTO rule_sets (rule_set_id) VALUES ('x')`));
    expect((await project.info()).dataVersion).toBe(one);
    const { dataVersion } = await project.update({ asOf: '2024-01-05' });
    expect(dataVersion).not.toBe(one);
    expect((await project.update({ asOf: null })).dataVersion).toBe(one);
  });
});

describe('cancelling', () => {
  test('interrupts the running statement, and the project goes on', async () => {
    const cancel = new AbortController();
    const job = project.read({ signal: cancel.signal }, (db) => db.run(endless));
    setTimeout(() => cancel.abort(), 100);
    expect(await codeOf(job)).toBe('cancelled');
    expect(await countOrders()).toBe(0);
  });

  test.each([0, 1, 5])('reaches a statement that began %i ms ago', async (ms) => {
    const long = sql`SELECT count(*) FROM range(15000000) a(i) WHERE regexp_matches(i::VARCHAR, '1.*2.*3')`;
    const cancel = new AbortController();
    const job = project.read({ signal: cancel.signal }, (db) => db.run(long));
    const began = performance.now();
    while (performance.now() - began < ms) await new Promise((resolve) => setImmediate(resolve));
    cancel.abort();
    expect(await codeOf(job)).toBe('cancelled');
    expect(await countOrders()).toBe(0);
  });

  test('before the start nothing runs', async () => {
    let ran = false;
    const work = (): Promise<void> => {
      ran = true;
      return Promise.resolve();
    };
    expect(await codeOf(project.read({ signal: AbortSignal.abort() }, work))).toBe('cancelled');
    expect(await codeOf(project.write({ signal: AbortSignal.abort() }, work))).toBe('cancelled');
    expect(ran).toBe(false);
  });
});

test('a connection is given back even when what follows the job fails', async () => {
  const instance = await heldInstance();
  const failing = { ended: () => Promise.reject(new Error('afterwards')), committed: () => undefined };
  const jobs = jobsOver(instance, false, failing);
  expect(await codeOf(jobs.read({}, () => Promise.resolve(1)))).toBe('internal');
  expect(await Promise.race([instance.idle().then(() => 'idle'), later('never')])).toBe('idle');
  instance.close();
});

const later = (value: string): Promise<string> => new Promise((resolve) => setTimeout(() => resolve(value), 500));

async function heldInstance(): Promise<Instance> {
  const staging = openStaging(join(place.dir, 'cache'), 'bare');
  return openInstance(join(place.dir, 'bare.duckdb'), false, staging);
}

describe('many jobs at once', () => {
  test('nest and run beyond the prepared connections without waiting for each other for ever', async () => {
    await putOrders(project, [{ id: 'a', at: '2024-01-01T00:00:00Z' }]);
    const nested = (depth: number): Promise<unknown> =>
      depth === 0 ? countOrders() : project.read({}, () => nested(depth - 1));
    expect(await nested(20)).toBe(1);
    expect(await Promise.all(Array.from({ length: 30 }, () => countOrders()))).toEqual(Array(30).fill(1));
  });

  test('closing waits for what runs and refuses what comes after', async () => {
    let finished = false;
    const job = project.read({}, async (db) => {
      await db.run(sql`SELECT count(*) FROM range(20000000)`);
      finished = true;
    });
    const closing = project.close();
    expect(await codeOf(countOrders())).toBe('engine-stopped');
    await Promise.all([job, closing]);
    expect(finished).toBe(true);
  });
});

/** A program of its own over a new project at `path`, which finds it open as `project`, and sql as `sql`. */
async function program(path: string, body: string): Promise<string> {
  const script = join(place.dir, 'program.ts');
  const module = (name: string): string => JSON.stringify(join(process.cwd(), 'analysis', name));
  writeFileSync(
    script,
    `import { failureOf } from ${module('model/failure.ts')};
     import { createProject } from ${module('store/open-project.ts')};
     import { sql } from ${module('store/sql.ts')};
     const say = (value: unknown): void => void process.stdout.write(JSON.stringify(value) + '\\n');
     const codeOf = (work: Promise<unknown>): Promise<string> => work.then(() => 'done', (error) => failureOf(error).code);
     const project = await createProject(${JSON.stringify(path)}, { cacheDir: ${JSON.stringify(join(place.dir, 'c'))} });
     ${body}`,
  );
  return bundled(script);
}

async function reopened(path: string): Promise<{ last: number; count: number }> {
  const again = await openProject(path, { cacheDir: join(place.dir, 'c') });
  const row = await again.read({}, (db) => db.first(sql`SELECT max(seq) AS last, count(*) AS n FROM orders`));
  await again.close();
  return { last: Number(row?.['last']), count: Number(row?.['n']) };
}

test('a process killed with no warning loses nothing that was committed', async () => {
  const path = join(place.dir, 'killed.shinsa');
  const bundle = await program(
    path,
    `for (let i = 0; ; i++) {
       await project.write({}, (db) => db.run(sql\`INSERT INTO order_rows (seq, event_id) VALUES (\${i}, 'x')\`));
       say(i);
     }`,
  );
  const child = spawn(process.execPath, [bundle], { stdio: ['ignore', 'pipe', 'inherit'] });
  let acknowledged = -1;
  await new Promise<void>((resolve) => {
    child.stdout.on('data', (data: Buffer) => {
      acknowledged = Math.max(acknowledged, ...data.toString().split('\n').filter(Boolean).map(Number));
      if (acknowledged >= 20) child.kill('SIGKILL');
    });
    child.once('close', () => resolve());
  });
  expect(existsSync(`${path}.wal`)).toBe(true);
  const { last, count } = await reopened(path);
  expect(last).toBeGreaterThanOrEqual(acknowledged);
  expect(count).toBe(last + 1);
});

test('a full disk is told, and what was committed before stays', async () => {
  const path = join(place.dir, 'full.shinsa');
  const bundle = await program(
    path,
    `const write = (rows: number): Promise<string> => codeOf(project.write({}, (db) => db.run(
       sql\`INSERT INTO order_rows (seq, event_id, email) SELECT range, md5(range::VARCHAR), md5((range + 1)::VARCHAR) FROM range(\${rows})\`)));
     say(await write(1));
     say(await write(400000));
     say(await project.read({}, (db) => db.first(sql\`SELECT count(*) AS n FROM orders\`)));
     await project.close();`,
  );
  // Writing beyond a limit on file sizes fails as writing to a full disk does, and needs no disk of its own.
  const child = spawn('sh', ['-c', `ulimit -f 12000 && exec "$0" "$1"`, process.execPath, bundle], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (data: Buffer) => (said += data.toString()));
  await new Promise<void>((resolve) => child.once('close', () => resolve()));
  expect(
    said
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown),
  ).toEqual(['done', 'disk-full', { n: 1 }]);
  expect(await reopened(path)).toEqual({ last: 0, count: 1 });
});
