import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { identityHandlers } from '../../analysis/identity/handlers.ts';
import { usualHubPersons, type LinkReport } from '../../analysis/model/identity.ts';
import { mappingSchema } from '../../analysis/model/mapping.ts';
import { sql } from '../../analysis/store/sql.ts';
import { basic, context, openBench, type Bench } from '../ingest/workbench.ts';

const persons = 40;
const surnames = '佐藤 鈴木 高橋 田中 伊藤 渡辺 山本 中村'.split(' ');
const given = '太郎 花子 健一 美紀 翔太'.split(' ');
const nameOf = (n: number): string => `${surnames[n % 8] ?? ''} ${given[Math.floor(n / 8)] ?? ''}`;

const columns = {
  member_id: '会員ID',
  buyer_name: '氏名',
  buyer_address: '住所',
  phone: '電話番号',
  email: 'メール',
  delivery_address: '配送先住所',
  ip_address: 'IP',
  cookie_id: 'Cookie',
  device_id: '端末ID',
} as const;
type Cells = Partial<Record<keyof typeof columns, string>>;

/** What all persons of a place have in common, and at which columns it is a hub. */
const places: readonly (readonly [place: string, shared: Cells, hubs: readonly string[]])[] = [
  [
    'office',
    { buyer_address: '東京都港区赤坂4-9-17 本社ビル5F', phone: '03-3583-2801', email: 'soumu@kaisha.co.jp' },
    ['email', 'phone'],
  ],
  ['hotel', { buyer_address: '大阪府大阪市北区梅田1-2-3 ホテル梅田', phone: '06-6341-4201' }, ['phone']],
  [
    'dormitory',
    {
      buyer_address: '京都府京都市左京区吉田本町36-1 学生寮',
      device_id: 'dv-common-room',
      cookie_id: 'ck-common-room',
    },
    ['cookie', 'device'],
  ],
  [
    'forwarding',
    { delivery_address: '東京都江東区東陽6-28-4 国際転送センター JP-1000', phone: '03-5632-9911' },
    ['phone'],
  ],
  ['carrier', { ip_address: '126.0.0.1' }, []],
];

interface Written {
  readonly id: string;
  readonly place: string;
  readonly person: number;
  readonly cells: Cells;
}

/** Everybody orders once; the first two of every place come back with a mail address or member of their own. */
const orders: readonly Written[] = places.flatMap(([place, shared], at) => {
  const own = (person: number): Cells => ({
    buyer_name: nameOf(person),
    buyer_address: `東京都千代田区丸の内${at + 1}-${person + 1}`,
    member_id: person === 1 ? `m-${place}` : '',
    ...shared,
    ...(shared.email === undefined && person === 0 ? { email: `own@${place}.jp` } : {}),
  });
  const firsts = Array.from({ length: persons }, (_, person) => ({ person, cells: own(person) }));
  const again = [0, 1].map((person) => ({
    person,
    // Written otherwise: neither name and address nor the hub's value need be the same.
    cells: { ...own(person), buyer_name: person === 1 ? 'YAMADA HANAKO' : nameOf(person), buyer_address: '' },
  }));
  return [...firsts, ...again].map((one, n) => ({ id: `${place}-${n}`, place, ...one }));
});

const file = [
  ['注文番号', '注文日時', '金額', ...Object.values(columns)].join(','),
  ...orders.map(({ id, cells }, n) => {
    const at = new Date(Date.UTC(2024, 0, 1) + n * 3_600_000).toISOString().slice(0, 19);
    return [id, at, 1000, ...Object.keys(columns).map((name) => cells[name as keyof Cells] ?? '')].join(',');
  }),
  '',
].join('\n');

describe('values that many strangers share', () => {
  let work: Bench;
  let report: LinkReport;
  let entityOf: ReadonlyMap<string, unknown>;
  beforeAll(async () => {
    work = await openBench();
    await work.import(file, mappingSchema.parse({ ...basic, columns: { ...basic.columns, ...columns } }));
    report = await identityHandlers(work.project)['identity.link']({ hubPersons: usualHubPersons }, context());
    const rows = await work.rows(sql`SELECT event_id, entity_id FROM orders`);
    entityOf = new Map(rows.map((row) => [String(row['event_id']), row['entity_id']]));
  });

  afterAll(() => work.project.close());

  it.each(places)('of an %s join nobody', (place) => {
    const entities = orders
      .filter((one) => one.place === place && one.person > 1)
      .map(({ id }) => entityOf.get(id) ?? null);
    expect(entities).toEqual(Array.from({ length: persons - 2 }, () => null));
  });

  it.each(places)('of an %s keep nobody from being linked by a value of their own', (place, shared) => {
    const [first, second] = [0, 1].map((person) =>
      orders.filter((one) => one.place === place && one.person === person).map(({ id }) => entityOf.get(id)),
    );
    // One mail address for the whole office is no person's own.
    if (shared.email === undefined) expect(first).toEqual([`${place}-0`, `${place}-0`]);
    expect(second).toEqual([`${place}-1`, `${place}-1`]);
  });

  it('are told as set aside, with how many persons and orders they have', async () => {
    const told = places.flatMap(([place, , kinds]) => kinds.map((kind) => `${place} ${kind}`));
    const found = report.hubs.map(({ kind, first }) => `${first.replace(/-0$/, '')} ${kind}`);
    expect(found.sort()).toEqual([...told].sort());
    expect(report).toMatchObject({ hubCount: told.length, hubPersons: usualHubPersons });
    // YAMADA HANAKO is one person more.
    expect(report.hubs.every(({ persons: n, orders: all }) => n === persons + 1 && all === persons + 2)).toBe(true);

    const related = async (id: string) => {
      const seq = orders.findIndex((one) => one.id === id);
      const ties = await identityHandlers(work.project)['identity.related']({ seq }, context());
      return ties.map(({ column, hub = false }) => [column, hub]);
    };
    expect(await related('dormitory-5')).toEqual([
      ['device_key', true],
      ['cookie_key', true],
      ['buyer_address_key', false],
    ]);
    expect(await related('hotel-1')).toEqual([
      ['entity_id', false],
      ['member_id', false],
      ['phone_key', true],
      ['buyer_address_key', false],
    ]);
  });
});
