import { fill, modelMessages } from '../model/messages/index.ts';
import { isOwnWarning, scorecardWords } from '../model/messages/scorecard.ts';
import type {
  Calibration,
  Measured,
  Performance,
  ScoredBin,
  ScoredVariable,
  ScorecardReport,
  ScorecardWarning,
  SegmentReport,
} from '../model/scorecard/report.ts';
import { cliMessages, type Language } from './messages.ts';
import { scorecardTexts, type ScorecardTexts } from './scorecard-texts.ts';
import { textTable } from './text-table.ts';
import { count, counts, percent } from './told-rows.ts';

/** A scorecard in lines for a person. */
export function scorecardSummary(report: ScorecardReport, language: Language): string[] {
  const texts = scorecardTexts(language);
  const words = scorecardWords(language);
  const { spec, target, variables, training, outOfTime, scaling, drift } = report;
  const used = variables.filter(({ left }) => left === null);
  return [
    fill(texts.head, {
      ...{ name: spec.name, target: target.name[language], used: used.length, all: variables.length },
      ...{ bad: count(training.bad), good: count(training.good), asOf: report.trainedAsOf ?? '' },
    }),
    fill(texts.scale, { score: scaling.score, odds: scaling.odds, pdo: scaling.pdo }),
    performanceLine(training, texts.training, texts),
    ...(outOfTime === null ? [] : [performanceLine(outOfTime, texts.outOfTime, texts)]),
    fill(texts.intervals, { by: words.clusters[report.cluster] }),
    ...(drift === null ? [] : [fill(texts.drift, { psi: rounded(drift.psi, 4), chance: rounded(drift.byChance, 4) })]),
    ...variables.flatMap((one) => variableLines(one, language)),
    ...calibrationLines(training.calibration, texts.training, texts),
    ...(outOfTime === null ? [] : calibrationLines(outOfTime.calibration, texts.outOfTime, texts)),
    ...report.segments.flatMap((one) => segmentLines(one, language)),
    ...rejectLines(report, language),
    texts.reasons,
    ...textTable(
      report.firstReasons.map(({ field, orders }) => [field, count(orders)]),
      1,
    ),
    ...report.scored.map(({ asked, score, probability, reasons }) =>
      fill(texts.scored, {
        ...{ asked: asked + 1, score, probability: percent(probability) },
        reasons:
          reasons.length === 0
            ? texts.noReasons
            : reasons.map(({ field, code, lost }) => `${code ?? field} (−${rounded(lost, 1)})`).join(', '),
      }),
    ),
    ...report.warnings.map((one) => fill(cliMessages(language).warning, { text: warningText(one, language) })),
  ];
}

function warningText({ code, params }: ScorecardWarning, language: Language): string {
  if (isOwnWarning(code)) return fill(scorecardWords(language).warnings[code], counts(params));
  return fill(modelMessages(language).backtestWarnings[code], counts(params));
}

const rounded = (value: number | null, digits: number): string => (value === null ? '–' : value.toFixed(digits));

function measuredText(found: Measured | null, texts: ScorecardTexts): string {
  if (found === null) return texts.notMeasured;
  const value = rounded(found.value, 4);
  if (found.interval === null) return value;
  return fill(texts.within, { value, low: rounded(found.interval.low, 4), high: rounded(found.interval.high, 4) });
}

const performanceLine = (found: Performance, part: string, texts: ScorecardTexts): string =>
  fill(texts.performance, {
    ...{ part, orders: count(found.orders), bad: count(found.bad) },
    ...{ gini: measuredText(found.gini, texts), ks: measuredText(found.ks, texts) },
  });

function variableLines(one: ScoredVariable, language: Language): string[] {
  const texts = scorecardTexts(language);
  const words = scorecardWords(language);
  const head = { field: one.field, iv: rounded(one.iv, 4) };
  if (one.left !== null) return [fill(texts.left, { ...head, why: words.left[one.left] })];
  const rows = one.table.map((bin) => [
    binName(bin, language),
    count(bin.good + bin.bad),
    count(bin.bad),
    percent(bin.badRate),
    rounded(bin.woe, 4),
    bin.points === null ? '–' : String(bin.points),
  ]);
  return [
    fill(texts.variable, {
      ...{ ...head, strength: words.strengths[one.strength], coefficient: rounded(one.coefficient, 4) },
      psi: one.drift === null ? '' : rounded(one.drift.psi, 4),
    }),
    ...textTable([texts.bins, ...rows], 1),
  ];
}

/** Categories told of one bin at most. */
const mostNamed = 6;

function binName(bin: ScoredBin, language: Language): string {
  const { missing, other } = scorecardWords(language);
  switch (bin.kind) {
    case 'range':
      return `[${bin.from ?? '−∞'}, ${bin.to ?? '∞'})`;
    case 'categories': {
      const { values = [] } = bin;
      const named = values.slice(0, mostNamed).join(', ') + (values.length > mostNamed ? ', …' : '');
      return [named, bin.other === true ? other : ''].filter((text) => text !== '').join(', ');
    }
    case 'special':
      return bin.name ?? '';
    case 'missing':
      return missing;
  }
}

function calibrationLines({ bands, p }: Calibration, part: string, texts: ScorecardTexts): string[] {
  const rows = bands.map((band) => [
    `[${band.from ?? '−∞'}, ${band.to ?? '∞'})`,
    count(band.orders),
    count(band.bad),
    percent(band.expected),
    shareText(band.observed, texts),
  ]);
  return [
    fill(texts.calibration, { part, p: p === null ? '' : rounded(p, 4) }),
    ...textTable([texts.bands, ...rows], 1),
  ];
}

function shareText(found: Measured | null, texts: ScorecardTexts): string {
  if (found === null) return '–';
  const value = percent(found.value);
  if (found.interval === null) return value;
  return fill(texts.within, { value, low: percent(found.interval.low), high: percent(found.interval.high) });
}

function segmentLines({ field, values }: SegmentReport, language: Language): string[] {
  const texts = scorecardTexts(language);
  const { missing } = scorecardWords(language);
  const rows = values.map((one) => [
    one.value ?? missing,
    count(one.orders),
    shareText(one.badRate, texts),
    percent(one.expected),
    measuredText(one.gini, texts),
    rounded(one.drift?.psi ?? null, 4),
  ]);
  return [fill(texts.segment, { field }), ...textTable([texts.segments, ...rows], 1)];
}

function rejectLines({ rejects }: ScorecardReport, language: Language): string[] {
  if (rejects === null) return [];
  const texts = scorecardTexts(language);
  const { rejectRate, throughTheDoor } = rejects.band;
  return [
    fill(texts.rejects, {
      ...{ rejects: count(rejects.rejects), low: percent(rejectRate.low), high: percent(rejectRate.high) },
      ...{ doorLow: percent(throughTheDoor.low), doorHigh: percent(throughTheDoor.high) },
    }),
    ...rejects.scenarios.map((one) =>
      fill(texts.scenario, {
        ...{ method: scorecardWords(language).methods[one.method], uplift: one.uplift ?? '' },
        ...{ rate: percent(one.rejectRate), door: percent(one.throughTheDoor), gini: rounded(one.gini, 4) },
      }),
    ),
  ];
}
