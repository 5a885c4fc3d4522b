import { setTimeout } from 'node:timers/promises';
import { exploreHandlers } from '../../analysis/explore/index.ts';
import { everything } from '../../analysis/model/filter.ts';
import type { Connection } from '../../analysis/store/connection.ts';
import { openProject } from '../../analysis/store/open-project.ts';
import type { ProjectHandle } from '../../analysis/store/project-handle.ts';
import { id, join, sql } from '../../analysis/store/sql.ts';
import { hasHistory, importHistory, openWorkshop, rows } from './shared/card-transactions.ts';
import { compare, hashOf, notMeasured, printMachine, quiet, report } from './shared/measure.ts';

/** At most this many times DuckDB's plain scan of the same six columns. */
const limit = 6;
/** Time in ms within which working rows are compressed and their prepared columns made. */
const settled = 2000;
const columns = ['amount', 'ordered_at', 'custom.category', 'custom.gender', 'custom.city_pop', 'custom.state'];

async function measure(project: ProjectHandle, db: Connection): Promise<void> {
  const bad = await db.first(sql`SELECT count_if(label) AS bad, count(*) AS orders FROM orders`);
  // Money and text alike: every chart holds every order and every bad one.
  const answer = hashOf(columns.map(() => [Number(bad?.['orders']), Number(bad?.['bad'])]));
  const handlers = exploreHandlers(project);
  const ours = async (): Promise<string> => {
    // All six are asked for at once, as the window does.
    const profiles = await Promise.all(
      columns.map((column) => handlers['explore.column']({ column, filter: everything }, quiet)),
    );
    return hashOf(profiles.map(({ orders, bins }) => [orders, bins.reduce((total, bin) => total + bin.bad, 0)]));
  };
  const peer = async (): Promise<string> => {
    await db.rows(
      sql`SELECT ${join(
        columns.map((column) => sql`max(${id(column)})`),
        sql`, `,
      )} FROM orders`,
    );
    return answer;
  };
  // A project that has just been opened settles first, as it does before a person has read the first chart.
  await ours();
  await setTimeout(settled);
  const found = await compare({ name: 'charts', run: ours }, { name: 'scan', run: peer }, 11);
  report('six column charts against a plain scan of the six columns', found, limit);
}

async function bench(): Promise<void> {
  const workshop = await openWorkshop();
  try {
    await importHistory(workshop);
    await workshop.engine.close();
    const project = await openProject(workshop.projectPath, { cacheDir: workshop.cacheDir });
    try {
      await project.read({}, async (db) => {
        await printMachine(db, rows);
        await measure(project, db);
      });
    } finally {
      await project.close();
    }
  } finally {
    workshop.remove();
  }
}

if (hasHistory) await bench();
else notMeasured('column charts', 'the acceptance data are absent');
