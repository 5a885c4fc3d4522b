import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { EngineProof } from '../../analysis/export/engine-proof.ts';
import { createProject } from '../../analysis/store/open-project.ts';
import type { OpenProject } from '../../analysis/store/project.ts';
import { batchArbitrary, type Batch } from './batches.ts';
import { saidByAll } from './said-by-all.ts';

/**
 * Random typed rules on random orders under random policies and exceptions: DuckDB, two evaluators of CEL, the engine of
 * GoRules, one of JSON-Logic and the reference runtime read what a package holds, and must say the same. A failure is shrunk to the
 * fewest rules, orders and parts on which they differ, and shown with its seed.
 */
const nightly = process.env['SHINSA_AGREEMENT'] === 'nightly';
const seed = Number(process.env['AGREEMENT_SEED'] ?? 20_261_129);
const size = nightly ? { batches: 600, rules: 60, records: 120 } : { batches: 22, rules: 48, records: 240 };

let folder: string;
let project: OpenProject;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'shinsa-agreement-'));
  project = await createProject(join(folder, 'p.shinsa'), { cacheDir: join(folder, 'cache') });
});
afterAll(async () => {
  await project.close();
  rmSync(folder, { recursive: true, force: true });
});

it(
  `engines agree on what packages hold (seed ${seed})`,
  async () => {
    const counted = new Map<string, Pick<EngineProof, 'compared' | 'outside'>>();
    const answers = { fired: 0, silent: 0, unevaluable: 0 };
    const run = async (batch: Batch): Promise<void> => {
      const { proofs, vectors, codes } = await saidByAll(project, batch);
      const differing = proofs.filter(({ mismatches }) => mismatches > 0);
      expect(
        differing.map((proof) => ({ ...proof, vector: vectors.find(({ id }) => id === proof.first?.vector) })),
      ).toEqual([]);
      for (const { engine, compared, outside } of proofs) {
        const before = counted.get(engine) ?? { compared: 0, outside: 0 };
        counted.set(engine, { compared: before.compared + compared, outside: before.outside + outside });
      }
      for (const { fired, unevaluable } of vectors) {
        answers.fired += fired.length;
        answers.unevaluable += unevaluable.length;
        answers.silent += codes.length - fired.length - unevaluable.length;
      }
    };
    await fc.assert(fc.asyncProperty(batchArbitrary(size), run), { numRuns: size.batches, seed });
    const total = [...counted.values()].reduce((sum, { compared }) => sum + compared, 0);
    const told = [...counted].map(([engine, { compared, outside }]) => `${engine} ${compared} (${outside} outside)`);
    console.log(`agreement, seed ${seed}: ${total} comparisons with DuckDB: ${told.join(', ')}`);
    expect(total).toBeGreaterThanOrEqual(200_000);
    expect(counted.size).toBe(5);
    for (const { compared, outside } of counted.values()) expect(compared).toBeGreaterThan(outside);
    const all = answers.fired + answers.silent + answers.unevaluable;
    for (const count of Object.values(answers)) expect(count).toBeGreaterThan(all / 20);
  },
  nightly ? 3_600_000 : 240_000,
);
