import { inPlainWords, type InWords, type ScopeField } from '../../../expression/index.ts';
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
  const label = ({ labels = [], path }: ScopeField): string => labels[language === 'ja' ? 0 : 1] ?? labels[0] ?? path;
  const { agg, on = 'orders', includeCurrent, ties } = feature;
  const details = [
    windowOf(feature.window, window),
    ...(where === null ? [] : [fill(words.where, { where: oneLine(inPlainWords(where.ast, language, currency)) })]),
    ...(includeCurrent === true ? [words.current] : []),
    ...(ties === 'sequenced' ? [words.sequenced] : []),
  ];
  return fill(words.sentence, {
    what: fill(aggs[agg], { of: of === null ? '' : label(of) }),
    events: sources[on],
    keys: keys.map(({ order }) => label(order)).join(words.comma),
    details: details.join(words.comma),
  });
}

function windowOf(window: string, texts: BookTexts['window']): string {
  const unit = window.slice(-1);
  return unit === 'm' || unit === 'h' || unit === 'd' ? fill(texts[unit], { count: window.slice(0, -1) }) : texts.all;
}

/** Parts one after the other, with what joins them before. */
const oneLine = (words: InWords): string =>
  words.kind === 'sentence' ? words.text : `${words.head}: ${words.parts.map(oneLine).join(' / ')}`;
