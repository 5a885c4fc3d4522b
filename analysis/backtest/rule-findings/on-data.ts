import { duckdbPredicate, type CheckedRule } from '../../expression/index.ts';
import type { RuleFinding } from '../../model/rule-findings.ts';
import { Connection } from '../../store/connection.ts';
import { id, join, sql, type Sql } from '../../store/sql.ts';
import type { Measured } from '../rule-counts.ts';
import { firstStep, isOneRule, ofGroup, ofRule, type LookedAt, type Step } from './set.ts';

/** Orders that meet a rule or a group, and how many of them each step decides. */
interface Hits {
  readonly orders: number;
  /** Index of the step that decides; the number of steps for the default. */
  readonly decidedBy: ReadonlyMap<number, number>;
  /** The same for the same orders, whatever their order. */
  readonly mark: bigint;
}

/** What is so on the orders looked at. `done` tells the share that is finished. Inside a reading job. */
export async function findingsOnData(
  db: Connection,
  set: LookedAt,
  measured: Measured,
  done: (share: number) => void,
): Promise<{ readonly orders: number; readonly findings: readonly RuleFinding[] }> {
  try {
    const count = await counter(db, set, measured);
    const orders = await count.where(sql`TRUE`);
    return { orders, findings: orders === 0 ? [] : await findings(set, orders, count, done) };
  } finally {
    // Connections are lent again, also after a cancelled job.
    await new Connection(db.duck).run(sql`DROP TABLE IF EXISTS ${id('temp', stepsTable)}`);
  }
}

async function findings(
  set: LookedAt,
  orders: number,
  count: Counter,
  done: (share: number) => void,
): Promise<readonly RuleFinding[]> {
  const found: RuleFinding[] = [];
  const hits = new Map<string, Hits>();
  for (const [code, rule] of set.rules) {
    done(hits.size / (set.rules.size + 1));
    const met = await count.hits(count.fires(rule));
    hits.set(code, met);
    if (met.orders === 0) {
      const unevaluable = await count.where(sql`${count.fires(rule)} IS NULL`);
      found.push(ofRule(code, { code: 'dead', basis: 'data', unevaluable }));
    }
    if (met.orders === orders) found.push(ofRule(code, { code: 'always', basis: 'data', hits: orders }));
    const others = decidedBefore(set, met, firstStep(set, code));
    if (others !== null) found.push(ofRule(code, { code: 'shadowed', basis: 'data', others, hits: met.orders }));
  }
  for (const [index, step] of set.steps.entries()) found.push(...(await groupOn(set, step, index, { count, hits })));
  return [...found, ...(await sameHits(set, hits, count))];
}

/** Codes of the rules of the steps that decide every order met, the most frequent first; null where some is left. */
function decidedBefore({ steps }: LookedAt, { orders, decidedBy }: Hits, own: number): readonly string[] | null {
  if (orders === 0 || own <= 0 || [...decidedBy.keys()].some((step) => step >= own)) return null;
  const most = [...decidedBy].sort(([a, n], [b, m]) => m - n || a - b);
  return [...new Set(most.flatMap(([step]) => steps[step]?.rules ?? []))];
}

async function groupOn(
  set: LookedAt,
  { group, needs, able }: Step,
  index: number,
  { count, hits }: Counted,
): Promise<readonly RuleFinding[]> {
  if (group === null || isOneRule(set, index)) return [];
  const met = await count.hits(whenMet(needs, able.map(count.fires)));
  const others = decidedBefore(set, met, index);
  if (others !== null) return [ofGroup(group, { code: 'shadowed', basis: 'data', others, hits: met.orders })];
  const anyHits = set.steps[index]?.rules.some((code) => (hits.get(code)?.orders ?? 0) > 0) ?? false;
  return met.orders === 0 && anyHits ? [ofGroup(group, { code: 'dead', basis: 'data' })] : [];
}

interface Counted {
  readonly count: Counter;
  readonly hits: ReadonlyMap<string, Hits>;
}

const whenMet = (needs: Step['needs'], fires: readonly Sql[]): Sql =>
  fires.length === 0 ? sql`FALSE` : sql`(${join(fires, needs === 'any' ? sql` OR ` : sql` AND `)})`;

/** Rules that hit the very orders an earlier one hits; found by a mark of their orders, then compared order by order. */
async function sameHits(
  { rules }: LookedAt,
  hits: ReadonlyMap<string, Hits>,
  count: Counter,
): Promise<readonly RuleFinding[]> {
  const firsts = new Map<string, string>();
  const found: RuleFinding[] = [];
  for (const [code, { orders, mark }] of hits) {
    if (orders === 0) continue;
    const key = `${orders} ${mark}`;
    const [first, rule] = [rules.get(firsts.get(key) ?? ''), rules.get(code)];
    if (first === undefined || rule === undefined) firsts.set(key, firsts.get(key) ?? code);
    else if ((await count.where(differ(count.fires(first), count.fires(rule)))) === 0)
      found.push(ofRule(code, { code: 'duplicate', basis: 'data', others: [firsts.get(key) ?? ''], hits: orders }));
  }
  return found;
}

const differ = (a: Sql, b: Sql): Sql => sql`coalesce(${a}, FALSE) <> coalesce(${b}, FALSE)`;

type Counter = Awaited<ReturnType<typeof counter>>;

/** The step that decides each order, found once for all rules. */
const stepsTable = 'rule_steps';

async function counter(db: Connection, { steps }: LookedAt, { rows, singleCurrency, hourZone }: Measured) {
  const fires = (rule: CheckedRule): Sql => sql`${duckdbPredicate(rule, { singleCurrency, hourZone })}`;
  const branches = steps.map(({ needs, able }, index) => sql`WHEN ${whenMet(needs, able.map(fires))} THEN ${index}`);
  const decides = branches.length === 0 ? sql`0` : sql`CASE ${join(branches, sql` `)} ELSE ${steps.length} END`;
  await db.run(sql`CREATE OR REPLACE TEMP TABLE ${id(stepsTable)} AS
    SELECT seq, ${decides} AS step FROM ${rows.from} WHERE ${rows.where}`);
  return {
    fires,
    where: async (condition: Sql): Promise<number> => {
      const found = await db.first(
        sql`SELECT count(*) AS orders FROM ${rows.from} WHERE ${rows.where} AND ${condition}`,
      );
      return Number(found?.['orders'] ?? 0);
    },
    hits: async (condition: Sql): Promise<Hits> => {
      const found = await db.rows(sql`
        SELECT step, count(*) AS orders, CAST(bit_xor(hash(seq)) AS VARCHAR) AS mark
        FROM (SELECT seq FROM ${rows.from} WHERE ${rows.where} AND ${condition})
        JOIN ${id('temp', stepsTable)} USING (seq) GROUP BY step`);
      return {
        orders: found.reduce((sum, row) => sum + Number(row['orders']), 0),
        decidedBy: new Map(found.map((row) => [Number(row['step']), Number(row['orders'])])),
        mark: found.reduce((mark, row) => mark ^ BigInt(String(row['mark'])), 0n),
      };
    },
  };
}
