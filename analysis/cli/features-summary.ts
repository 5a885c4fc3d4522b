import type { FeatureBin, FeaturePreview, HindsightDifference } from '../model/feature-preview.ts';
import { fill, modelMessages } from '../model/messages/index.ts';
import { cliMessages, type FeatureText, type Language } from './messages.ts';
import { count, counts } from './told-rows.ts';

type Texts = Readonly<Record<FeatureText, string>>;

/** Features in lines for a person: values, their distribution, cost, and what hindsight would have said. */
export function featuresSummary(features: readonly FeaturePreview[], language: Language): string[] {
  return features.flatMap((preview) => [...featureLines(preview, language), ...warningLines(preview, language)]);
}

function featureLines(preview: FeaturePreview, language: Language): string[] {
  const { features: texts } = cliMessages(language);
  const { feature, orders, filled, distinct, cost } = preview;
  const shown = (value: number | null): string => valueText(value, preview);
  return [
    fill(texts.head, { id: feature.id, name: feature.names?.[language] ?? '', type: preview.type }),
    fill(texts.filled, {
      ...{ filled: count(filled), orders: count(orders), distinct: count(distinct) },
      ...{ min: shown(preview.min), mean: shown(preview.mean), max: shown(preview.max) },
    }),
    ...preview.distribution.map((bin) => binLine(bin, shown, texts)),
    fill(texts.cost, {
      ...{ events: count(cost.events), keys: count(cost.keys), most: count(cost.most) },
      ms: cost.milliseconds === null ? '' : count(cost.milliseconds),
    }),
    ...preview.hindsight.map((one) => hindsightLine(one, texts)),
  ];
}

/** What of it may not have been known at the orders. */
function warningLines({ warnings }: FeaturePreview, language: Language): string[] {
  const { warning } = cliMessages(language);
  const { backtestWarnings: texts } = modelMessages(language);
  return warnings.map(({ code, params }) => fill(warning, { text: fill(texts[code], counts(params)) }));
}

const binLine = ({ from, to, orders, bad, good }: FeatureBin, shown: (value: number) => string, texts: Texts): string =>
  fill(texts.bin, {
    range: from === to ? shown(from) : `${shown(from)} – ${shown(to)}`,
    ...{ orders: count(orders), bad: count(bad), good: count(good) },
  });

function hindsightLine(difference: HindsightDifference, texts: Texts): string {
  if (!difference.measured) return fill(texts.unmeasured, { reading: texts[difference.reading] });
  const { reading, differ, higher, lower, atLeastOne } = difference;
  const line = fill(texts.hindsight, {
    ...{ reading: texts[reading], differ: count(differ), higher: count(higher), lower: count(lower) },
  });
  if (atLeastOne === null) return line;
  const { pointInTime, hindsight } = atLeastOne;
  const hits = fill(texts.atLeastOne, {
    ...{ then: count(pointInTime.orders), thenBad: count(pointInTime.bad) },
    ...{ now: count(hindsight.orders), nowBad: count(hindsight.bad) },
  });
  return `${line}${hits}`;
}

/** Instants in UTC; means to two decimals. */
function valueText(value: number | null, { type }: FeaturePreview): string {
  if (value === null) return '–';
  return type === 'timestamp' ? new Date(value).toISOString() : count(Math.round(value * 100) / 100);
}
