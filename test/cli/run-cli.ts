import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import { main } from '../../analysis/cli.ts';
import { nodeProcesses } from '../../analysis/node-processes.ts';
import { builtEntries } from '../bundled.ts';
import { inProcess } from '../ingest/workbench.ts';
import { scratch } from '../store/projects.ts';

/** What a command wrote and how it ended. */
export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface CliOptions {
  readonly lang?: string;
  readonly signal?: AbortSignal;
  readonly onErr?: (text: string) => void;
  /** Files are read by import processes as in the product; they take longer to start than a small file to read. */
  readonly processes?: true;
}

/** Runs the command line in this process, its streams caught. */
export async function cli(args: readonly string[], options: CliOptions = {}): Promise<Ran> {
  let out = '';
  let err = '';
  const terminal = {
    out: (text: string) => void (out += text),
    err: (text: string) => {
      err += text;
      options.onErr?.(text);
    },
    env: { LANG: options.lang ?? 'en_US.UTF-8' },
    screen: false,
  };
  const processes = options.processes === true ? nodeProcesses(await builtEntries()) : inProcess();
  const signal = options.signal === undefined ? {} : { signal: options.signal };
  const code = await main(args, { terminal, processes, ...signal });
  return { code, out, err };
}

/** Files of a small shop: 6 orders, 2 of them charged back long after, and two rules. */
export function smallShop(dir: string): Record<'history' | 'outcomes' | 'mapping' | 'ruleset' | 'project', string> {
  const write = (name: string, text: string): string => {
    const path = join(dir, name);
    writeFileSync(path, text);
    return path;
  };
  return {
    project: join(dir, 'shop.shinsa'),
    history: write(
      'history.csv',
      [
        '注文番号,注文日時,合計金額,会員ID',
        'A-1,2024-01-05 10:00:00,1000,m1',
        'A-2,2024-01-06 23:30:00,52000,m2',
        'A-3,2024-01-07 11:00:00,60000,m3',
        'A-4,2024-01-08 12:00:00,3000,',
        'A-5,2024-08-20 12:00:00,70000,m5',
        'A-6,いつか,3000,m6',
      ].join('\n'),
    ),
    outcomes: write(
      'outcomes.csv',
      ['注文番号,報告日,理由コード', 'A-2,2024-02-10,10.4', 'A-5,2024-08-30,10.4', 'B-9,2024-02-10,10.4'].join('\n'),
    ),
    mapping: write(
      'mapping.json',
      JSON.stringify({
        timezone: 'Asia/Tokyo',
        columns: {
          event_id: '注文番号',
          ordered_at: '注文日時',
          amount: '合計金額',
          currency: { value: 'JPY' },
          member_id: '会員ID',
        },
        outcomes: { columns: { event_id: '注文番号', reported_at: '報告日', reason: '理由コード' } },
      }),
    ),
    ruleset: write('rules.json', JSON.stringify(ruleSet)),
  };
}

export const ruleSet = {
  format: 'shinsa-ruleset',
  formatVersion: 1,
  modelId: 'CRD_01',
  name: '小さな店',
  profile: 'wb-1',
  currency: 'JPY',
  timezone: 'Asia/Tokyo',
  default: 'OK',
  rules: [
    { code: 'HIGH', description: { ja: '高額', en: 'High' }, when: 'order.amount > 50000', result: 'NG' },
    { code: 'GUEST', description: { ja: '会員 m1', en: 'm1' }, when: 'buyer.id == "m1"', result: 'REVIEW' },
  ],
};

/** The small shop taken in once for the tests of a file, in a place with a cache of its own that is gone behind them. */
export function importedShop(): { readonly dir: string; readonly project: string } {
  const place = scratch();
  const { project, history, mapping, outcomes } = smallShop(place.dir);
  beforeAll(async () => {
    process.env['SHINSA_CACHE_DIR'] = join(place.dir, 'cache');
    const args = ['import', '--project', project, '--history', history, '--mapping', mapping, '--outcomes', outcomes];
    expect(await cli(args)).toMatchObject({ code: 0 });
  }, 60_000);
  afterAll(() => {
    delete process.env['SHINSA_CACHE_DIR'];
    place.dispose();
  });
  return { dir: place.dir, project };
}
