import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { orderGraph } from '../../analysis/identity/graph.ts';
import { graphColumns, graphKinds, type GraphQuestion, type OrderGraph } from '../../analysis/model/order-graph.ts';
import { openProject } from '../../analysis/store/open-project.ts';
import type { OpenProject } from '../../analysis/store/project.ts';
import { columnsOf, writeOrdersView } from '../../analysis/store/orders-view.ts';
import { touchData } from '../../analysis/store/settings.ts';
import { id, join as joined, sql } from '../../analysis/store/sql.ts';
import { makeManyOrders } from './shared/many-orders.ts';
import { printMachine } from './shared/measure.ts';

/** `npm run bench -- orders=10000000`: the size is small where nobody says otherwise. */
const given = process.argv.find((word) => word.startsWith('orders='))?.slice('orders='.length);
const orders = Number(given ?? 500_000);

/** At most this many times one plain count of the same columns; a hub of all orders has to be counted by persons besides. */
const limits = { order: 12, hub: 25 };
const rounds = 5;

const question: GraphQuestion = {
  ...{ seq: Math.floor(orders / 2), entity: false, kinds: [...graphKinds] },
  ...{ orders: [], keys: [], nodes: 500, perKey: 50 },
};

const graph = (project: OpenProject, asked: GraphQuestion): Promise<OrderGraph> =>
  project.read({}, (db) => orderGraph(project, db, asked));

/** One pass over every column that may hold a key, for the values of one order. */
async function plainCount(project: OpenProject): Promise<void> {
  await project.read({}, async (db) => {
    const stored = await columnsOf(db, sql`order_rows`);
    const columns = graphKinds.flatMap((kind) => graphColumns(kind, stored));
    const own = await db.first(sql`SELECT * FROM order_rows WHERE seq = ${question.seq}`);
    await db.first(
      sql`SELECT ${joined(
        columns.map((column) => sql`count(*) FILTER (${id(column)} = ${own?.[column] ?? null})`),
        sql`, `,
      )} FROM order_rows`,
    );
  });
}

/** The fastest of some rounds, ms. */
async function fastest(work: () => Promise<unknown>): Promise<number> {
  const took: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const began = performance.now();
    await work();
    took.push(performance.now() - began);
  }
  return Math.min(...took);
}

function tell(what: string, ms: number, counted: number, limit: number, { orders: found, keys }: OrderGraph): void {
  const kept = ms / counted <= limit;
  console.log(
    `link graph of ${what}: ${Math.round(ms)} ms against ${Math.round(counted)} ms of one plain count, ` +
      `${(ms / counted).toFixed(2)}x of at most ${limit}x ${kept ? 'kept' : 'MISSED'}; ` +
      `${found.length} orders, ${keys.length} keys`,
  );
  if (!kept) process.exitCode = 1;
}

const folder = mkdtempSync(join(tmpdir(), 'shinsa-bench-'));
const [path, cacheDir] = [join(folder, 'many.shinsa'), join(folder, 'cache')];
try {
  await makeManyOrders(path, cacheDir, orders);
  const project = await openProject(path, { cacheDir });
  try {
    await project.read({}, (db) => printMachine(db, orders));
    const counted = await fastest(() => plainCount(project));
    const one = await graph(project, question);
    tell('an order', await fastest(() => graph(project, question)), counted, limits.order, one);
    const wide = { ...question, orders: one.orders.map(({ seq }) => seq) };
    const more = await graph(project, wide);
    const further = { ...question, orders: more.orders.map(({ seq }) => seq) };
    tell(
      'its neighbours, two steps',
      await fastest(() => graph(project, further)),
      counted,
      limits.order,
      await graph(project, further),
    );

    // One address of everybody: a hub of all orders, asked to bring some.
    await project.write({}, async (db) => {
      await db.run(sql`DROP VIEW orders`);
      await db.run(sql`CREATE TABLE next AS SELECT * REPLACE ('one' AS cookie_id) FROM order_rows ORDER BY seq`);
      await db.run(sql`DROP TABLE order_rows`);
      await db.run(sql`ALTER TABLE next RENAME TO order_rows`);
      await writeOrdersView(db);
      await touchData(db);
    });
    const closed = await graph(project, question);
    const hub = closed.keys.find(({ kind }) => kind === 'cookie');
    if (hub?.hub !== true || hub.orders !== orders) throw new Error('no hub of all orders');
    const opened = { ...question, keys: [{ column: hub.column, seq: hub.seq }] };
    tell(
      'a hub of all orders',
      await fastest(() => graph(project, opened)),
      counted,
      limits.hub,
      await graph(project, opened),
    );
  } finally {
    await project.close();
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
