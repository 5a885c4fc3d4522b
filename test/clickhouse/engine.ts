import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { cachedClickhouse, clickhouseIsPossible } from '../../electron/setup/clickhouse.mjs';

/** A ClickHouse of one process, its tables in memory. */
export interface Clickhouse {
  /** The rows of a query as JSON values, whole numbers as numbers; its error as it says it. */
  readonly ask: (query: string) => Promise<unknown[][]>;
  readonly close: () => Promise<void>;
}

export const notMeasured = 'not measured: ClickHouse runs here on linux-x64 (glibc) only';

/** Null where this machine cannot run it: tests that need it then say `notMeasured`. Elsewhere it must be there. */
export async function openClickhouse(): Promise<Clickhouse | null> {
  if (!clickhouseIsPossible()) {
    console.warn(`*** ${notMeasured} ***`);
    return null;
  }
  const addon = cachedClickhouse();
  if (addon === null) throw new Error('ClickHouse is not in the cache: `npm test` fetches it before tests run');
  return started(addon);
}

const answerSchema = z.object({ id: z.int(), text: z.string().optional(), error: z.string().optional() });
const rowSchema = z.array(z.unknown());

function started(addon: string): Clickhouse {
  const folder = mkdtempSync(join(tmpdir(), 'shinsa-clickhouse-'));
  const child = fork(fileURLToPath(new URL('process.mjs', import.meta.url)), [addon, folder], { execArgv: [] });
  const waiting = new Map<number, { done: (rows: unknown[][]) => void; failed: (error: Error) => void }>();
  let asked = 0;
  let ended: string | null = null;
  child.on('message', (message) => {
    const { id, text, error } = answerSchema.parse(message);
    const one = waiting.get(id);
    waiting.delete(id);
    if (text === undefined) one?.failed(new Error(error));
    else one?.done(rowsOf(text));
  });
  child.on('exit', (code, signal) => {
    ended = `ClickHouse ended: ${code ?? signal}`;
    for (const { failed } of waiting.values()) failed(new Error(ended));
    waiting.clear();
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    ask: (query) =>
      new Promise((done, failed) => {
        if (ended !== null) return failed(new Error(ended));
        const id = (asked += 1);
        waiting.set(id, { done, failed });
        child.send({ id, query });
      }),
    close: () =>
      new Promise((done) => {
        if (ended !== null) return done();
        child.once('exit', () => done());
        child.kill('SIGKILL');
      }),
  };
}

const rowsOf = (text: string): unknown[][] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => rowSchema.parse(JSON.parse(line)));
