import { backtestHandlers } from '../../analysis/backtest/index.ts';
import { everything } from '../../analysis/model/filter.ts';
import type { Connection } from '../../analysis/store/connection.ts';
import { openProject } from '../../analysis/store/open-project.ts';
import type { ProjectHandle } from '../../analysis/store/project-handle.ts';
import { sql, type Sql } from '../../analysis/store/sql.ts';
import { hasHistory, importHistory, openWorkshop, rows, timezone } from './shared/card-transactions.ts';
import { compare, hashOf, notMeasured, printMachine, quiet, report } from './shared/measure.ts';

/** At most this many times DuckDB's plain scan of the columns the rule reads. */
const limit = 3;

interface Measured {
  readonly name: string;
  readonly when: string;
  /** The columns of the stored orders that the figures are made of, read and nothing else. */
  readonly scan: Sql;
  /** Hits and bad hits by hand. */
  readonly answer: Sql;
}

const rules: readonly Measured[] = [
  {
    name: 'amount',
    when: 'order.amount > 500',
    scan: sql`SELECT sum(amount), count_if(label) FROM orders`,
    answer: sql`SELECT count(*) AS hits, count_if(label) AS bad FROM orders WHERE amount > 50000`,
  },
  {
    name: 'night',
    when: '(order.time.getHours() >= 22 || order.time.getHours() < 4) && order.amount > 200',
    scan: sql`SELECT sum(amount), count_if(label), max(ordered_at) FROM orders`,
    answer: sql`SELECT count(*) AS hits, count_if(label) AS bad FROM orders
      WHERE (hour(ordered_at) >= 22 OR hour(ordered_at) < 4) AND amount > 20000`,
  },
  {
    name: 'category',
    when: 'custom.category == "shopping_net" && order.amount > 200',
    scan: sql`SELECT sum(amount), count_if(label), max("custom.category") FROM orders`,
    answer: sql`SELECT count(*) AS hits, count_if(label) AS bad FROM orders
      WHERE "custom.category" = 'shopping_net' AND amount > 20000`,
  },
];

async function measure(project: ProjectHandle, db: Connection, rule: Measured): Promise<void> {
  const text = { when: rule.when, currency: 'USD', timezone, filter: everything };
  const known = await db.first(rule.answer);
  const answer = hashOf([Number(known?.['hits']), Number(known?.['bad'])]);
  // The same handlers for all, as in the window: the totals of the orders are counted once, then each edited rule.
  const handlers = backtestHandlers(project);
  const ours = async (): Promise<string> => {
    const { hits, tp } = await handlers['rules.impact'](text, quiet);
    return hashOf([hits, tp]);
  };
  const peer = async (): Promise<string> => {
    await db.rows(rule.scan);
    return answer;
  };
  const found = await compare({ name: 'impact', run: ours }, { name: 'scan', run: peer }, 21);
  report(`rule impact (${rule.name}) against a plain scan of its columns`, found, limit);
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
        for (const rule of rules) await measure(project, db, rule);
      });
    } finally {
      await project.close();
    }
  } finally {
    workshop.remove();
  }
}

if (hasHistory) await bench();
else notMeasured('rule impact', 'the acceptance data are absent');
