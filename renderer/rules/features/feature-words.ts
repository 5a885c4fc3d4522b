import { writtenPath, type Scope } from '../../../analysis/expression/index.ts';
import type { Feature, FeatureSource } from '../../../analysis/model/features.ts';
import { count, dateTime, money, plain } from '../../i18n/format.ts';
import { named, t } from '../../i18n/index.ts';
import { ownLabel } from '../views/subjects.ts';
import { countedScope } from './counted-scope.ts';

/** What a field is called in the window; its path where it has no name. */
export function fieldName(path: string, { fields }: Scope): string {
  if (path === 'event.passed') return t('features.passed');
  return ownLabel(fields.get(writtenPath(path))?.labels ?? [], path);
}

/** What a feature is called; its id where it has no name. */
export const featureName = ({ id, names }: Feature): string => (names === undefined ? id : named(names) || id);

/** What a feature counts, in a sentence. */
export const sourceName = (source: FeatureSource): string => t(`features.source.${source}`);

const unitKeys = { m: 'features.minutes', h: 'features.hours', d: 'features.days' } as const;

/** `24h` as 24時間 or 24 hours; all time in its own words. */
export function windowText(window: string): string {
  if (window === 'all') return t('features.window.all');
  const unit = window.slice(-1);
  const n = Number(window.slice(0, -1));
  if (unit !== 'm' && unit !== 'h' && unit !== 'd') return window;
  return t(unitKeys[unit], { count: count(n) });
}

/** What a feature says, as one would say it of an order. `scope` is of orders. */
export function featureWords(feature: Feature, scope: Scope): string {
  const { agg, of, by, window, where, on = 'orders', includeCurrent = false, ties } = feature;
  const keys = by.map((path) => fieldName(path, scope)).join(t('features.and'));
  const details = [
    window === 'all' ? windowText(window) : t('features.within', { window: windowText(window) }),
    ...(where === undefined ? [] : [t('features.onlyWhere', { where })]),
    ...(includeCurrent ? [t('features.withCurrent')] : []),
    ...(ties === 'sequenced' ? [t('features.sequenced')] : []),
  ];
  const what = t(`features.what.${agg}`, { of: of === undefined ? '…' : fieldName(of, countedScope(feature, scope)) });
  return t('features.words', { keys, events: sourceName(on), what, details: details.join(t('features.comma')) });
}

const secondUnits = [
  ['features.days', 86_400],
  ['features.hours', 3600],
  ['features.minutes', 60],
] as const;

/** A span of seconds in the two largest units that it fills. */
export function spanText(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const first = secondUnits.findIndex(([, size]) => whole >= size);
  const [large] = first < 0 ? [] : [secondUnits[first]];
  if (large === undefined) return t('features.seconds', { count: count(whole) });
  const part = ([key, size]: (typeof secondUnits)[number], of: number): string => {
    const n = Math.floor(of / size);
    return n === 0 ? '' : t(key, { count: count(n) });
  };
  const small = secondUnits[first + 1];
  const rest = small === undefined ? '' : part(small, whole % large[1]);
  return [part(large, whole), rest].filter((text) => text !== '').join(' ');
}

export interface ValueFormat {
  readonly agg: Feature['agg'];
  readonly type: string;
  readonly currency: string;
  readonly timezone: string;
}

/** A value of a feature as people read it. */
export function valueText(value: number, { agg, type, currency, timezone }: ValueFormat): string {
  if (agg === 'since_first' || agg === 'since_last') return spanText(value);
  if (type === 'timestamp') return dateTime(value, timezone);
  if (type === 'money') return money(value, currency);
  return type === 'int' ? count(value) : plain(Math.round(value * 100) / 100);
}

/** A mean of values, which of whole numbers is none itself. */
export function meanText(mean: number, format: ValueFormat): string {
  const whole = format.type === 'int' && format.agg !== 'since_first' && format.agg !== 'since_last';
  return whole ? plain(Number(mean.toPrecision(3))) : valueText(mean, format);
}
