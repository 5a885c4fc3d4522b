import { inPlainWords, type InWords, type ScopeField } from '../../../expression/index.ts';
import { codeName } from '../../../model/code-names.ts';
import { usualBadKinds, type FeatureOutcome } from '../../../model/features.ts';
import { fill } from '../../../model/messages/fill.ts';
import type { ReadFeature } from '../../read-features.ts';
import type { BookTexts } from './texts.ts';

/** A row per feature: what rules call it, and what it says of an order. */
export function featureRows(
  features: readonly ReadFeature[],
  language: 'ja' | 'en',
  texts: BookTexts,
): readonly (readonly string[])[] {
  return features.map(({ checked, column }) => {
    const { names, id } = checked.feature;
    const own = names?.[language] ?? '';
    return [own === '' ? id : `${own} (${column})`, sentence(checked, language, texts)];
  });
}

function sentence(
  { feature, keys, of, where, currency }: ReadFeature['checked'],
  language: 'ja' | 'en',
  { feature: words, aggs, sources, window }: BookTexts,
): string {
  const label = (field: ScopeField): string => fieldLabel(field, language) ?? field.path;
  const { agg, on = 'orders', includeCurrent, ties } = feature;
  const details = [
    windowOf(feature.window, window),
    ...(where === null ? [] : [fill(words.where, { where: oneLine(inPlainWords(where.ast, language, currency)) })]),
    ...(includeCurrent === true ? [words.current] : []),
    ...(ties === 'sequenced' ? [words.sequenced] : []),
    ...(agg === 'known_bad' ? outcomeWords(feature.outcome ?? {}, language, words) : []),
  ];
  return fill(words.sentence, {
    what: fill(aggs[agg], { of: of === null ? '' : label(of) }),
    events: sources[on],
    keys: keys.map(({ order }) => label(order)).join(words.comma),
    details: details.join(words.comma),
  });
}

/** What counts as bad, of which chargebacks, and when what has no date is taken to be known. */
function outcomeWords(
  { kinds = [...usualBadKinds], reasonFamilies = [], assumedDelayDays }: FeatureOutcome,
  language: 'ja' | 'en',
  words: BookTexts['feature'],
): readonly string[] {
  const family = (name: string): string => codeName('family', name)?.[language] ?? name;
  return [
    fill(words.bad, { kinds: kinds.map((kind) => words.kinds[kind] ?? family(kind)).join(words.or) }),
    ...(reasonFamilies.length === 0
      ? []
      : [fill(words.reasons, { reasons: reasonFamilies.map(family).join(words.or) })]),
    ...(assumedDelayDays === undefined ? [] : [fill(words.assumed, { days: assumedDelayDays })]),
  ];
}

/** What a field is called; undefined where it has no name. */
export const fieldLabel = (field: ScopeField | undefined, language: 'ja' | 'en'): string | undefined =>
  field?.labels?.[language === 'ja' ? 0 : 1] ?? field?.labels?.[0];

function windowOf(window: string, texts: BookTexts['window']): string {
  const unit = window.slice(-1);
  return unit === 'm' || unit === 'h' || unit === 'd' ? fill(texts[unit], { count: window.slice(0, -1) }) : texts.all;
}

/** Parts one after the other, with what joins them before. */
const oneLine = (words: InWords): string =>
  words.kind === 'sentence' ? words.text : `${words.head}: ${words.parts.map(oneLine).join(' / ')}`;
