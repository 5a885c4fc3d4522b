import { currencyDigits } from '../expression/index.ts';
import type { BacktestResult } from '../model/backtest.ts';
import { fill } from '../model/messages/index.ts';
import { chosenGains } from '../model/results/addition-study.ts';
import type { Additions, CandidateSource } from '../model/results/contribution.ts';
import type { Interval } from '../model/results/intervals.ts';
import { figuresOf } from '../model/results/of-run.ts';
import type { Money } from '../model/results/money.ts';
import {
  additionWeights,
  gains,
  retirements,
  runWeights,
  safeAlone,
  safeLoss,
  shapleyOf,
  valueOf,
  type Change,
  type Weights,
} from '../model/results/rule-worth.ts';
import type { UnknownBand } from '../model/results/unknown-band.ts';
import type { Contributed } from './contributions-summary.ts';
import { contributionTexts } from './contribution-texts.ts';
import { notMeasured, wordsOf } from './headline-text.ts';
import type { Language } from './messages.ts';
import type { Backtested } from './results-summary.ts';
import { splitTexts } from './split-texts.ts';
import { textTable } from './text-table.ts';
import { amountText, count } from './told-rows.ts';

/** Combinations, and pairs of rules, that a person is told of. */
const most = 20;

/** What rules contribute, what others would add and which orders rules share, where that was asked for; as tables. */
export function contributedLines(
  told: Pick<Backtested, 'result' | 'groups'>,
  { contributions, elsewhere, together, additions }: Contributed,
  language: Language,
): string[] {
  const { result } = told;
  const perMajor = 10 ** currencyDigits(result.currency);
  const figures = figuresOf({ ...told, given: result.assumptions ?? {}, perMajor });
  const weights = runWeights(figures, result, perMajor);
  const writing: Writing = {
    ...{ language, weights, result, elsewhere, together },
    money: figures.money,
    given: { assumptions: figures.assumptions, target: result.target, perMajor },
    yen: (minor) => (figures.money.cohort === 0 ? notMeasured[language] : amountText(minor, result.currency)),
  };
  return [
    ...(contributions === null ? [] : [...ruleTable(contributions, writing), ...patternTable(contributions, writing)]),
    ...(additions === null ? [] : additionTable(additions, writing)),
    ...(result.overlap === undefined ? [] : overlapTable(result, language)),
  ];
}

interface Writing {
  readonly language: Language;
  readonly weights: Weights;
  readonly money: Money;
  readonly elsewhere: Contributed['elsewhere'];
  readonly together: Contributed['together'];
  /** What rules that might be added are weighed by. */
  readonly given: Parameters<typeof additionWeights>[1];
  readonly result: BacktestResult;
  readonly yen: (minor: number) => string;
}

const rangeOf = (ends: Interval | UnknownBand | null, { yen }: Writing): string =>
  ends === null ? '–' : `${yen(ends.low)} – ${yen(ends.high)}`;

const changeCells = (change: Change, writing: Writing): string[] => [
  writing.yen(change.net),
  rangeOf(change.interval, writing),
  rangeOf(change.band, writing),
  count(change.alerts),
];

function ruleTable(found: NonNullable<Contributed['contributions']>, writing: Writing): string[] {
  const { language, weights, result, yen } = writing;
  const texts = contributionTexts(language);
  const retire = new Map(retirements(found.rules, result.rules, weights).map((one) => [one.code, one]));
  const rows = found.rules.map((rule): string[] => {
    const own = retire.get(rule.code);
    const { value, error } = shapleyOf(rule, weights);
    return [
      rule.code,
      yen(valueOf(rule.inOrder, weights.net)),
      error === null ? yen(value) : `${yen(value)} ± ${yen(error)}`,
      ...(own === undefined
        ? ['–', '–', '–', '–', '–']
        : [...changeCells(own.change, writing), texts.measurable[own.measurable]]),
    ];
  });
  const mostLost = safeLoss(writing.money);
  const { together } = writing;
  const alone = [...retire.values()]
    .filter((one) => writing.money.cohort > 0 && safeAlone(one, mostLost, writing.elsewhere))
    .flatMap(({ code }) => (together.includes(code) ? [] : [code]));
  return [
    texts.rules,
    ...textTable([[...texts.ruleHeads], ...rows], 1),
    fill(texts.retire, { codes: together.length === 0 ? '–' : together.join(', ') }),
    ...(alone.length === 0 ? [] : [fill(texts.retireAlone, { codes: alone.join(', ') })]),
    ...(found.sampledOrders === 0 ? [] : [fill(texts.sampled, { orders: count(found.sampledOrders) })]),
  ];
}

function patternTable(
  { intersections, combinations }: NonNullable<Contributed['contributions']>,
  writing: Writing,
): string[] {
  const texts = contributionTexts(writing.language);
  const rows = intersections
    .slice(0, most)
    .map(({ codes, orders, bad, good, blocked }): string[] => [
      codes.join(' + '),
      ...[orders, bad, good, blocked].map(count),
    ]);
  const words = wordsOf(writing.result.target, writing.language);
  return [
    fill(texts.patterns, { shown: count(rows.length), all: count(combinations.all) }),
    ...textTable([texts.patternHeads.map((head) => fill(head, words)), ...rows], 1),
  ];
}

/** With a split those that gain on training orders, valued on the others. */
function additionTable({ training, heldOut }: NonNullable<Contributed['additions']>, writing: Writing): string[] {
  const { language, given } = writing;
  const texts = contributionTexts(language);
  const tried = { tried: count(training.tried), left: count(leftOf(training)) };
  const others = heldOut.map(({ additions }) => additions);
  const held =
    heldOut.length === 0
      ? gains(training.additions, additionWeights(training, given)).map((gain) => ({ ...gain, heldOut: [] }))
      : chosenGains(training, others, given);
  const rows = held.map(({ addition, change, measurable, heldOut: on }): string[] => [
    addition.rule.code,
    sourceText(addition.source, language),
    addition.rule.result ?? '–',
    count(addition.hits),
    ...changeCells(change, writing),
    texts.measurable[measurable],
    ...on.map((part) => (part === null ? notMeasured[language] : writing.yen(part.net))),
  ]);
  const heads = [...texts.additionHeads, ...heldOut.map(({ name }) => splitTexts(language).parts[name])];
  return [
    fill(heldOut.length === 0 ? texts.additions : texts.additionsChosen, tried),
    ...(rows.length === 0 ? [`  ${texts.noAdditions}`] : textTable([heads, ...rows], 3)),
  ];
}

const leftOf = ({ left }: Additions): number => left.unchecked + left.same + left.clash;

function sourceText(source: CandidateSource, language: Language): string {
  const { sources } = contributionTexts(language);
  return source.kind === 'ruleSet' ? source.name : sources[source.kind];
}

function overlapTable({ overlap = [], rules, target }: BacktestResult, language: Language): string[] {
  const texts = contributionTexts(language);
  const hits = new Map(rules.map((rule) => [rule.code, rule.hits]));
  const rows = overlap
    .toSorted((a, b) => b.orders - a.orders)
    .slice(0, most)
    .map(({ a, b, orders, bad }): string[] => {
      const either = (hits.get(a) ?? 0) + (hits.get(b) ?? 0) - orders;
      return [a, b, count(orders), count(bad), (either === 0 ? 0 : orders / either).toFixed(2)];
    });
  const words = wordsOf(target, language);
  return [
    fill(texts.overlap, { shown: count(rows.length), all: count(overlap.length) }),
    ...(rows.length === 0 ? [] : textTable([texts.overlapHeads.map((head) => fill(head, words)), ...rows], 2)),
  ];
}
