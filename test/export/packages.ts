import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PackageOptions } from '../../analysis/export/build-package.ts';
import { sha256 } from '../../analysis/export/package-files.ts';
import { canonicalJson, canonicalText } from '../../analysis/model/canonical-json.ts';
import type { Manifest } from '../../analysis/model/package.ts';
import type { RuleSet } from '../../analysis/model/ruleset.ts';
import { fraudWithin30Days, openHistory, type History, type OrderRow } from '../backtest/history.ts';
import { ruleOf, ruleSetOf } from '../rule-sets.ts';
import { buildHere } from './here.ts';

/** A rule set with groups, features and an exception, whose package several tests read. */
export const packagedSet: RuleSet = {
  ...ruleSetOf(
    ruleOf('HIGH', 'order.amount > 5000', 'NG'),
    ruleOf('NIGHT', 'order.time.getHours("Asia/Tokyo") >= 22 && order.amount + 100 > 3000', 'HOLD'),
    ruleOf('MAIL', 'buyer.email.endsWith("@mailinator.com")', 'REVIEW'),
    ruleOf('MANY', 'velocity.by_device >= 2 || velocity.spent > 9000', 'REVIEW'),
    ruleOf('MEDIA', 'order.media_code in ["web", "app"] && buyer.name != delivery.name', 'REVIEW'),
    ruleOf('SINCE', 'order.time >= timestamp("2026-01-04T00:00:00Z") && size(buyer.id) == 3', 'REVIEW'),
  ),
  groups: [
    { priority: 1, result: 'NG', kind: 'single', rules: ['HIGH'] },
    { priority: 2, result: 'HOLD', kind: 'combination', rules: ['NIGHT', 'MANY'] },
    { priority: 3, result: 'REVIEW', kind: 'single', rules: ['MAIL', 'MANY', 'MEDIA', 'SINCE'] },
  ],
  features: [
    { id: 'by_device', agg: 'count', by: ['device.id'], window: '24h' },
    { id: 'spent', agg: 'sum', of: 'order.amount', by: ['buyer.id'], window: '7d', where: 'order.amount > 100' },
  ],
  exceptions: [
    {
      kind: 'allow',
      field: 'buyer.email',
      value: 'hanako3@example.jp',
      from: '2026-01-01T00:00:00Z',
      note: '花子さん',
    },
  ],
};

const names = ['山田太郎', '佐藤花子', '鈴木一郎'];

/** Orders with ties of one device, and pairs exactly a day apart. */
export const packagedOrders: readonly OrderRow[] = Array.from({ length: 200 }, (_, n) => ({
  event_id: `o${String(n).padStart(3, '0')}`,
  ordered_at: new Date(Date.UTC(2026, 0, 1, Math.floor(n / 2))).toISOString(),
  currency: n % 40 === 7 ? 'USD' : 'JPY',
  amount: (n * 937) % 8000,
  device_id: n % 6 === 5 ? null : `dev-${Math.floor(n / 2) % 4}`,
  member_id: n % 7 === 0 ? null : `m${10 + (n % 9)}`,
  email: n % 11 === 0 ? `taro${n}@mailinator.com` : `hanako${n % 8}@example.jp`,
  media_code: ['web', 'app', 'tel'][n % 3] ?? '',
  buyer_name: names[n % 3] ?? '',
  delivery_name: names[n % 2] ?? '',
}));

/** A project with those orders. */
export async function packagedHistory(): Promise<History> {
  const history = await openHistory({ target: fraudWithin30Days });
  await history.load(packagedOrders, [
    { order_id: 'o005', kind: 'chargeback', family: 'fraud', reported_at: '2026-01-20T00:00:00Z' },
  ]);
  return history;
}

export const buildIn = (history: History, ruleSet = packagedSet, options: PackageOptions = {}) =>
  history.project.read({}, (db) => buildHere(history.project, db, ruleSet, options));

/** Rewrites a file of a package as somebody would who knows how packages are proven: all hashes are redone. */
export function rewrite(folder: string, name: string, change: (text: string) => string): void {
  const text = change(readFileSync(join(folder, name), 'utf8'));
  writeFileSync(join(folder, name), text);
  const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Manifest;
  const files = manifest.files.map((file) =>
    file.name === name ? { name, sha256: sha256(text), bytes: Buffer.byteLength(text) } : file,
  );
  const ruleSetHash = name === 'ruleset.json' ? hashOfText(text, manifest) : manifest.ruleSetHash;
  writeFileSync(join(folder, 'manifest.json'), canonicalText({ ...manifest, files, ruleSetHash }));
}

function hashOfText(text: string, { ruleSetHash }: Manifest): string {
  try {
    return sha256(canonicalJson(JSON.parse(text)));
  } catch {
    return ruleSetHash;
  }
}

/** The same for a JSON file, by its value. */
export const rewriteJson = <T>(folder: string, name: string, change: (value: T) => unknown): void =>
  rewrite(folder, name, (text) => canonicalText(change(JSON.parse(text) as T)));

export const emptyFolder = (): string => mkdtempSync(join(tmpdir(), 'shinsa-package-'));
