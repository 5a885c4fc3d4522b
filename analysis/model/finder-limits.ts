import { z } from 'zod';
import type { FinderId } from './patterns.ts';

/** Limits of the pattern finders: what they are unless somebody says otherwise, and how far they may be moved. */

const whole = (usual: number, least: number, most: number) => z.int().min(least).max(most).default(usual);
const names = (usual: number) => whole(usual, 2, 1000);
const hours = (usual: number) => whole(usual, 1, 24 * 31);
const days = (usual: number) => whole(usual, 1, 366);
const share = (usual: number) => z.number().min(0).max(1).default(usual);
const times = (usual: number) => z.number().min(1).max(1000).default(usual);
const chance = (usual: number) => z.number().min(1e-12).max(0.5).default(usual);
const words = (...usual: string[]) => z.array(z.string().trim().min(1).max(60)).min(1).max(60).default(usual);

export const finderLimits = {
  'stolen-cards': z.strictObject({ hours: hours(24), cards: names(4), names: names(4), largeShare: share(0.5) }),
  'card-testing': z.strictObject({
    ...{ hours: hours(1), cards: names(10), smallShare: share(0.25), times: times(10), declined: share(0.5) },
  }),
  forwarding: z.strictObject({
    names: names(3),
    words: words(
      ...['転送', '倉庫', '営業所', '私書箱', 'ホテル', '旅館', 'ウィークリー', 'マンスリー'],
      ...['forward', 'hotel', 'warehouse'],
    ),
  }),
  'account-takeover': z.strictObject({ earlier: whole(2, 1, 1000), days: days(1), times: times(3) }),
  'first-offer-resale': z.strictObject({
    ...{ days: days(90), names: names(5), perDevice: times(2) },
    words: words('初回', 'お試し', 'トライアル', 'first', 'trial'),
  }),
  'pay-later-ring': z.strictObject({ days: days(60), names: names(5), largeShare: share(0.75), times: times(4) }),
  'affiliate-abuse': z.strictObject({ days: days(60), mails: names(10), times: times(3), q: chance(0.001) }),
  'device-farm': z.strictObject({ names: names(4), homes: names(4) }),
  'velocity-burst': z.strictObject({ hours: hours(1), names: names(5), peak: times(3), q: chance(0.001) }),
  'name-reading': z.strictObject({ names: names(2) }),
  'ip-abroad': z.strictObject({ names: names(3) }),
  'listed-shared': z.strictObject({ names: names(2) }),
  'language-zone': z.strictObject({
    ...{ days: days(7), names: names(4), languages: words('ja') },
    zones: words('Asia/Tokyo', 'Japan', 'JST', '+09:00', '+0900', 'UTC+9', 'GMT+9'),
  }),
} satisfies Record<FinderId, z.ZodObject>;

/** Limits of some finders; whatever is left out is what it is unless somebody says otherwise. */
export const finderSettingsSchema = z.strictObject(finderLimits).partial();
export type FinderSettings = z.input<typeof finderSettingsSchema>;

/** A limit as a form asks for it. */
export type LimitForm =
  | { readonly name: string; readonly kind: 'words'; readonly usual: readonly string[] }
  | {
      readonly name: string;
      readonly kind: 'number';
      readonly usual: number;
      readonly least: number;
      readonly most: number;
      readonly whole: boolean;
    };

const formSchema = z.object({
  properties: z.record(
    z.string(),
    z.union([
      z.object({ type: z.literal('array'), default: z.array(z.string()) }),
      z.object({
        ...{ type: z.enum(['integer', 'number']), default: z.number(), minimum: z.number(), maximum: z.number() },
      }),
    ]),
  ),
});

/** The limits of a finder in their order, read off their schema. */
export function limitForms(id: FinderId): readonly LimitForm[] {
  const { properties } = formSchema.parse(z.toJSONSchema(finderLimits[id], { io: 'input' }));
  return Object.entries(properties).map(([name, one]): LimitForm =>
    one.type === 'array'
      ? { name, kind: 'words', usual: one.default }
      : {
          ...{ name, kind: 'number', usual: one.default, least: one.minimum, most: one.maximum },
          whole: one.type === 'integer',
        },
  );
}
