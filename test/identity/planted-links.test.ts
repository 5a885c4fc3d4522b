import { describe, expect, it } from 'vitest';
import { linkOrders } from '../../analysis/identity/link.ts';
import { usualHubPersons } from '../../analysis/model/identity.ts';
import { mappingSchema } from '../../analysis/model/mapping.ts';
import { sql } from '../../analysis/store/sql.ts';
import { generateShop, sampleFiles, sampleOptions, shopFiles } from '../../samples/shop/generate.ts';
import shopMapping from '../../samples/shop/mapping.json' with { type: 'json' };
import type { Pattern } from '../../samples/shop/shop.ts';
import { bench } from '../ingest/workbench.ts';

describe('the groups planted in the sample shop', () => {
  it('are found as entities, and nothing else is drawn into them', async () => {
    const shop = generateShop({ ...sampleOptions, seed: 7 });
    const files = shopFiles(shop);
    const work = await bench();
    await work.import(files.get(sampleFiles.orders) ?? '', mappingSchema.parse(shopMapping));
    await work.project.write({}, (db) => linkOrders(db, usualHubPersons));
    const rows = await work.rows(sql`SELECT event_id, entity_id FROM orders`);
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
  }, 180_000);
});
