import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { identityKey } from '../../analysis/identity/index.ts';
import type { FindKey } from '../../analysis/ingest/keys-job.ts';
import { listKey } from '../../analysis/ingest/list-key.ts';
import type { ListMatch } from '../../analysis/model/lists.ts';
import type { OpenProject } from '../../analysis/store/project.ts';
import { sql } from '../../analysis/store/sql.ts';
import { chargebacksCsv, ordersCsv } from '../../samples/shop/csv.ts';
import { generateShop } from '../../samples/shop/generate.ts';
import type { Party, Shop, ShopOrder } from '../../samples/shop/shop.ts';

/** The first orders of a sample shop; somebody placed one again with slips in address and phone, from another mailbox. */
export function smallShop(orders: number): Shop {
  const shop = generateShop({ seed: 7, orders: 2000, start: '2025-04-01', months: 12 });
  const first = shop.orders.slice(0, orders);
  const twin = first.find(({ buyer }) => buyer.phone !== null && buyer.kana !== null && buyer.name.length >= 4);
  const last = first.at(-1);
  const once = first.find(({ email }) => first.filter((other) => other.email === email).length === 1);
  if (twin === undefined || last === undefined || once === undefined) throw new Error('no orders');
  const ids = new Set(first.map(({ id }) => id));
  return {
    ...shop,
    orders: [...first, { ...twin, ...slipped(twin), id: `${last.id}-2`, at: last.at + 60_000 }],
    chargebacks: shop.chargebacks.filter(({ orderId }) => ids.has(orderId)),
    rejected: [{ reason: 'duplicate-id', afterId: once.id, copyOf: once.id, orderNumber: once.id }],
  };
}

function slipped({ buyer, email, payment }: ShopOrder): Partial<ShopOrder> {
  const phone = buyer.phone?.replace(/.$/, (digit) => String((Number(digit) + 1) % 10)) ?? null;
  const address = buyer.address.replace(/[0-9０-９]+/, '98');
  const party: Party = { ...buyer, phone, address };
  const own = { memberId: null, deviceId: null, cookieId: null, ip: '198.51.100.77' };
  const paid = { ...payment, token: null };
  return { buyer: party, delivery: party, email: email.replace(/@.*/, '@mailbox.example.jp'), payment: paid, ...own };
}

/** The payment provider's id of an order. */
export const transactionOf = (orderId: string): string =>
  `pi_${createHash('sha256').update(orderId).digest('hex').slice(0, 16)}`;

/** Files about the shop's orders; `list` is of mail addresses, the other lists are made without a file. */
export interface PlantedFiles {
  readonly orders: string;
  readonly chargebacks: string;
  readonly lines: string;
  readonly login: string;
  readonly auth: string;
  readonly list: string;
  readonly recorded: string;
}

/** Where the files stand in a folder. */
export const plantedFiles = (dir: string): PlantedFiles => ({
  orders: join(dir, 'orders.csv'),
  chargebacks: join(dir, 'chargebacks.csv'),
  lines: join(dir, 'lines.csv'),
  login: join(dir, 'login.csv'),
  auth: join(dir, 'auth.csv'),
  list: join(dir, 'list.csv'),
  recorded: join(dir, 'recorded.csv'),
});

/** Order of a line that the project does not hold. */
export const lostOrder = 'GONE-000001';

/** Writes them: lines, events and list entries of every order, with rows that are rejected or find no order. */
export function writePlanted(dir: string, shop: Shop): void {
  const { orders } = shop;
  const files = plantedFiles(dir);
  const disputed = new Set(shop.chargebacks.map(({ orderId }) => orderId));
  const unread = orders.filter(({ id }, at) => at < 5 || disputed.has(id));
  writeFileSync(files.orders, withTransactions(ordersCsv(shop)));
  writeFileSync(files.chargebacks, chargebacksCsv(shop));
  writeTable(files.lines, '注文番号,商品コード,商品名,カテゴリ,単価,数量', [
    ...orders.map(({ id, buyer }) => [id, 'SKU-1', `刻印 ${buyer.name} 様`, '雑貨', '1200', '1']),
    [lostOrder, 'SKU-1', '湯のみ', '雑貨', '800', '1'],
    ...unread.map(({ id, buyer }) => [id, 'SKU-2', `贈答 ${buyer.name}`, '雑貨', '千円', '1']),
  ]);
  const at = '2025-04-02 10:00:00';
  writeTable(files.login, 'ログイン日時,会員ID,メールアドレス,電話番号,IPアドレス,端末ID,結果', [
    ...orders.map((order) => [
      at,
      order.memberId,
      order.email.toUpperCase(),
      order.buyer.phone,
      order.ip,
      order.deviceId,
      '成功',
    ]),
    ...unread.map((order) => ['いつか', order.memberId, order.email, '', '', '', '成功']),
  ]);
  writeTable(files.auth, 'オーソリ日時,注文番号,取引ID,カードトークン,結果', [
    ...orders.map(({ id, payment }) => [at, id, '', payment.token, 'OK']),
    ...orders.map(({ id, payment }) => [at, '', transactionOf(id), payment.token, 'NG']),
  ]);
  writeTable(files.recorded, '注文番号,審査結果,該当ルール,担当メモ', [
    ...orders.map(({ id, buyer }) => [id, 'OK', 'NEG_ITEM', buyer.name]),
    ...orders.map(({ id, buyer, email }) => [`${lostOrder}-${id}`, 'NG', 'NEG_ITEM', `${buyer.name} ${email}`]),
  ]);
  writeTable(files.list, 'value,note', [
    ...orders.map(({ id, email, buyer }) => [email.toUpperCase(), `${buyer.name} ${id}`]),
    ...unread.map(({ id, buyer }) => ['読めない', `${buyer.name} ${id}`]),
  ]);
}

/** What of an order stands on the list that is matched so, in another spelling than the order's. */
const listed: readonly (readonly [ListMatch, (order: ShopOrder) => string | null])[] = [
  ['phone', ({ buyer }) => buyer.phone?.replaceAll('-', '') ?? null],
  ['person', ({ buyer }) => buyer.name.replaceAll(' ', '　')],
  ['address', ({ buyer: { prefecture, city, address } }) => `${prefecture}${city}${address}`],
  ['cidr', ({ ip }) => `${ip}/32`],
  ['exact', ({ memberId }) => memberId],
];

/** Lists of the client's own with a value of every order, `email` aside, and empty ones of each kind, `fresh_…`. */
export async function putOnLists(project: OpenProject, { orders }: Shop): Promise<void> {
  const findKey: FindKey = (kind, value, beside) => identityKey(kind, value, beside);
  await project.write({}, async (db) => {
    const add = async (id: string, match: ListMatch): Promise<void> => {
      const source = { kind: 'own', fileName: `${id}.csv` };
      const definition = {
        id,
        names: { ja: id, en: id },
        purpose: 'negative',
        match,
        source,
        snapshotAt: '2025-04-01',
      };
      await db.run(sql`INSERT INTO lists VALUES (${id}, now(), ${JSON.stringify(definition)}, 0, NULL)`);
    };
    for (const [match, valueOf] of listed) {
      await add(match, match);
      const values = new Map(orders.map((order) => [valueOf(order), order]));
      const entries = [...values].flatMap(([value, order]) => {
        const found = value === null ? null : listKey(match, value, findKey);
        return found === null || !('key' in found) ? [] : [{ value, key: found.key, note: order.buyer.name }];
      });
      await db.run(sql`INSERT INTO list_entries SELECT ${match}, e ->> 'value', e ->> 'key', NULL, NULL, e ->> 'note'
        FROM (SELECT unnest(from_json(${JSON.stringify(entries)}::JSON, '["JSON"]')) AS e)`);
    }
    for (const match of ['email', 'phone', 'person', 'address'] as const) await add(`fresh_${match}`, match);
  });
}

const writeTable = (path: string, head: string, rows: readonly (readonly (string | null | undefined)[])[]): void =>
  writeFileSync(path, [head, ...rows.map((cells) => cells.map((cell) => quoted(cell ?? '')).join(','))].join('\n'));

const quoted = (cell: string): string => (/[",]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

/** Orders with the payment provider's id in a last column. */
function withTransactions(csv: string): string {
  const [head = '', ...lines] = csv.trimEnd().split(/\r?\n/);
  const told = lines.map((line) => `${line},${transactionOf(/^"?([^",]*)/.exec(line)?.[1] ?? '')}`);
  return [`${head},取引ID`, ...told].join('\n');
}
