import { createHash } from 'node:crypto';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { failureOf, type FailureCode } from '../../analysis/model/failure.ts';
import { createProject, openProject, type CreateOptions, type OpenOptions } from '../../analysis/store/open-project.ts';
import type { OpenProject } from '../../analysis/store/project.ts';
import { join as joinSql, sql } from '../../analysis/store/sql.ts';

/** A folder of its own for one test, gone when `dispose` is called. */
export function scratch(name = 'shinsa-test-'): { readonly dir: string; readonly dispose: () => void } {
  const dir = mkdtempSync(join(tmpdir(), name));
  return { dir, dispose: () => rmSync(dir, { recursive: true, force: true }) };
}

export const hashOf = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');

/** The code a promise fails with. */
export async function codeOf(work: Promise<unknown>): Promise<FailureCode | 'no failure'> {
  try {
    await work;
    return 'no failure';
  } catch (error) {
    return failureOf(error).code;
  }
}

const blanks = mkdtempSync(join(tmpdir(), 'shinsa-blank-'));
// Test files of one worker share this module, so the folder stays as long as the worker.
process.once('exit', () => rmSync(blanks, { recursive: true, force: true }));
let blank: Promise<string> | undefined;

/** A new project at `path`: a copy of one that was made once, which takes half the time of making another. */
export async function freshProject(path: string, options: OpenOptions = {}): Promise<OpenProject> {
  copyFileSync(await (blank ??= makeBlank()), path);
  return openProject(path, options);
}

async function makeBlank(): Promise<string> {
  const path = join(blanks, 'blank.shinsa');
  await (await createProject(path, { cacheDir: join(blanks, 'cache') })).close();
  return path;
}

/** A new project in `dir`, its cache beside it. */
export function newProject(dir: string, options: CreateOptions = {}): Promise<OpenProject> {
  return createProject(join(dir, 'p.shinsa'), { cacheDir: join(dir, 'cache'), ...options });
}

export interface OrderRow {
  readonly id: string;
  /** ISO instant. */
  readonly at: string;
  readonly amount?: number;
  readonly currency?: string;
  readonly settle?: string;
  readonly recorded?: string;
  readonly manual?: string;
  readonly label?: boolean;
  readonly payment?: string;
}

/** Puts orders into the project in the order given; `seq` follows it. */
export async function putOrders(project: OpenProject, orders: readonly OrderRow[]): Promise<void> {
  await project.write({}, async (db) => {
    if (orders.length === 0) return;
    const rows = orders.map(
      (o, seq) => sql`(${seq}, ${o.id}, ${o.at}::TIMESTAMPTZ, ${o.amount ?? 1000}, ${o.currency ?? 'JPY'},
        ${o.settle ?? null}, ${o.recorded ?? null}, ${o.manual ?? null}, ${o.label ?? null}, ${o.payment ?? null})`,
    );
    await db.run(sql`INSERT INTO order_rows (seq, event_id, ordered_at, amount, currency, settle_status,
      recorded_result, recorded_manual_result, label, payment_method) VALUES ${joinSql(rows, sql`, `)}`);
  });
}

export interface OutcomeRow {
  readonly order: string;
  readonly kind?: string;
  /** ISO instant, or null for a fact without a date. */
  readonly at: string | null;
  readonly family?: string | null;
}

/** Puts facts into the project; a chargeback of the fraud family where nothing else is said. */
export async function putOutcomes(project: OpenProject, facts: readonly OutcomeRow[]): Promise<void> {
  await project.write({}, async (db) => {
    if (facts.length === 0) return;
    const rows = facts.map(
      (f) =>
        sql`(${f.order}, ${f.kind ?? 'chargeback'}, ${f.at}::TIMESTAMPTZ, ${f.family === undefined ? 'fraud' : f.family})`,
    );
    await db.run(sql`INSERT INTO outcomes (order_id, kind, reported_at, family) VALUES ${joinSql(rows, sql`, `)}`);
  });
}

/** Fails the test unless the work fails with that code and the file keeps its bytes. */
export async function refusedUnchanged(path: string, work: () => Promise<unknown>, code: FailureCode): Promise<void> {
  const before = hashOf(path);
  expect(await codeOf(work())).toBe(code);
  expect(hashOf(path)).toBe(before);
}
