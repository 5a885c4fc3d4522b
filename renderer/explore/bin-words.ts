import type { ColumnProfile } from '../../analysis/model/explore.ts';
import type { LinkedBin, ViewBin } from '../../analysis/model/linked.ts';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import { count, date, money, plain, rate } from '../i18n/format.ts';
import { t } from '../i18n/index.ts';
import { outcomeText } from '../i18n/outcome-words.ts';
import { codeText, distanceName, weekHourText } from '../i18n/values.ts';

/** What the words of a bar depend on. */
export type Labelled = Pick<ColumnProfile, 'column' | 'type'>;
type Named = Pick<LinkedBin, 'kind' | 'label' | 'min' | 'max'>;

/** What a bar stands for. */
export function binLabel(bin: Named, profile: Labelled, info: ProjectInfo): string {
  switch (bin.kind) {
    case 'missing':
      return t('common.missing');
    case 'others':
      return t('common.others');
    case 'hour':
      return String(bin.min ?? '');
    case 'value':
      return valueText(bin.label ?? '', profile);
    case 'weekHour':
      return weekHourText(bin.min ?? 0);
    case 'distance':
      return distanceName(bin.label ?? '');
    case 'stage':
      return '';
    case 'week':
    case 'range':
      return rangeText(bin, profile, info);
  }
}

function valueText(label: string, profile: Labelled): string {
  if (profile.type === 'bool') return t(label === 'true' ? 'common.yes' : 'common.no');
  return codeText(label, profile.column);
}

/** The lower end of a range, as on an axis. */
export function lowerEdge({ min }: Named, profile: Labelled, info: ProjectInfo): string {
  return min === null ? '' : edgeText(min, profile, info);
}

function edgeText(value: number, profile: Labelled, info: ProjectInfo): string {
  if (profile.type === 'timestamp') return date(value, info.timezone);
  return profile.type === 'money' ? money(value, info.currency) : plain(value);
}

function rangeText({ min, max }: Named, profile: Labelled, info: ProjectInfo): string {
  const edge = (value: number): string => edgeText(value, profile, info);
  if (min === null && max === null) return '';
  if (min === null) return `< ${edge(max ?? 0)}`;
  return max === null ? `≥ ${edge(min)}` : `${edge(min)} – ${edge(max)}`;
}

/** Widths of neighbouring bins differ by less than this where they grow in decades. */
const tailRatio = 4;

/** Whether a numeric bin at an end of its chart gathers a tail, many times as wide as the bin beside it. */
export function isTail(bins: readonly Named[], index: number): boolean {
  const ranges = bins.filter(({ kind }) => kind === 'range');
  const bin = bins[index];
  if (bin === undefined || ranges.length < 3 || (bin !== ranges[0] && bin !== ranges.at(-1))) return false;
  const beside = bin === ranges[0] ? ranges[1] : ranges.at(-2);
  const width = (of: Named | undefined): number => (of?.max ?? Infinity) - (of?.min ?? -Infinity);
  return width(bin) > tailRatio * width(beside);
}

/** What a bar of a linked view holds: rates by count and amount, of what, and how sure. */
export function viewTip(bin: ViewBin, profile: Labelled & { readonly orders: number }, info: ProjectInfo): string {
  const share = profile.orders === 0 ? '' : ` (${rate(bin.orders / profile.orders)})`;
  const known = bin.bad + bin.good;
  const told = (value: number | null): string => (value === null ? t('common.notMeasured') : rate(value));
  const between =
    bin.interval === null
      ? ''
      : ` ${t('explore.between', { low: rate(bin.interval.low), high: rate(bin.interval.high) })}`;
  return [
    bin.kind === 'hour' ? t('explore.hours', { from: bin.min ?? 0, to: bin.max ?? 24 }) : binLabel(bin, profile, info),
    `${t('explore.orders')}: ${count(bin.orders)}${share}`,
    `${t('explore.amount')}: ${money(bin.amount, info.currency)}`,
    `${outcomeText(info.target, 'explore.badRate')}: ${told(bin.badRate)}${between} (${count(bin.bad)} / ${count(known)})`,
    `${outcomeText(info.target, 'explore.badRateAmount')}: ${told(bin.badRateAmount)} (${money(bin.badAmount, info.currency)} / ${money(bin.knownAmount, info.currency)})`,
    `${t('explore.immature')}: ${info.maturity === 'measured' ? count(bin.immature) : t('common.notMeasured')}`,
  ].join('\n');
}
