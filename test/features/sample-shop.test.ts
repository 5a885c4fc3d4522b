import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkFeature } from '../../analysis/expression/index.ts';
import { featureCatalogue, featureTopics } from '../../analysis/model/feature-catalogue/index.ts';
import { featureSchema, type Feature } from '../../analysis/model/features.ts';
import type { OpenProject } from '../../analysis/store/project.ts';
import { scratch } from '../store/projects.ts';
import { computed, factsOf, ordersOf, scopeIn } from './computed.ts';
import { openSample } from './sample-project.ts';
import { streamed } from './streaming.ts';
import { ways } from './ways.ts';

const catalogue = featureCatalogue.map(({ feature }) => feature);

describe('the catalogue', () => {
  test('names each feature once, in both languages, under every topic', () => {
    expect(new Set(catalogue.map(({ id }) => id)).size).toBe(catalogue.length);
    expect(catalogue.length).toBeGreaterThanOrEqual(60);
    expect(new Set(featureCatalogue.map(({ topic }) => topic))).toEqual(new Set(featureTopics));
    for (const { feature, about } of featureCatalogue)
      for (const text of [feature.names.ja, feature.names.en, about.ja, about.en])
        expect(text, feature.id).not.toBe('');
  });
});

const more: readonly Feature[] = [
  { id: 's1', agg: 'count', by: ['device.id'], window: '24h', ties: 'sequenced' },
  { id: 's2', agg: 'count_distinct', of: 'card.token', by: ['device.id'], window: '7d', includeCurrent: true },
  { id: 's3', agg: 'max', of: 'order.time', by: ['buyer.email_key'], window: '30d' },
  {
    id: 's4',
    agg: 'sum',
    of: 'order.amount',
    by: ['buyer.email_key', 'device.id'],
    window: '30d',
    where: 'order.time.getHours() >= 22',
  },
  {
    id: 's5',
    agg: 'known_bad',
    by: ['delivery.address_key'],
    window: '60d',
    outcome: { kinds: ['chargeback'], reasonFamilies: ['fraud'] },
  },
];

describe.each(ways)('by %s', (_, maker) => {
  const place = scratch('shinsa-features-');
  let project: OpenProject;
  beforeAll(async () => {
    process.env['SHINSA_CACHE_DIR'] = place.dir;
    project = await openSample(place.dir, maker);
  }, 120_000);
  afterAll(async () => {
    await project.close();
    delete process.env['SHINSA_CACHE_DIR'];
    place.dispose();
  });

  test('checks as it is written', async () => {
    const scope = await scopeIn(project);
    for (const feature of catalogue) {
      expect(featureSchema.parse(feature)).toEqual(feature);
      expect(
        checkFeature(feature, scope).issues.filter(({ severity }) => severity === 'error'),
        feature.id,
      ).toEqual([]);
    }
  });

  test('every order of the sample shop has the features a stream of its events gives, all of the catalogue among them', async () => {
    const scope = await scopeIn(project);
    const paths = [...scope.fields.values()].filter(({ type, refused }) => type !== 'list' && refused === undefined);
    const orders = await ordersOf(
      project,
      paths.map(({ path }) => path),
    );
    const facts = await factsOf(project);
    const features = [...catalogue, ...more];
    const values = await computed(project, features);
    expect(orders.length).toBeGreaterThan(10_000);
    features.forEach((feature, index) => {
      expect(values[index], feature.id).toEqual(streamed(feature, scope, orders, [], facts));
    });
    const empty = features.filter((_, index) => values[index]?.every((value) => value === null || value === 0));
    // The shop's export holds no events, and its IP addresses, reserved for documentation, are in no country.
    expect(empty.filter(({ on = 'orders' }) => on === 'orders').map(({ id }) => id)).toEqual(['countries_card_7d']);
  }, 180_000);
});
