import { readdirSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { nodeProcesses } from '../../analysis/node-processes.ts';
import type { ProcessStarter } from '../../analysis/process.ts';
import { failureOf, ShinsaError } from '../../analysis/model/failure.ts';
import { sql } from '../../analysis/store/sql.ts';
import { builtEntries } from '../bundled.ts';
import { basic, bench, codeOf, context, csv, fileOf, inProcess } from './workbench.ts';

let processes: ProcessStarter;
beforeAll(async () => {
  processes = nodeProcesses(await builtEntries());
}, 60_000);

const many = [
  csv().trimEnd(),
  ...Array.from({ length: 200_000 }, (_, i) => `${i},2024-01-01 00:00:${String(i % 60).padStart(2, '0')},${i}`),
].join('\n');

describe('the import process', () => {
  it('takes a file in', async () => {
    const work = await bench(processes);
    expect(await work.import(csv('1,2024-01-01,100', '2,x,1'), basic)).toMatchObject({
      read: 2,
      accepted: 1,
      rejected: 1,
    });
    expect(work.staged()).toEqual([]);
  });

  it('leaves chosen files to be tried again until an import took them in', async () => {
    const work = await bench();
    const [file, outcomes] = [work.grant(fileOf(csv('1,2024-01-01,1'))), work.grant(fileOf('注文番号\n1\n'))];
    const none = { ...basic, columns: { ...basic.columns, amount: '注文番号', ordered_at: '金額' } };
    const run = (mapping: typeof basic, signal?: AbortSignal): Promise<unknown> =>
      work.handlers['import.run']({ file, outcomes: [outcomes], mapping }, context(signal));
    expect(await codeOf(run(none))).toBe('import-nothing-accepted');
    expect(await codeOf(run(basic, AbortSignal.abort()))).toBe('cancelled');
    expect(await codeOf(run(basic))).toBe('nothing');
    expect(await codeOf(run(basic))).toBe('token-unknown');
    const later = { file: work.grant(fileOf('注文番号,通知日\n1,2024-02-01\n')), mapping: undefined };
    const wrong = { file: later.file, mapping: { columns: { event_id: '無い列' } } };
    expect(await codeOf(work.handlers['import.outcomes'](wrong, context()))).toBe('mapping-column-missing');
    expect(await codeOf(work.handlers['import.outcomes'](later, context()))).toBe('nothing');
    expect(await codeOf(work.handlers['import.outcomes'](later, context()))).toBe('token-unknown');
  });

  it('answers failures with their code and file', async () => {
    const work = await bench(processes);
    const empty = work.import('注文番号,注文日時,金額\n', basic, { name: '空.csv' }).catch(failureOf);
    expect(JSON.stringify(await empty)).toMatch(/"code":"file-header-only".*空[.]csv"/);
  });

  it('is killed by a cancel, leaving nothing', async () => {
    const work = await bench(processes);
    await work.import(csv('a,2024-01-01,1'), basic);
    const before = await work.rows(sql`SELECT * FROM orders`);
    const stop = new AbortController();
    const seen: string[] = [];
    const running = work.handlers['import.run'](
      { file: work.grant(fileOf(many)), mapping: basic },
      {
        ...context(stop.signal),
        progress: ({ phase }) => {
          seen.push(phase);
          stop.abort();
        },
      },
    );
    expect(await codeOf(running)).toBe('cancelled');
    expect(seen.length).toBeGreaterThan(0);
    expect(readdirSync(work.project.stagingDir)).toEqual([]);
    expect(await work.rows(sql`SELECT * FROM orders`)).toEqual(before);
  });

  it('that cannot write ends the import, the project being as it was', async () => {
    // What a full disk gives: the child reports it, nothing was loaded.
    const full: ProcessStarter = {
      start: async (entry) => {
        const child = await inProcess().start(entry);
        const told: ((message: unknown) => void)[] = [];
        return {
          ...child,
          onMessage: (listener) => void told.push(listener),
          post: () => told.forEach((tell) => tell({ kind: 'failed', failure: new ShinsaError('disk-full').failure })),
        };
      },
    };
    const work = await bench(full);
    expect(await codeOf(work.import(csv('a,2024-01-01,1'), basic))).toBe('disk-full');
    expect(await work.rows(sql`SELECT count(*) AS n FROM orders`)).toEqual([{ n: 0 }]);
    expect(work.staged()).toEqual([]);
  });
});
