import { performance } from 'node:perf_hooks';
import { Environment } from '@marcbachmann/cel-js';
import { Runtime, type RuntimeEvent, type RuntimeRuleSet } from '../../analysis/runtime/index.ts';
import { compare, hashOf, median, report } from './shared/measure.ts';

/**
 * Events a second through the reference runtime on one core: 200 rules, without features beside another CEL evaluator on the
 * same texts, and with 30 features. `npm run bench -- events=200000`.
 */
const given = (name: string, usual: number): number =>
  Number(process.argv.find((word) => word.startsWith(`${name}=`))?.slice(name.length + 1) ?? usual);
const events = given('events', 100_000);
const ruleCount = given('rules', 200);

/** At most this part of the time of the other evaluator, and at least so many events a second. */
const limit = 1 / 4;
const least = 50_000;

/** The same numbers on every run. */
function drawer(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const draw = drawer(20_261_129);
const below = (most: number): number => Math.floor(draw() * most);

const conditions: readonly (() => string)[] = [
  () => `order.amount > ${1000 + below(80_000)}`,
  () => `items.quantity >= ${1 + below(12)}`,
  () => `card.bin == "4${String(below(40)).padStart(5, '0')}"`,
  () => `buyer.email.endsWith("@shop${below(60)}.example")`,
  () => `delivery.prefecture in ["P${below(47)}", "P${below(47)}", "P${below(47)}"]`,
  () => 'buyer.name_key != delivery.name_key',
  () => `device.kind == "K${below(4)}"`,
  () => `!(buyer.id.startsWith("m${below(90)}"))`,
];
const condition = (): string => (conditions[below(conditions.length)] ?? conditions[0])?.() ?? 'true';

const rules = Array.from({ length: ruleCount }, (_, index) => ({
  code: `R${index}`,
  when: `(${condition()} || ${condition()}) && ${condition()} && ${condition()}`,
  result: (['NG', 'HOLD', 'REVIEW'] as const)[index % 3] ?? 'NG',
}));

const keys = ['device.id', 'card.token', 'buyer.email', 'buyer.id', 'ip.address', 'delivery.address_key'] as const;
const windows = ['1h', '24h', '7d'] as const;
const features = keys.flatMap((key, at) =>
  windows
    .flatMap((window) => [
      { id: `n${at}_${window}`, agg: 'count', by: [key], window },
      {
        id: `s${at}_${window}`,
        agg: at % 2 === 0 ? 'sum' : 'count_distinct',
        of: at % 2 === 0 ? 'order.amount' : 'card.bin',
        by: [key],
        window,
      },
    ])
    .slice(0, 5),
);

const ruleSet: RuntimeRuleSet = {
  ...{ modelId: 'CRD_01', profile: 'wb-1', currency: 'JPY', timezone: 'Asia/Tokyo', default: 'OK', rules },
};

const start = Date.parse('2025-01-01T00:00:00Z') * 1000;
const stream: readonly RuntimeEvent[] = Array.from({ length: events }, (_, n) => ({
  event_id: `o${String(n).padStart(9, '0')}`,
  at: start + n * 20_000_000,
  fields: {
    'order.amount': 500 + below(90_000),
    'order.currency': 'JPY',
    'items.quantity': 1 + below(12),
    'card.bin': `4${String(below(40)).padStart(5, '0')}`,
    'card.token': `t${below(events / 3)}`,
    'buyer.email': `u${below(events / 4)}@shop${below(60)}.example`,
    'buyer.id': `m${below(events / 5)}`,
    'buyer.name_key': `n${below(900)}`,
    'delivery.name_key': `n${below(900)}`,
    'delivery.prefecture': `P${below(47)}`,
    'delivery.address_key': `a${below(events / 4)}`,
    'device.id': `d${below(events / 3)}`,
    'device.kind': `K${below(4)}`,
    'ip.address': `10.${below(200)}.${below(200)}.1`,
  },
}));

/** How often each rule fired, and on which orders. */
class Fired {
  readonly #sums = rules.map(() => [0, 0] as [number, number]);

  add(rule: number, order: number): void {
    const sums = this.#sums[rule];
    if (sums === undefined) return;
    sums[0] += 1;
    sums[1] += order % 1009;
  }

  get answer(): string {
    return hashOf(this.#sums);
  }
}

function ours(set: RuntimeRuleSet): { readonly ms: number; readonly answer: string } {
  const runtime = new Runtime({ ruleSet: set });
  const fired = new Fired();
  const began = performance.now();
  stream.forEach((event, order) => {
    const found = runtime.evaluate(event)?.rules ?? [];
    for (let rule = 0; rule < found.length; rule += 1) if (found[rule] === 1) fired.add(rule, order);
  });
  return { ms: performance.now() - began, answer: fired.answer };
}

/** Records as the other evaluator reads them, made before it is timed. */
const records = stream.map(({ fields = {} }) => {
  const record: Record<string, Record<string, unknown>> = {};
  for (const [path, value] of Object.entries(fields)) {
    const [root = '', name = ''] = path.split('.');
    record[root] = { ...record[root], [name]: typeof value === 'number' ? BigInt(value) : value };
  }
  return record;
});

function celJs(): { readonly ms: number; readonly answer: string } {
  const environment = new Environment({ unlistedVariablesAreDyn: true });
  const plans = rules.map(({ when }) => environment.parse(when));
  const fired = new Fired();
  const began = performance.now();
  records.forEach((record, order) =>
    plans.forEach((plan, rule) => {
      if (plan(record) === true) fired.add(rule, order);
    }),
  );
  return { ms: performance.now() - began, answer: fired.answer };
}

const found = await compare(
  { name: 'runtime', run: () => Promise.resolve(ours(ruleSet)) },
  { name: '@marcbachmann/cel-js 8.0.0', run: () => Promise.resolve(celJs()) },
  3,
);
report(
  `${ruleCount} rules on ${events.toLocaleString('en')} events, reference runtime against @marcbachmann/cel-js`,
  found,
  limit,
);
const alone = (events / found.ours) * 1000;
const withFeatures = median([1, 2, 3].map(() => (events / ours({ ...ruleSet, features }).ms) * 1000));
const kept = alone >= least;
if (!kept) process.exitCode = 1;
/** Results as one line of JSON each, with features. */
function written(): number {
  const runtime = new Runtime({ ruleSet: { ...ruleSet, features } });
  const began = performance.now();
  let size = 0;
  for (const event of stream) size += runtime.takeText(event)?.length ?? 0;
  if (size === 0) throw new Error('nothing was written');
  return (events / (performance.now() - began)) * 1000;
}

const withJson = median([1, 2, 3].map(written));
const shown = (rate: number): string => Math.round(rate).toLocaleString('en');
console.log(
  `reference runtime: ${shown(alone)} events/s of at least ${shown(least)} ${kept ? 'kept' : 'MISSED'};` +
    ` with ${features.length} features ${shown(withFeatures)} events/s, results written as JSON ${shown(withJson)} events/s`,
);
