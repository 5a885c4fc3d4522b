import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Components } from '../../analysis/identity/components.ts';
import { cli } from './run-cli.ts';
import { scratch } from '../store/projects.ts';

const place = scratch();
const project = join(place.dir, 'p.shinsa');
/** Order, day, mail, phone, device; o1–o2 by mail and phone, o2–o3 by device, o5–o6 by mail; o4 stands alone. */
const rows = [
  'o1,2024-01-01,sato.kenta@nifty.com,090-3184-2756,',
  'o2,2024-01-02,Sato.Kenta@nifty.com,09031842756,d-9f31',
  'o3,2024-01-03,mori.yui@nifty.com,,d-9f31',
  'o4,2024-01-04,ito.rena@nifty.com,,',
  'o5,2024-01-05,oda.jun@nifty.com,,',
  'o6,2024-01-06,oda.jun@nifty.com,,',
];
beforeAll(async () => {
  const history = join(place.dir, 'h.csv');
  writeFileSync(history, ['id,day,mail,tel,device', ...rows, ''].join('\n'));
  const mapping = join(place.dir, 'm.json');
  const columns = { event_id: 'id', ordered_at: 'day', email: 'mail', phone: 'tel', device_id: 'device' };
  writeFileSync(
    mapping,
    JSON.stringify({
      timezone: 'Asia/Tokyo',
      columns: { ...columns, amount: { value: 100 }, currency: { value: 'JPY' } },
    }),
  );
  const ran = await cli(['import', '--project', project, '--history', history, '--mapping', mapping]);
  expect([ran.code, ran.err]).toEqual([0, expect.anything()]);
}, 60_000);
afterAll(() => place.dispose());

interface Cluster {
  readonly entity: string;
  readonly orders: readonly { readonly order: string }[];
  readonly links: readonly { readonly order: string; readonly to: string; readonly by: readonly string[] }[];
}

describe('link --json', () => {
  test('tells every entity with its orders and the links, with reasons, that join them and no others', async () => {
    const ran = await cli(['link', '--project', project, '--json', '--unmasked']);
    expect(ran.code).toBe(0);
    const { report, clusters } = JSON.parse(ran.out) as {
      readonly report: unknown;
      readonly clusters: readonly Cluster[];
    };
    expect(report).toMatchObject({ orders: 6, linked: 5, entities: 2 });
    expect(clusters).toEqual([
      {
        entity: 'o1',
        orders: ['o1', 'o2', 'o3'].map((order) => expect.objectContaining({ order, amount: 100, currency: 'JPY' })),
        links: [
          { order: 'o2', to: 'o1', by: ['email', 'phone'] },
          { order: 'o3', to: 'o2', by: ['device'] },
        ],
      },
      {
        entity: 'o5',
        orders: ['o5', 'o6'].map((order) => expect.objectContaining({ order })),
        links: [{ order: 'o6', to: 'o5', by: ['email'] }],
      },
    ]);
    for (const { orders, links } of clusters) {
      const sets = new Components(orders.length);
      const at = (id: string): number => orders.findIndex(({ order }) => order === id);
      for (const { order, to } of links) sets.join(at(order), at(to));
      expect(orders.map((_, i) => sets.rootOf(i))).toEqual(orders.map(() => 0));
    }
  });

  test('names orders by the masks of their ids where nobody asks for them', async () => {
    const ran = await cli(['link', '--project', project, '--json']);
    const { clusters } = JSON.parse(ran.out) as { readonly clusters: readonly Cluster[] };
    const [first] = clusters;
    expect(ran.out).not.toMatch(/"o[1-6]"/);
    expect(first?.links.map(({ to }) => to)).toEqual(first?.orders.slice(0, 2).map(({ order }) => order));
  });
});

describe('identity --project', () => {
  test('tells who else has a key, the most frequent values, and what a step switched off does', async () => {
    const ask = async (...args: string[]): Promise<unknown> => {
      const ran = await cli(['identity', '--project', project, ...args, '--json', '--unmasked']);
      expect([ran.code, ran.code === 0 ? '' : ran.err]).toEqual([0, '']);
      return JSON.parse(ran.out);
    };
    expect(await ask('--kind', 'email', 'SATO.KENTA@nifty.com')).toMatchObject([
      { key: 'sato.kenta@nifty.com', orders: [{ column: 'email_key', orders: 2 }] },
    ]);
    expect(await ask('--kind', 'email')).toMatchObject([
      { column: 'email_key', seq: 4, value: 'oda.jun@nifty.com', orders: 2 },
      ...['Sato.Kenta', 'ito.rena', 'mori.yui', 'sato.kenta'].map((name) => ({
        value: `${name}@nifty.com`,
        orders: 1,
      })),
    ]);
    expect(await ask('--kind', 'email', '--column', 'email_key', '--without', 'case')).toMatchObject({
      ...{ orders: 6, keysNow: 4, keysThen: 5 },
    });
    const masked = await cli(['identity', '--project', project, '--kind', 'email', '--json']);
    expect(masked.out).not.toMatch(/(?:sato|mori|ito|oda)[.]/i);
    const wrong = await cli(['identity', '--kind', 'email', '--column', 'email_key', '--without', 'case']);
    expect(wrong.code).toBe(2);
  });
});
