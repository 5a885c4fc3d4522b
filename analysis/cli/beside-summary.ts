import type { BacktestResult } from '../model/backtest.ts';
import type { Filter } from '../model/filter.ts';
import type { DelayCurve } from '../model/maturity/delay-curve.ts';
import { fill } from '../model/messages/index.ts';
import { headlineTitle, resultMessages } from '../model/messages/results.ts';
import type { Breakdown } from '../model/results/breakdown.ts';
import {
  measuredShare,
  ripeningNames,
  ripeningSeries,
  ripeningTotal,
  type AdjustedShare,
  type MaturedWeek,
  type Ripening,
  type Share,
} from '../model/results/matured-series.ts';
import { reviewStageOf, type PersonReview, type ReviewShare } from '../model/results/person-review.ts';
import { comparedToRecorded } from '../model/results/recorded-comparison.ts';
import type { Watched } from '../model/results/watched.ts';
import { besideTexts } from './beside-texts.ts';
import { binText } from './by-summary.ts';
import { moves, swapJson, swapLines } from './comparison-summary.ts';
import { bandText, notMeasured, rangeText, wordsOf } from './headline-text.ts';
import type { Language } from './messages.ts';
import { figures, type Backtested } from './results-summary.ts';
import { textTable } from './text-table.ts';
import { count, percent } from './told-rows.ts';

/** What a backtest says beside its figures. */
export interface Beside {
  readonly persons: PersonReview;
  /** Null where outcomes are not dated. */
  readonly ripening: { readonly weeks: readonly MaturedWeek[]; readonly curve: DelayCurve | null } | null;
  /** By what was decided automatically in history; null where nothing of it is recorded. */
  readonly recorded: Pick<Breakdown, 'parts' | 'entities'> | null;
  /** Where it was asked for; null without two windows. */
  readonly stability?: StabilityTold | null;
}

/** First and last day of a window, and its orders. */
interface Window {
  readonly from: string;
  readonly to: string;
  readonly filter: Filter;
}

/** What changed between two windows, the most changed first. */
export interface StabilityTold {
  readonly reference: Window;
  readonly current: Window;
  readonly watched: readonly Watched[];
}

/** Weeks that stand together in the series. */
const every = 4;

/** For JSON, under `ripening`, `personReview`, `recorded` and, where it was asked for, `stability`. */
export function besideJson(told: Pick<Backtested, 'result' | 'groups'>, beside: Beside): object {
  const { ripening, persons, recorded, stability } = beside;
  return {
    ripening: ripening === null ? null : ripeningJson(ripening),
    personReview: personsJson(persons),
    recorded: recorded === null ? null : recordedJson(recorded, betaOf(told)),
    ...(stability === undefined ? {} : { stability: stability === null ? null : stabilityJson(stability) }),
  };
}

const betaOf = (told: Pick<Backtested, 'result' | 'groups'>): number => figures(told).assumptions.beta;

function ripeningJson({ weeks, curve }: NonNullable<Beside['ripening']>): object {
  const share = ({ part, whole, value }: Share) => ({ part, whole, value: measuredShare({ part, whole, value }) });
  const ripe = ({ raw, matured, adjusted }: Ripening) => ({ raw: share(raw), matured: share(matured), adjusted });
  return {
    curve: curve === null ? null : { end: curve.end, reports: curve.reports },
    every,
    shares: ripeningNames.map((name) => ({
      name,
      total: ripe(ripeningTotal(weeks, curve, name)),
      series: ripeningSeries(weeks, curve, name, every).map((one) => ({
        ...{ from: one.from, weeks: one.weeks },
        ...ripe(one),
      })),
    })),
  };
}

function personsJson(review: PersonReview): object | null {
  const { time } = review;
  const stage = reviewStageOf(review);
  const cells = review.cells.map(({ auto, person, state, proved, orders }) => ({
    auto,
    person,
    state,
    proved,
    orders,
  }));
  if (stage.decided === 0) return null;
  const { recorded, waited, decided, passed, caught, wrong, overridden } = stage;
  return { of: recorded ? 'waiting' : 'decided', waited, decided, passed, caught, wrong, overridden, time, cells };
}

function recordedJson(recorded: NonNullable<Beside['recorded']>, beta: number): object {
  const { all, known, crossed, swaps, headlines } = comparedToRecorded(recorded, beta);
  return {
    ...{ all, known },
    transitions: moves(crossed).map(({ from, to, byState }) => ({ recorded: from, run: to, byState })),
    swaps: { in: swapJson(swaps.in), out: swapJson(swaps.out) },
    headlines,
  };
}

const windowJson = ({ from, to }: Window): object => ({ from, to });

const stabilityJson = ({ reference, current, watched }: StabilityTold): object => ({
  ...{ reference: windowJson(reference), current: windowJson(current) },
  watched: watched.map(({ kind, name, shares, orders, stability }) => ({
    ...{ kind, name, orders },
    ...{ psi: psiOf(stability), limit: stability?.limit ?? null, says: stability?.says ?? 'unmeasured' },
    ...{ bins: stability?.bins ?? null, floored: stability?.floored ?? null },
    shares: shares.map(({ label, before, after }) => ({
      ...{ label: typeof label === 'string' ? label : binText(label), before, after },
    })),
  })),
});

/** What so few orders that chance alone passes the convention tell is no measurement. */
const psiOf = (stability: Watched['stability']): number | null =>
  stability === null || stability.says === 'unmeasured' ? null : stability.psi;

/** The same in lines for a person. */
export function besideSummary(
  told: Pick<Backtested, 'result' | 'groups'>,
  beside: Beside,
  language: Language,
): string[] {
  const { ripening, persons, recorded, stability } = beside;
  return [
    ...(ripening === null ? [] : ripeningLines(ripening, told.result, language)),
    ...personLines(persons, told.result, language),
    ...(recorded === null ? [] : recordedLines(recorded, told, language)),
    ...(stability === undefined ? [] : stabilityLines(stability, language)),
  ];
}

const ofText = ({ part, whole }: { readonly part: number; readonly whole: number }): string =>
  `[${count(part)} / ${count(whole)}]`;

function ripeningLines(
  { weeks, curve }: NonNullable<Beside['ripening']>,
  { target, blocked }: BacktestResult,
  language: Language,
): string[] {
  const texts = besideTexts(language);
  const words = wordsOf(target, language);
  const share = (one: Share): string => {
    const value = measuredShare(one);
    return `${value === null ? notMeasured[language] : percent(value)} ${ofText(one)}`;
  };
  const adjusted = (one: AdjustedShare | null): string => {
    if (one === null) return notMeasured[language];
    const { value, low, high, maturity } = one;
    const range = low === null || high === null ? '' : ` (95 %: ${rangeText({ low, high }, percent)})`;
    return `${percent(value)}${range} ${ofText(one)}, ${fill(texts.reported, { percent: percent(maturity) })}`;
  };
  return [
    texts.ripening,
    ...ripeningNames.map((name) => {
      const total = ripeningTotal(weeks, curve, name);
      const title = name === 'badRate' ? texts.ripeBad : headlineTitle(resultMessages(language), name, blocked);
      return `  ${fill(texts.ripe, {
        ...{ name: fill(title, words), raw: share(total.raw), matured: share(total.matured) },
        adjusted: adjusted(total.adjusted),
      })}`;
    }),
  ];
}

function personLines(review: PersonReview, { target }: BacktestResult, language: Language): string[] {
  const texts = besideTexts(language);
  const words = wordsOf(target, language);
  const stage = reviewStageOf(review);
  if (stage.decided === 0) return [];
  const { recorded, waited, decided, overridden } = stage;
  const line = (title: string, one: ReviewShare): string => {
    const { value, interval, band } = one;
    const assumed = interval?.by === 'wilson' ? `, ${resultMessages(language).independent}` : '';
    const range = interval === null ? '' : ` (95 %: ${rangeText(interval, percent)}${assumed})`;
    const unknown = band === null ? '' : `; ${bandText(band, percent, language)}`;
    const told = value === null ? notMeasured[language] : percent(value);
    return `  ${fill(title, words)}: ${told}${range} ${ofText(one)}${unknown}`;
  };
  const head = fill(recorded ? texts.persons : texts.personsOfAll, { waited: count(waited), decided: count(decided) });
  const { orders, good, bad } = overridden;
  return [
    head,
    line(texts.passed, stage.passed),
    line(texts.caught, stage.caught),
    line(texts.wrong, stage.wrong),
    ...(orders === 0
      ? []
      : [`  ${fill(texts.overridden, { ...words, orders: count(orders), good: count(good), bad: count(bad) })}`]),
  ];
}

function recordedLines(
  recorded: NonNullable<Beside['recorded']>,
  told: Pick<Backtested, 'result' | 'groups'>,
  language: Language,
): string[] {
  const { all, known, swaps } = comparedToRecorded(recorded, betaOf(told));
  return [
    fill(besideTexts(language).recorded, { known: count(known), all: count(all) }),
    ...swapLines(swaps, told.result.target, language),
  ];
}

function stabilityLines(told: StabilityTold | null, language: Language): string[] {
  const texts = besideTexts(language);
  if (told === null) return [texts.noStability];
  const { reference, current, watched } = told;
  const head = fill(texts.stability, {
    ...{ from: reference.from, to: reference.to, since: current.from, until: current.to },
  });
  const rows = watched.map(({ kind, name, orders, stability }) => {
    const psi = psiOf(stability);
    return [
      ...[kind === 'decisions' ? 'OK / REVIEW / HOLD / NG' : name, texts.watched[kind]],
      ...[texts.says[stability?.says ?? 'unmeasured'], psi?.toFixed(4) ?? '–', stability?.limit.toFixed(4) ?? '–'],
      ...[count(orders.before), count(orders.after)],
    ];
  });
  return [head, ...textTable([texts.stabilityHeads, ...rows], 3)];
}
