import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { EngineProof } from '../../analysis/export/engine-proof.ts';
import type { AskEngine } from '../../analysis/export/engines/ask-engine.ts';
import { createProject } from '../../analysis/store/open-project.ts';
import type { OpenProject } from '../../analysis/store/project.ts';
import { openClickhouse, type Clickhouse } from '../clickhouse/engine.ts';
import { askHere } from '../export/here.ts';
import { batchArbitrary, type Batch } from './batches.ts';
import { closeHistories, featureEngine, openHistories, type Histories, type Replayed } from './feature-values.ts';
import { saidByAll, type Asking } from './said-by-all.ts';
import { smallest } from './smallest.ts';

/**
 * Random typed rules on random orders under random policies and exceptions: DuckDB, two evaluators of CEL, the engine of
 * GoRules, one of JSON-Logic, ClickHouse and the reference runtime read what a package holds, and must say the same. A failure is shrunk to the
 * fewest rules, orders and parts on which they differ, and shown with its seed. Every day has a seed of its own, so that cases
 * are new each day and the same all day; AGREEMENT_SEED looks at those of another.
 */
const nightly = process.env['SHINSA_AGREEMENT'] === 'nightly';
const seed = Number(process.env['AGREEMENT_SEED'] ?? new Date().toISOString().slice(0, 10).replaceAll('-', ''));
const size = nightly ? { batches: 600, rules: 60, orders: 120 } : { batches: 22, rules: 48, orders: 240 };
const drawn = { ...size, featured: 1 as const };
/** How much a batch holds is random too, so a day of small ones goes on with further seeds. */
const atLeast = 200_000;
/** Of them values of features, by each way to make them. */
const ofFeatures = 500;
const ways = (['windows', 'loops'] as const).map(featureEngine);

let folder: string;
let project: OpenProject;
let histories: Histories;
let clickhouse: Clickhouse | null;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'shinsa-agreement-'));
  project = await createProject(join(folder, 'p.shinsa'), { cacheDir: join(folder, 'cache') });
  histories = await openHistories();
  clickhouse = await openClickhouse();
});
afterAll(async () => {
  await project.close();
  await clickhouse?.close();
  await closeHistories(histories);
  rmSync(folder, { recursive: true, force: true });
});

const differsBy =
  (asking: Partial<Asking> = {}) =>
  async (batch: Batch): Promise<boolean> =>
    (await saidByAll({ project, histories, clickhouse }, batch, asking)).proofs.some(
      ({ mismatches }) => mismatches > 0,
    );

it(
  `engines agree on what packages hold (seed ${seed})`,
  async () => {
    const counted = new Map<string, Pick<EngineProof, 'compared' | 'outside'>>();
    const answers = { fired: 0, silent: 0, unevaluable: 0, reading: 0 };
    const run = async (batch: Batch): Promise<void> => {
      const { proofs, vectors, codes, reading } = await saidByAll({ project, histories, clickhouse }, batch);
      answers.reading += reading;
      const differing = proofs.filter(({ mismatches }) => mismatches > 0);
      expect(
        differing.map((proof) => ({ ...proof, vector: vectors.find(({ id }) => id === proof.first?.vector) })),
      ).toEqual([]);
      for (const proof of proofs) {
        const before = counted.get(proof.engine) ?? { compared: 0, outside: 0 };
        counted.set(proof.engine, {
          compared: before.compared + proof.compared,
          outside: before.outside + proof.outside,
        });
      }
      for (const { fired, unevaluable } of vectors) {
        answers.fired += fired.length;
        answers.unevaluable += unevaluable.length;
        answers.silent += codes.length - fired.length - unevaluable.length;
      }
    };
    const compared = (): number => [...counted.values()].reduce((sum, one) => sum + one.compared, 0);
    const enough = (): boolean =>
      compared() >= atLeast && ways.every((engine) => (counted.get(engine)?.compared ?? 0) >= ofFeatures);
    for (let round = 0; round < 9 && !enough(); round++) {
      const found = await fc.check(fc.asyncProperty(batchArbitrary(drawn), run), {
        numRuns: size.batches,
        seed: seed + round * 1_000_003,
      });
      const [differing] = found.counterexample ?? [];
      if (differing === undefined) continue;
      const least = await smallest(differing, differsBy());
      throw new Error(`${await fc.asyncDefaultReportMessage(found)}\nThe smallest: ${fc.stringify(least)}`);
    }
    const total = compared();
    const told = [...counted].map(([engine, one]) => `${engine} ${one.compared} (${one.outside} outside)`);
    console.log(`agreement, seed ${seed}: ${total} comparisons with DuckDB: ${told.join(', ')}`);
    expect(enough()).toBe(true);
    console.log(`rules that read features: ${answers.reading} answers of each engine`);
    expect(counted.size).toBe(clickhouse === null ? 7 : 8);
    for (const one of counted.values()) expect(one.compared).toBeGreaterThan(one.outside);
    const all = answers.fired + answers.silent + answers.unevaluable;
    for (const count of Object.values(answers)) expect(count).toBeGreaterThan(all / 20);
  },
  nightly ? 3_600_000 : 240_000,
);

it('a planted difference is found, and shrunk to one rule on one order', async () => {
  const planted: AskEngine = (ask, signal) =>
    askHere(ask.engine === 'json-logic-engine' ? { ...ask, text: ask.text.replaceAll('"<"', '"<="') } : ask, signal);
  const differs = differsBy({ ask: planted });
  const agrees = fc.asyncProperty(
    batchArbitrary({ rules: 6, orders: 12, featured: 0 }),
    async (one) => !(await differs(one)),
  );
  const found = await fc.check(agrees, { numRuns: 400, seed: 7 });
  const [first] = found.counterexample ?? [];
  const batch = first === undefined ? undefined : await smallest(first, differs);
  expect([found.failed, batch?.ruleSet.rules.length, batch?.orders.length]).toEqual([true, 1, 1]);
  expect(batch?.ruleSet.exceptions).toEqual([]);
  const when = batch?.ruleSet.rules[0]?.when ?? '';
  console.log(`planted difference: ${when} on ${found.numShrinks} shrinks after ${found.numRuns} runs`);
  expect(when.length).toBeLessThan(120);
}, 240_000);

it('a planted difference in a feature is found, and shrunk to one feature on the orders that show it', async () => {
  // As if an event exactly the window before did not count.
  const replayed: Replayed = (features) =>
    features.map((one) => (one.window === '20m' ? { ...one, window: '19m' } : one));
  const differs = differsBy({ replayed });
  const agrees = fc.asyncProperty(
    batchArbitrary({ rules: 3, orders: 60, featured: 4 }),
    async (one) => !(await differs(one)),
  );
  const found = await fc.check(agrees, { numRuns: 60, seed: 7, endOnFailure: true });
  const [first] = found.counterexample ?? [];
  const batch = first === undefined ? undefined : await smallest(first, differs);
  const { features = [], rules = [], exceptions = [] } = batch?.ruleSet ?? {};
  expect([found.failed, features.length, rules.length, exceptions.length]).toEqual([true, 1, 0, 0]);
  expect([batch?.orders.length, (batch?.facts.length ?? 9) + (batch?.events.length ?? 9) < 3]).toEqual([2, true]);
  console.log(
    `planted difference: ${JSON.stringify(features)} on ${JSON.stringify(batch?.orders.map(({ placed }) => placed))}`,
  );
}, 240_000);
