import { fork } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { testedOrders } from '../../analysis/backtest/index.ts';
import { buildPackage } from '../../analysis/export/build-package.ts';
import { askApart } from '../../analysis/export/engines/ask-apart.ts';
import { isPublicDomain } from '../../analysis/identity/mail-domains.ts';
import { failureOf } from '../../analysis/model/failure.ts';
import type { Feature } from '../../analysis/model/features.ts';
import type { RuleSet } from '../../analysis/model/ruleset.ts';
import { nodeProcesses } from '../../analysis/node-processes.ts';
import { openProject } from '../../analysis/store/open-project.ts';
import { touchData } from '../../analysis/store/settings.ts';
import { sql } from '../../analysis/store/sql.ts';
import { verdictOf } from './shared/measure.ts';
import { ruleSetOf } from './shared/once.ts';
import { inventedRules, makeRuleOrders } from './shared/rule-orders.ts';
import { keyOf } from './shared/velocity-orders.ts';

/**
 * The whole proof of a package, as the window's export makes it: seconds of each stage, the most memory, and how long it goes on
 * once it was cancelled. `npm run bench -- orders=1000000 rules=200 parts=whole,cancel project=/somewhere`; the size is small where
 * nobody says otherwise. It fails where a proof of the goal's size takes longer than the goal, or one of any size longer than
 * `seconds=` says. A project that is at the place said is used, else made there and left.
 */
const said = (name: string): string | undefined =>
  process.argv.find((word) => word.startsWith(`${name}=`))?.slice(name.length + 1);
const orders = Number(said('orders') ?? 100_000);
const ruleCount = Number(said('rules') ?? 200);
const limit = said('seconds');
const parts = (said('parts') ?? 'whole,cancel').split(',');

/** Of a million orders, on an idle machine. */
const goal = { orders: 1_000_000, rules: 200, seconds: 180 };

const keys = [
  { path: 'device.id', column: 'device_id', orders: 3.3 },
  { path: 'buyer.email', column: 'email', orders: 4.2 },
  { path: 'card.token', column: 'card_token', orders: 3.2 },
  { path: 'buyer.phone', column: 'phone', orders: 4.4 },
  { path: 'buyer.id', column: 'member_id', orders: 5 },
  { path: 'ip.address', column: 'ip_address', orders: 40 },
] as const;

/** Five of each key: three counts, an amount, and how many of something there were, or went bad. */
const features: Feature[] = keys.flatMap(({ path }, at): Feature[] => [
  { id: `n${at}_1h`, agg: 'count', by: [path], window: '1h' },
  { id: `n${at}_24h`, agg: 'count', by: [path], window: '24h' },
  { id: `n${at}_7d`, agg: 'count', by: [path], window: '7d' },
  { id: `sum${at}_7d`, agg: 'sum', of: 'order.amount', by: [path], window: '7d' },
  at % 3 === 2
    ? { id: `bad${at}_180d`, agg: 'known_bad', by: [path], window: '180d', outcome: { kinds: ['chargeback'] } }
    : {
        id: `many${at}_30d`,
        agg: 'count_distinct',
        of: keys[(at + 1) % keys.length]?.path ?? path,
        by: [path],
        window: '30d',
      },
]);

/** Every two hundredth order is charged back, some weeks after it; one in four of them is given back. */
async function reportBad(path: string, cacheDir: string): Promise<void> {
  const project = await openProject(path, { cacheDir });
  try {
    await project.write({}, async (db) => {
      const days = sql`to_days((10 + seq % 80)::INTEGER)`;
      await db.run(sql`INSERT INTO outcomes (order_id, kind, reported_at, family, amount, source)
        SELECT event_id, 'chargeback', ordered_at + ${days}, 'fraud', amount, 'bench' FROM order_rows WHERE seq % 200 = 7
        UNION ALL
        SELECT event_id, 'chargeback-reversed', ordered_at + ${days} + to_days(20), 'fraud', amount, 'bench'
        FROM order_rows WHERE seq % 800 = 7`);
      await touchData(db);
    });
  } finally {
    await project.close();
  }
}

/** Every third rule reads a feature too. */
function provedSet(): RuleSet {
  const texts = inventedRules(ruleCount).map((text, at) => {
    const feature = features[at % features.length];
    return at % 3 === 0 && feature !== undefined
      ? `(${text}) || velocity.${feature.id} >= ${feature.agg === 'sum' ? 200_000 : feature.agg === 'known_bad' ? 1 : 3}`
      : text;
  });
  return { ...ruleSetOf(texts), features };
}

type Stage =
  | 'features and rows'
  | 'history'
  | 'sums of a backtest'
  | 'vectors'
  | 'CEL on vectors'
  | 'engines and files';

/** What a stage took, in seconds; `cpu` of all processors together, without the processes of the engines. */
interface Took {
  readonly stage: Stage;
  readonly wall: number;
  readonly cpu: number;
}

interface Proved {
  readonly stages: readonly Took[];
  readonly vectors: number;
  /** In which stage it was cancelled, and the ms until it had ended. */
  readonly cancelled: readonly { readonly stage: Stage; readonly ms: number }[];
  /** KiB at most; null where the system does not say. */
  readonly peak: number | null;
}

async function proveOnce(path: string, cacheDir: string): Promise<void> {
  const project = await openProject(path, { cacheDir });
  const tested = testedOrders(project);
  const ask = askApart(nodeProcesses(dist));
  const ruleSet = provedSet();
  /** Runs the proof; `at` hears every stage as it begins. */
  const prove = async (signal: AbortSignal, at: (stage: Stage) => void): Promise<number> => {
    at('features and rows');
    const built = await project.read({ signal }, (db) =>
      buildPackage(
        project,
        db,
        ruleSet,
        {},
        {
          signal,
          ask,
          publicDomains: () => Promise.resolve(isPublicDomain),
          replayed: () => at('history'),
          tested: async (...asked) => {
            at('sums of a backtest');
            const counts = await tested(...asked);
            at('vectors');
            return counts;
          },
          proved: (share) => at(share < 1 ? 'CEL on vectors' : 'engines and files'),
        },
      ),
    );
    rmSync(built.folder, { recursive: true, force: true });
    return built.vectors.vectors.length;
  };
  const stages: Took[] = [];
  let now: { stage: Stage; wall: number; cpu: NodeJS.CpuUsage } | null = null;
  const next = (stage: Stage | null): void => {
    if (stage === now?.stage) return;
    if (now !== null) {
      const { user, system } = process.cpuUsage(now.cpu);
      stages.push({ stage: now.stage, wall: (performance.now() - now.wall) / 1000, cpu: (user + system) / 1e6 });
    }
    now = stage === null ? null : { stage, wall: performance.now(), cpu: process.cpuUsage() };
  };
  const vectors = await prove(new AbortController().signal, next);
  next(null);
  const cancelled: { stage: Stage; ms: number }[] = [];
  const wishes = ['history', 'sums of a backtest', 'vectors', 'CEL on vectors'] as const;
  for (const wanted of parts.includes('cancel') ? wishes : []) {
    const stop = new AbortController();
    let stopped = 0;
    const failure = await prove(stop.signal, (stage) => {
      if (stage !== wanted || stopped > 0) return;
      stopped = Infinity;
      setTimeout(() => {
        stopped = performance.now();
        stop.abort();
      }, 300);
    }).then(() => null, failureOf);
    // What had ended before is not told.
    if (failure?.code === 'cancelled') cancelled.push({ stage: wanted, ms: performance.now() - stopped });
    else if (failure !== null) throw new Error(failure.code);
  }
  await project.close();
  const status = existsSync('/proc/self/status') ? readFileSync('/proc/self/status', 'utf8') : '';
  const peak = Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? NaN) || null;
  process.send?.({ stages, vectors, cancelled, peak } satisfies Proved);
}

async function measure(folder: string): Promise<void> {
  const [path, cacheDir] = [join(folder, `proof-reported-${orders}.shinsa`), join(folder, 'cache')];
  const values = keys.map(({ column, orders: each }, at) => ({ column, value: keyOf(at, orders, each, column) }));
  if (!existsSync(path)) {
    await makeRuleOrders(path, cacheDir, orders, values);
    await reportBad(path, cacheDir);
  }
  const child = fork(
    fileURLToPath(import.meta.url),
    ['once', path, cacheDir, `rules=${ruleCount}`, `parts=${parts.join(',')}`],
    { execArgv: [] },
  );
  const found = await new Promise<Proved>((resolve, reject) => {
    let answer: Proved | undefined;
    child.once('message', (message) => (answer = message as Proved));
    child.once('exit', (code) =>
      code === 0 && answer !== undefined ? resolve(answer) : reject(new Error(`ended with ${code}`)),
    );
  });
  const whole = found.stages.reduce((sum, { wall }) => sum + wall, 0);
  const most =
    limit === undefined ? (orders >= goal.orders && ruleCount >= goal.rules ? goal.seconds : null) : Number(limit);
  const kept = most === null || whole <= most;
  const verdict = most === null ? ', no goal at this size' : ` of at most ${most} s ${verdictOf(kept)}`;
  if (!kept) process.exitCode = 1;
  console.log(
    `proof of ${ruleCount} rules and ${features.length} features on ${orders.toLocaleString('en')} orders, ${found.vectors} vectors:` +
      ` ${whole.toFixed(1)} s${verdict}`,
  );
  for (const { stage, wall, cpu } of found.stages)
    console.log(`  ${stage}: ${wall.toFixed(1)} s, ${cpu.toFixed(1)} s of processors`);
  console.log(`  peak memory ${found.peak === null ? 'not measured' : `${Math.round(found.peak / 1024)} MiB`}`);
  for (const { stage, ms } of found.cancelled)
    console.log(`  cancelled within ${stage}: ended after ${Math.round(ms)} ms`);
}

const dist = join(dirname(fileURLToPath(import.meta.url)), '..');
const [, , role, path, cacheDir] = process.argv;
if (role === 'once' && path !== undefined && cacheDir !== undefined) await proveOnce(path, cacheDir);
else {
  const own = said('project');
  const folder = own ?? mkdtempSync(join(tmpdir(), 'shinsa-proof-'));
  mkdirSync(folder, { recursive: true });
  try {
    await measure(folder);
  } finally {
    if (own === undefined) rmSync(folder, { recursive: true, force: true });
  }
}
