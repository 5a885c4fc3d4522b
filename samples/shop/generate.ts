import { randomUUID } from 'node:crypto';
import { access, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { ShinsaError } from '../../analysis/model/failure.ts';
import { addMonths, dayMs, japanDateTime, japanDay, type Period } from './calendar.ts';
import { toCp932 } from './cp932.ts';
import { chargebacksCsv, ordersCsv } from './csv.ts';
import mapping from './mapping.json' with { type: 'json' };
import { rejectedLines, untidy } from './messy.ts';
import { ordinaryOrders } from './ordinary.ts';
import { fateOf, futureChargeback } from './outcomes.ts';
import { plantedOrders } from './planted.ts';
import { planSize, smallestShop } from './plan.ts';
import { Random } from './random.ts';
import ruleset from './ruleset.json' with { type: 'json' };
import { isFraud, type Chargeback, type Draft, type Shop, type ShopOrder, type TruthEntry } from './shop.ts';

/** What to generate: `start` is `yyyy-mm-dd`, the first day in Japan; at least 2,000 orders over at least 12 months. */
export interface ShopOptions {
  readonly seed: number;
  readonly orders: number;
  readonly start: string;
  readonly months: number;
}

/** The shop the application opens with: 20,000 orders from April 2025 to June 2026. */
export const sampleOptions: ShopOptions = { seed: 20260630, orders: planSize, start: '2025-04-01', months: 15 };

/** Names of the files `writeShop` writes. */
export const sampleFiles = {
  orders: 'orders.csv',
  chargebacks: 'chargebacks.csv',
  mapping: 'mapping.json',
  ruleset: 'ruleset.json',
  truth: 'truth.json',
} as const;

/** A whole shop from a seed: the same options give the same shop everywhere. Throws a RangeError when it is too small. */
export function generateShop(options: ShopOptions): Shop {
  if (options.orders < smallestShop || options.months < 12)
    throw new RangeError(`at least ${smallestShop} orders over 12 months`);
  const start = japanDay(options.start);
  const period: Period = { start, end: addMonths(start, options.months) };
  const rng = new Random(options.seed);
  const planted = plantedOrders(options.orders, period, rng.fork('planted'));
  const ordinary = ordinaryOrders(options.orders - planted.length, period, rng.fork('ordinary'));
  const last = period.end - 1000;
  const drafts = [...planted, ...ordinary]
    .map((draft) => ({ ...draft, at: Math.min(draft.at, last) }))
    .sort((a, b) => a.at - b.at);
  const { orders, chargebacks } = concluded(drafts, period, rng.fork('outcomes'), rng.fork('untidy'));
  return {
    seed: options.seed,
    asOf: period.end,
    orders,
    chargebacks: [...earlierChargebacks(period), ...chargebacks].sort((a, b) => a.reportedAt - b.reportedAt),
    rejected: rejectedLines(orders, rng.fork('rejected')),
    truth: truthOf(orders),
  };
}

function concluded(
  drafts: readonly Draft[],
  period: Period,
  rng: Random,
  untidyRng: Random,
): { orders: ShopOrder[]; chargebacks: Chargeback[] } {
  const chargebacks: Chargeback[] = [];
  const orders = drafts.map((draft, index) => {
    const id = `SH${japanDateTime(draft.at).slice(2, 7).replace('/', '')}-${String(index + 1).padStart(6, '0')}`;
    const future = futureChargeback(id, draft, rng);
    const disputed = future !== null && future.reportedAt < period.end ? future : null;
    const fate = fateOf(draft, disputed, period.end, rng);
    if (disputed !== null && fate.settleStatus !== '99') chargebacks.push(disputed);
    return untidy({ ...draft, id, ...fate }, untidyRng);
  });
  return { orders, chargebacks };
}

/** Three lines about orders from before the export, as real lists have; they match no order. */
function earlierChargebacks(period: Period): Chargeback[] {
  return [12, 19, 33].map((days, index) => ({
    orderId: `SH2503-${String(899_101 + index * 37)}`,
    reportedAt: period.start + days * dayMs,
    reason: '10.4',
    brand: 'VISA',
    amount: 24_800 + index * 8_000,
    family: 'fraud',
    status: '確定',
  }));
}

function truthOf(orders: readonly ShopOrder[]): Record<string, TruthEntry> {
  return Object.fromEntries(
    orders.flatMap(({ id, pattern, group }) =>
      pattern === null || group === null ? [] : [[id, { pattern, group, fraud: isFraud(pattern) }]],
    ),
  );
}

/** The bytes of every file of the shop, by file name. The order export is CP932, the chargeback list UTF-8 with BOM. */
export function shopFiles(shop: Shop): ReadonlyMap<string, Uint8Array> {
  const utf8 = new TextEncoder();
  const json = (value: unknown): Uint8Array => utf8.encode(`${JSON.stringify(value, null, 2)}\n`);
  return new Map([
    [sampleFiles.orders, toCp932(ordersCsv(shop))],
    [sampleFiles.chargebacks, utf8.encode(`\ufeff${chargebacksCsv(shop)}`)],
    [sampleFiles.mapping, json(mapping)],
    [sampleFiles.ruleset, json(ruleset)],
    [sampleFiles.truth, json(shop.truth)],
  ]);
}

/** Writes the shop's files into an existing or new folder. */
export async function writeShop(dir: string, shop: Shop): Promise<void> {
  await mkdir(dir, { recursive: true });
  for (const [name, bytes] of shopFiles(shop)) await writeFile(join(dir, name), bytes);
}

/** Paths of a written sample. */
export type SamplePaths = Readonly<Record<keyof typeof sampleFiles, string>>;

/** Where the files of a sample in that folder are. */
export function samplePaths(dir: string): SamplePaths {
  const { orders, chargebacks, mapping: map, ruleset: rules, truth } = sampleFiles;
  return {
    orders: join(dir, orders),
    chargebacks: join(dir, chargebacks),
    mapping: join(dir, map),
    ruleset: join(dir, rules),
    truth: join(dir, truth),
  };
}

/**
 * The sample shop in `dir`, generated when it is not there yet. The folder appears whole or not at all (written beside
 * it, then renamed), also when two processes ask at once; a folder of an older sample is replaced. Fails with
 * `out-exists` when the folder holds something else, `disk-full` when there is no room.
 */
export async function ensureSample(dir: string): Promise<SamplePaths> {
  const stamp = `${sampleVersion} ${JSON.stringify(sampleOptions)}\n`;
  if ((await textOf(join(dir, stampFile))) === stamp) return samplePaths(dir);
  const fresh = join(dirname(dir), `.${basename(dir)}-${randomUUID()}`);
  try {
    await writeShop(fresh, generateShop(sampleOptions));
    await writeFile(join(fresh, stampFile), stamp);
    await moveIntoPlace(fresh, dir, stamp);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOSPC')
      throw new ShinsaError('disk-full', {}, { cause: error });
    throw error;
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
  return samplePaths(dir);
}

/** Raised whenever the generator writes other bytes for the same options. */
const sampleVersion = 1;
const stampFile = '.sample';

async function moveIntoPlace(fresh: string, dir: string, stamp: string): Promise<void> {
  if (await exists(dir)) {
    if ((await textOf(join(dir, stampFile))) === null) throw new ShinsaError('out-exists', { path: dir });
    await rm(dir, { recursive: true });
  }
  try {
    await rename(fresh, dir);
  } catch (error) {
    if ((await textOf(join(dir, stampFile))) !== stamp) throw error;
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

async function textOf(path: string): Promise<string | null> {
  return readFile(path, 'utf8').catch(() => null);
}
