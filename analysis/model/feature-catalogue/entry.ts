import type { Feature } from '../features.ts';

/** What a ready feature is mostly used against. */
export const featureTopics = [
  'card-testing',
  'stolen-card',
  'many-accounts',
  'resale',
  'pay-later',
  'takeover',
  'known-bad',
  'history',
] as const;
export type FeatureTopic = (typeof featureTopics)[number];

/** A ready feature in the words of the trade. */
export interface CatalogueFeature {
  readonly topic: FeatureTopic;
  readonly feature: Feature & { readonly names: NonNullable<Feature['names']> };
  /** What it catches, and what else it may be. */
  readonly about: { readonly ja: string; readonly en: string };
}

type Words = readonly [ja: string, en: string];

/** One feature of a topic; keys of 名寄せ rather than what was typed, wherever there are any. */
export const entry =
  (topic: FeatureTopic) =>
  (id: string, names: Words, about: Words, what: Omit<Feature, 'id' | 'names'>): CatalogueFeature => ({
    topic,
    feature: { id, names: { ja: names[0], en: names[1] }, ...what },
    about: { ja: about[0], en: about[1] },
  });

/** Keys by what they stand for. */
export const key = {
  device: ['device.id'],
  card: ['card.token'],
  bin: ['card.bin'],
  email: ['buyer.email_key'],
  phone: ['buyer.phone_key'],
  name: ['buyer.name_key'],
  address: ['delivery.address_key'],
  ip: ['ip.address'],
  network: ['ip.network'],
  cookie: ['cookie.id'],
  member: ['buyer.id'],
} satisfies Readonly<Record<string, string[]>>;
