import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { checkRuleSet, scopeOf } from '../../analysis/expression/index.ts';
import { projectColumns } from '../../analysis/model/columns.ts';
import { mappingSchema, type ColumnSource } from '../../analysis/model/mapping.ts';
import { ruleSetSchema } from '../../analysis/model/ruleset.ts';
import { chargebackHeaders, orderHeaders } from '../../samples/shop/csv.ts';
import { fraudChargebackIds } from '../../samples/shop/expected.ts';
import { generateShop, sampleFiles, sampleOptions, shopFiles } from '../../samples/shop/generate.ts';
import mapping from '../../samples/shop/mapping.json' with { type: 'json' };
import { plan } from '../../samples/shop/plan.ts';
import ruleset from '../../samples/shop/ruleset.json' with { type: 'json' };
import { fraudPatterns, isFraud, lookAlikes } from '../../samples/shop/shop.ts';
import { bytesOf, cellsOf } from './reading.ts';

const small = { seed: 7, orders: 2_000, start: '2025-04-01', months: 15 };
const shop = generateShop(sampleOptions);
const files = shopFiles(shop);
const ordersText = new TextDecoder('shift_jis', { fatal: true }).decode(bytesOf(files, sampleFiles.orders));
const rows = cellsOf(ordersText);

describe('a generated shop', () => {
  it('is the same byte for byte from the same seed, and another from another seed', () => {
    const [first, again, other] = [small, small, { ...small, seed: 8 }].map((options) =>
      shopFiles(generateShop(options)),
    );
    for (const name of Object.values(sampleFiles))
      expect([name, hashOf(first, name)]).toEqual([name, hashOf(again, name)]);
    expect(hashOf(other, sampleFiles.orders)).not.toBe(hashOf(first, sampleFiles.orders));
  });

  it('numbers every order once', () => {
    expect(shop.orders.length).toBe(20_000);
    expect(new Set(shop.orders.map((o) => o.id)).size).toBe(20_000);
  });

  // README.md and the expected hits quote figures of these bytes: whoever changes them raises sampleVersion too.
  it('keeps the bytes of the bundled sample', () => {
    expect(hashOf(files, sampleFiles.orders).slice(0, 16)).toBe('191d5544988ea008');
    expect(hashOf(files, sampleFiles.chargebacks).slice(0, 16)).toBe('1efeebd084ec6504');
  });

  it('refuses to be smaller than what is planted in it', () => {
    expect(() => generateShop({ ...small, orders: 1_999 })).toThrow(RangeError);
    expect(() => generateShop({ ...small, months: 11 })).toThrow(RangeError);
    expect(generateShop(small).orders).toHaveLength(2_000);
  });

  it('plants every pattern as often as documented', () => {
    const counted = new Map<string, Set<string>>();
    const orders = new Map<string, number>();
    for (const { pattern, group } of Object.values(shop.truth)) {
      counted.set(pattern, (counted.get(pattern) ?? new Set()).add(group));
      orders.set(pattern, (orders.get(pattern) ?? 0) + 1);
    }
    for (const { pattern, groups, ordersPerGroup } of plan) {
      expect([pattern, counted.get(pattern)?.size, orders.get(pattern)]).toEqual([
        pattern,
        groups,
        groups * ordersPerGroup,
      ]);
    }
    expect([...counted.keys()].sort()).toEqual([...fraudPatterns, ...lookAlikes].sort());
  });

  it('lies within its period, in order of time, with order numbers by month', () => {
    const times = shop.orders.map((o) => o.at);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(times[0]).toBeGreaterThanOrEqual(Date.parse('2025-04-01T00:00:00+09:00'));
    expect(times.at(-1)).toBeLessThan(Date.parse('2026-07-01T00:00:00+09:00'));
    expect(shop.orders[0]?.id).toBe('SH2504-000001');
    expect(shop.orders.at(-1)?.id).toBe('SH2606-020000');
  });

  it('sells like a Japanese shop: yen, seven in ten by card, a quarter pay later', () => {
    const share = (method: string) =>
      shop.orders.filter((o) => o.payment.method === method).length / shop.orders.length;
    const amounts = shop.orders.map((o) => o.amount).sort((a, b) => a - b);
    expect(share('02')).toBeGreaterThan(0.66);
    expect(share('02')).toBeLessThan(0.73);
    expect(share('01')).toBeGreaterThan(0.22);
    expect(share('01')).toBeLessThan(0.29);
    expect(amounts.every((amount) => Number.isInteger(amount) && amount > 0)).toBe(true);
    expect(amounts[10_000]).toBeGreaterThan(4_500);
    expect(amounts[10_000]).toBeLessThan(7_500);
  });
});

describe('the order export', () => {
  it('is CP932 with CRLF and holds every order and the twelve unreadable lines', () => {
    expect(rows[0]).toEqual([...orderHeaders]);
    expect(rows.length - 1).toBe(20_012);
    expect(new Set(rows.map((row) => row.length))).toEqual(new Set([orderHeaders.length]));
    expect(ordersText.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(() => new TextDecoder('utf-8', { fatal: true }).decode(bytesOf(files, sampleFiles.orders))).toThrow();
  });

  it('gives back every name and address it was written from', () => {
    const byId = new Map(rows.slice(1).map((row) => [row[0], row]));
    const at = (header: string) => orderHeaders.indexOf(header);
    const changed = shop.orders.filter((order) => {
      const row = byId.get(order.id);
      return (
        row?.[at('氏名')] !== order.buyer.name ||
        row[at('配送先番地')] !== order.delivery.address ||
        row[at('商品')] !== order.items
      );
    });
    expect(changed).toEqual([]);
  });

  it('has exactly twelve lines that cannot become orders', () => {
    const reasons = shop.rejected.map((line) => line.reason).sort();
    const count = (reason: string) => reasons.filter((r) => r === reason).length;
    expect([count('time'), count('amount'), count('duplicate-id'), count('missing-id')]).toEqual([4, 4, 3, 1]);
    const ids = rows.slice(1).map((row) => row[0] ?? '');
    expect(ids.length - new Set(ids.filter((id) => id !== '')).size - 1).toBe(3);
    expect(ids.filter((id) => id === '')).toHaveLength(1);
    const unreadable = rows.slice(1).filter((row) => !/^\d+$/.test(row[2] ?? '') || !isDateTime(row[1] ?? ''));
    expect(unreadable).toHaveLength(8);
  });

  it('holds no cell that a spreadsheet would run and no run of digits that could be a card number', () => {
    const runs = (cell: string) => cell.normalize('NFKC').match(/\d(?:[ -]?\d){12,18}/g) ?? [];
    const cells = [...new Set(rows.flat())];
    expect(cells.filter((cell) => /^[=+@\t\r-]/.test(cell))).toEqual([]);
    expect(cells.filter((cell) => runs(cell).some((run) => luhn(run.replace(/\D/g, ''))))).toEqual([]);
  });

  it('has one to three in a hundred ordinary orders with an untidy cell', () => {
    const untidy = shop.orders.filter(
      (o) =>
        o.buyer.phone === null ||
        /[０-９]/.test(o.buyer.phone) ||
        o.buyer.kana === null ||
        o.deviceId === null ||
        o.buyer.name.endsWith(' ') ||
        o.buyer.address.endsWith(' '),
    );
    expect(untidy.length / shop.orders.length).toBeGreaterThan(0.01);
    expect(untidy.length / shop.orders.length).toBeLessThan(0.03);
    expect(untidy.every((o) => o.pattern === null)).toBe(true);
  });
});

describe('the chargeback list', () => {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytesOf(files, sampleFiles.chargebacks));
  const orderOf = new Map(shop.orders.map((o) => [o.id, o]));
  const known = shop.chargebacks.filter((c) => orderOf.has(c.orderId));

  it('is UTF-8 with a byte order mark and one line per chargeback', () => {
    expect(text.startsWith('\ufeff')).toBe(true);
    const lines = cellsOf(text.slice(1));
    expect(lines[0]).toEqual([...chargebackHeaders]);
    expect(lines.length - 1).toBe(shop.chargebacks.length);
    expect(shop.chargebacks.length - known.length).toBe(3);
    expect(new Set(shop.chargebacks.map((c) => c.orderId)).size).toBe(shop.chargebacks.length);
  });

  it('comes 20 to 120 days after the order, early rather than late, and stops at the end of the export', () => {
    const delays = known
      .map((c) => Math.floor((c.reportedAt - (orderOf.get(c.orderId)?.at ?? 0)) / 86_400_000) + 1)
      .sort((a, b) => a - b);
    expect(delays[0]).toBeGreaterThanOrEqual(20);
    expect(delays.at(-1)).toBeLessThanOrEqual(120);
    expect(delays[Math.floor(delays.length / 2)]).toBeLessThan(60);
    expect(Math.max(...shop.chargebacks.map((c) => c.reportedAt))).toBeLessThan(
      Date.parse('2026-07-01T00:00:00+09:00'),
    );
  });

  it('is about card orders that were delivered, in both families, a few of them reversed', () => {
    for (const { orderId, amount } of known) {
      const order = orderOf.get(orderId);
      expect([order?.payment.method, order?.settleStatus === '99', order?.amount]).toEqual(['02', false, amount]);
    }
    expect(known.filter((c) => c.family === 'consumer').length).toBeGreaterThan(10);
    expect(known.filter((c) => c.status === '取下げ' || c.status === '勝訴').length).toBeGreaterThan(5);
  });

  it('shows about 1.2 % fraud among orders old enough to know', () => {
    const disputed = fraudChargebackIds(shop);
    const old = shop.orders.filter((o) => o.at < shop.asOf - 120 * 86_400_000);
    const rate = old.filter((o) => disputed.has(o.id)).length / old.length;
    expect(rate).toBeGreaterThan(0.01);
    expect(rate).toBeLessThan(0.015);
  });

  it('leaves refused and cancelled orders without an outcome, and marks the lost ones as chargebacks', () => {
    const disputed = fraudChargebackIds(shop);
    const refused = shop.orders.filter((o) => o.recordedResult === 'NG');
    expect(refused.length).toBeGreaterThan(100);
    expect(refused.every((o) => o.settleStatus === '99' && o.shippedAt === null)).toBe(true);
    for (const order of shop.orders) if (disputed.has(order.id)) expect(order.settleStatus).toBe('60');
    expect(shop.orders.filter((o) => o.settleStatus === '60').length).toBe(
      known.filter((c) => c.status === '受付' || c.status === '確定').length,
    );
  });
});

describe('the files beside it', () => {
  it('fit the formats: mapping and rule set', () => {
    const read = mappingSchema.parse(mapping);
    for (const header of [...headersOf(read.columns), ...(read.keep ?? [])]) expect(orderHeaders).toContain(header);
    for (const header of headersOf(read.outcomes?.columns ?? {})) expect(chargebackHeaders).toContain(header);
    expect(headersOf(read.columns).length).toBe(orderHeaders.length - (read.keep?.length ?? 0));
    expect(ruleSetSchema.parse(ruleset).rules).toHaveLength(13);
  });

  it('hold rules that check without a finding against the columns of the mapping', () => {
    const read = ruleSetSchema.parse(ruleset);
    const present = new Set(Object.keys(mapping.columns));
    const scope = scopeOf(projectColumns([], present), read.currency, read.timezone);
    const checked = checkRuleSet(read, scope);
    expect([...checked.issues], 'findings').toEqual([]);
    expect(checked.setIssues).toEqual([]);
    expect(checked.ok).toBe(true);
  });

  it('name the truth of every planted order and of no other', () => {
    const truth: unknown = JSON.parse(new TextDecoder().decode(bytesOf(files, sampleFiles.truth)));
    expect(truth).toEqual(shop.truth);
    for (const order of shop.orders) {
      expect(shop.truth[order.id]?.pattern ?? null).toBe(order.pattern);
      if (order.pattern !== null) expect(shop.truth[order.id]?.fraud).toBe(isFraud(order.pattern));
    }
  });
});

function headersOf(columns: Readonly<Partial<Record<string, ColumnSource>>>): readonly string[] {
  return Object.values(columns).flatMap((source) => {
    if (source === undefined) return [];
    if (typeof source === 'string') return [source];
    return 'from' in source ? [source.from].flat() : [];
  });
}

function isDateTime(text: string): boolean {
  const iso = text.replaceAll('/', '-').replace(' ', 'T');
  const at = Date.parse(`${iso}Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(iso);
}

function hashOf(of: ReadonlyMap<string, Uint8Array> | undefined, name: string): string {
  return createHash('sha256').update(bytesOf(of, name)).digest('hex');
}

function luhn(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 1 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}
