import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { importMessage, jobAnswer } from '../../analysis/ingest/import-answers.ts';
import type { ProcessStarter } from '../../analysis/process.ts';
import { basic, bench, codeOf, csv } from './workbench.ts';

const folder = '/tmp/job';
const report = { read: 1, rejected: 0, amountRead: 5 };
const answer = { report, headers: ['a'], outcomes: join(folder, 'outcomes.parquet'), rejects: null };

describe('what an import process says', () => {
  it('is a message only when all of it is one', () => {
    expect(importMessage({ kind: 'progress', progress: { phase: 'reading', fraction: null } })).toBeDefined();
    expect(importMessage({ kind: 'progress', progress: { phase: 'dancing', fraction: null } })).toBeUndefined();
    expect(importMessage({ kind: 'failed', failure: { code: 'disk-full', params: {} } })).toBeDefined();
    expect(importMessage({ kind: 'failed', failure: { code: 'anything', params: {} } })).toBeUndefined();
    expect(importMessage({ kind: 'failed', failure: { code: 'disk-full', params: { rows: {} } } })).toBeUndefined();
  });

  it('is an answer only with every figure and with files of its own folder', () => {
    expect(jobAnswer('outcomes', folder, answer)).toEqual(answer);
    expect(jobAnswer('outcomes', folder, { ...answer, report: { ...report, read: '1' } })).toBeUndefined();
    expect(jobAnswer('outcomes', folder, { ...answer, report: { ...report, read: 0.5 } })).toBeUndefined();
    expect(jobAnswer('orders', folder, answer)).toBeUndefined();
    for (const outcomes of ['/etc/passwd', join(folder, '../other.parquet'), `${folder}-2/outcomes.parquet`, folder])
      expect(jobAnswer('outcomes', folder, { ...answer, outcomes })).toBeUndefined();
    expect(jobAnswer('outcomes', folder, { ...answer, rejects: '/etc/passwd' })).toBeUndefined();
  });

  it('ends the import when it is anything else, the project being as it was', async () => {
    const lying: ProcessStarter = {
      start: () => {
        let tell: (message: unknown) => void = () => undefined;
        let exit: (code: number | null) => void = () => undefined;
        return Promise.resolve({
          post: () => tell({ kind: 'done', answer: { report: { accepted: 1 }, orders: '/etc/passwd' } }),
          onMessage: (listener) => void (tell = listener),
          onExit: (listener) => void (exit = listener),
          kill: () => exit(null),
        });
      },
    };
    const work = await bench(lying);
    expect(await codeOf(work.import(csv('1,2024-01-01,1'), basic))).toBe('internal');
    expect((await work.project.info()).orders).toBe(0);
    expect(work.staged()).toEqual([]);
  });
});
