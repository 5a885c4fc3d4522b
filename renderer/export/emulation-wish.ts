import type { EmulationProfile } from '../../analysis/model/emulation.ts';
import { canonicalJson } from '../../analysis/model/canonical-json.ts';
import { windowMicros, type Feature } from '../../analysis/model/features.ts';
import type { RuleSet, ScreeningResult } from '../../analysis/model/ruleset.ts';
import { count } from '../i18n/format.ts';
import { t } from '../i18n/index.ts';
import { createStore } from '../state/store.ts';
import type { MadeOf, Wanted } from './taken.ts';

export const profiles = [
  'bucketed-hour',
  'bucketed-day',
  'capped',
  'wall-clock',
  'nulls-false',
  'nulls-error',
  'exact',
] as const;
export type ProfileName = (typeof profiles)[number];

/** What is asked for in the panel; each profile keeps its own parameters. */
export interface Wish {
  /** The rule set; null for the first one. */
  readonly set: string | null;
  readonly wanted: Wanted;
  /** Null: the first that can change a decision of the rule set. */
  readonly name: ProfileName | null;
  readonly cap: number;
  readonly minutes: number;
  readonly gives: ScreeningResult | null;
}

/** Kept beside the result: a result is of what was asked, in whatever room the person has been since. */
export const emulationWish = createStore<Wish>({
  ...{ set: null, wanted: 'saved', name: null, cap: 10, minutes: 15, gives: null },
});

/** All that an emulation's figures depend on. */
export interface AskedEmulation {
  readonly ruleSet: RuleSet;
  readonly madeOf: MadeOf;
  readonly profile: EmulationProfile;
  /** Of the project's data. */
  readonly dataVersion: string;
}

/** Whether the figures of one answer the other. */
export const sameEmulation = (one: AskedEmulation, other: AskedEmulation): boolean => keyOf(one) === keyOf(other);

const keyOf = ({ ruleSet, profile, dataVersion }: AskedEmulation): string =>
  canonicalJson({ ruleSet, profile, dataVersion });

/** What is chosen, or begun with. */
export const profileName = (wish: Wish, ruleSet: Pick<RuleSet, 'features'> | null): ProfileName =>
  wish.name ??
  profiles.find((name) => ruleSet !== null && changesNothing(profileOf({ ...wish, name }), ruleSet) === null) ??
  'bucketed-hour';

type Parameters = Pick<Wish, 'cap' | 'minutes' | 'gives'> & { readonly name: ProfileName };

export function profileOf({ name, cap, minutes, gives }: Parameters): EmulationProfile {
  switch (name) {
    case 'bucketed-hour':
    case 'bucketed-day':
      return { kind: 'bucketed', bucket: name === 'bucketed-hour' ? 'hour' : 'day' };
    case 'capped':
      return { kind: name, cap };
    case 'wall-clock':
      return { kind: name, seconds: minutes * 60 };
    case 'nulls-error':
      return { kind: name, gives };
    default:
      return { kind: name };
  }
}

/** A profile with its parameters, as its result is headed. */
export function profileText(profile: EmulationProfile): string {
  switch (profile.kind) {
    case 'bucketed':
      return t(`emulate.bucketed-${profile.bucket}`);
    case 'capped':
      return t('emulate.withCap', { name: t('emulate.capped'), cap: count(profile.cap) });
    case 'wall-clock':
      return t('emulate.withDelay', { name: t('emulate.wall-clock'), minutes: profile.seconds / 60 });
    case 'nulls-error': {
      const result = profile.gives === null ? t('emulate.default') : t(`result.${profile.gives}`);
      return t('emulate.withGives', { name: t('emulate.nulls-error'), result });
    }
    default:
      return t(`emulate.${profile.kind}`);
  }
}

const capped: readonly Feature['agg'][] = ['count', 'count_distinct', 'known_bad'];

/**
 * Why no decision of a rule set can change under a profile: it has no features, or none whose value the profile touches (whole
 * history has no buckets, only counts have limits). Null where one may change.
 */
export function changesNothing(
  profile: EmulationProfile,
  { features = [] }: Pick<RuleSet, 'features'>,
): 'countsNothing' | 'notCounted' | null {
  const touches = touchesOf(profile);
  if (touches === null) return null;
  if (features.length === 0) return 'countsNothing';
  return features.some(touches) ? null : 'notCounted';
}

/** Which features a profile gives other values; null where it changes more than features, or is the backtest itself. */
function touchesOf(profile: EmulationProfile): ((feature: Feature) => boolean) | null {
  switch (profile.kind) {
    case 'bucketed':
      return ({ window }) => windowMicros(window) !== null;
    case 'capped':
      return ({ agg }) => capped.includes(agg);
    case 'wall-clock':
      return () => true;
    default:
      return null;
  }
}
