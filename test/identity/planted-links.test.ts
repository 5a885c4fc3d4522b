import { describe, expect, it } from 'vitest';
import { identityHandlers } from '../../analysis/identity/handlers.ts';
import { linkOrders } from '../../analysis/identity/link.ts';
import { usualHubPersons } from '../../analysis/model/identity.ts';
import { graphKinds } from '../../analysis/model/order-graph.ts';
import { mappingSchema } from '../../analysis/model/mapping.ts';
import { sql } from '../../analysis/store/sql.ts';
import { generateShop, sampleFiles, sampleOptions, shopFiles } from '../../samples/shop/generate.ts';
import shopMapping from '../../samples/shop/mapping.json' with { type: 'json' };
import type { Pattern } from '../../samples/shop/shop.ts';
import { bench, context } from '../ingest/workbench.ts';

describe('the groups planted in the sample shop', () => {
  it('are found as entities, and nothing else is drawn into them', async () => {
    const shop = generateShop({ ...sampleOptions, seed: 7 });
    const files = shopFiles(shop);
    const work = await bench();
    await work.import(files.get(sampleFiles.orders) ?? '', mappingSchema.parse(shopMapping));
    await work.project.write({}, (db) => linkOrders(db, usualHubPersons));
    const rows = await work.rows(sql`SELECT event_id, seq, entity_id FROM orders`);
    const entityOf = new Map(rows.map((row) => [String(row['event_id']), row['entity_id']]));
    const whole: readonly Pattern[] = [
      'stolen-card-burst',
      'first-offer-resale',
      'account-takeover',
      'rename',
      'family',
    ];
    const groups = new Map<string, Set<unknown>>();
    for (const { id, pattern, group } of shop.orders)
      if (pattern !== null && whole.includes(pattern) && group !== null)
        groups.set(group, (groups.get(group) ?? new Set()).add(entityOf.get(id)));
    expect(groups.size).toBe(20 + 5 + 24 + 60 + 150);
    expect([...groups].filter(([, entities]) => entities.size > 1 || entities.has(null))).toEqual([]);

    // A ring's entity may hold others only where invented mail addresses or phones happen to be the same.
    const rings = new Set([...groups].filter(([group]) => /burst|resale/.test(group)).flatMap(([, of]) => [...of]));
    const inRings = shop.orders.filter(({ id }) => rings.has(entityOf.get(id)));
    const strangers = inRings.filter(({ group }) => group === null || !/burst|resale/.test(group));
    expect(inRings.length - strangers.length).toBe(20 * 8 + 5 * 24);
    expect(strangers.length).toBeLessThan(0.05 * inRings.length);

    // In the link graph all orders of a burst are there after two steps from any one of them.
    const seqs = new Map(rows.map((row) => [String(row['event_id']), Number(row['seq'])]));
    const graph = identityHandlers(work.project)['identity.graph'];
    const unreached: string[] = [];
    const stolen = shop.orders.filter(({ pattern }) => pattern === 'stolen-card-burst');
    const bursts = new Set(stolen.map(({ group }) => group));
    for (const burst of bursts) {
      const own = stolen.filter(({ group }) => group === burst);
      const [first = 0, ...others] = own.map(({ id }) => seqs.get(id) ?? -1);
      const ask = { seq: first, entity: false, kinds: [...graphKinds], keys: [], nodes: 500, perKey: 50 };
      const near = await graph({ ...ask, orders: [] }, context());
      const far = await graph({ ...ask, orders: near.orders.map(({ seq }) => seq) }, context());
      const reached = new Set(far.orders.map(({ seq }) => seq));
      unreached.push(...others.filter((seq) => !reached.has(seq)).map((seq) => `${first} ${seq}`));
    }
    expect([bursts.size, unreached]).toEqual([20, []]);
  }, 180_000);
});
