import type { NumericClause } from '../expression/index.ts';
import type { BacktestResult } from '../model/backtest.ts';
import { fill } from '../model/messages/index.ts';
import type { ByRule } from '../model/results/by-rule.ts';
import type { SplitPartName } from '../model/results/split.ts';
import type { TallySums } from '../model/results/tally.ts';
import type { Curve, CurvePoint } from '../model/results/threshold-curve.ts';
import type { ChosenThreshold } from '../model/results/threshold-study.ts';
import type { Cut, Thresholds } from '../model/results/thresholds.ts';
import type { Language } from './messages.ts';
import { splitTexts } from './split-texts.ts';

/** The backtest of one part of a split. */
export interface SplitRun {
  readonly name: SplitPartName;
  readonly result: BacktestResult;
  readonly groups: TallySums;
  readonly byRule: ByRule;
}

/** A comparison with a number that is not studied: inside of a macro over order lines. */
export interface Unstudied {
  readonly code: string;
  readonly text: string;
}

/** What a set is worth over one of its thresholds. */
export interface CutStudy {
  readonly cut: Cut;
  readonly clause: NumericClause | null;
  readonly present: number;
  readonly curve: Curve;
  readonly on: Thresholds;
  /** Null where nothing was split. */
  readonly chosen: ChosenThreshold | null;
}

/** For JSON. Money in minor units, thresholds as rules write them; nothing is measured without a known outcome. */
export function studyJson({ cut, clause, present, curve, on, chosen }: CutStudy): object {
  const point = pointOf(curve.cohort > 0);
  const { best, offered, plateau, points } = curve;
  return {
    ...(cut.kind === 'score'
      ? { score: cut.part }
      : { code: cut.code, path: clause?.path, relation: clause?.relation }),
    ...{ present, best: best.value, offered, plateau, tried: points.length },
    ...{ orders: on.orders, valued: on.valued, period: on.period, asOf: on.asOf },
    points: points.map(point),
    ...(chosen === null
      ? {}
      : {
          heldOut: chosen.heldOut.map(({ part, thresholds, best: top, offered: round }) => ({
            ...{ name: part.name, orders: thresholds.orders, period: thresholds.period, asOf: thresholds.asOf },
            ...{ best: top && point(top), offered: round && point(round) },
          })),
        }),
  };
}

const pointOf =
  (measured: boolean) =>
  ({ value, net, change, interval, band, likeBest, alerts, bad, good }: CurvePoint): object => ({
    ...{ value, net: measured ? net : null, change: measured ? change : null, interval: measured ? interval : null },
    ...{ band: measured ? band : null, likeBest, alerts, bad, good },
  });

/** The same in lines for a person; `amount` writes minor units. */
export function studyLines(
  studies: readonly CutStudy[],
  amount: (minor: number) => string,
  language: Language,
): string[] {
  const texts = splitTexts(language);
  const range = ({ low, high }: { readonly low: number; readonly high: number }): string =>
    `${amount(low)} – ${amount(high)}`;
  const between = (point: CurvePoint | null): string => {
    const { interval = null, band = null } = point ?? {};
    const told = [
      ...(interval === null ? [] : [`95 %: ${range(interval)}`]),
      ...(band === null ? [] : [`${texts.blocked}: ${range(band)}`]),
    ];
    return told.length === 0 ? '' : ` (${told.join('; ')})`;
  };
  return studies.flatMap(({ cut, clause, present, curve, chosen, on }) => {
    const name = cut.kind === 'score' ? cut.part : `${cut.code} ${clause?.path ?? ''} ${clause?.relation ?? ''}`;
    const { best, offered, points, plateau } = curve;
    const head = fill(texts.study, {
      ...{ name, present, best: best.value, offered: offered[0] ?? best.value },
      ...{ from: plateau.from, to: plateau.to, change: `${amount(best.change)}${between(best)}` },
    });
    if (curve.cohort === 0) return [`  ${fill(texts.unmeasured, { name, present })}`];
    if (chosen === null) return [`  ${head}`];
    const held = chosen.heldOut.map(({ part, best: top, thresholds: { period } }) =>
      fill(texts.heldOut, {
        ...{ name: texts.parts[part.name], count: points.length, change: top === null ? '–' : amount(top.change) },
        ...{
          interval: between(top),
          chosenFrom: on.period?.from ?? '–',
          chosenTo: on.period?.to ?? '–',
        },
        ...{ from: period?.from ?? '–', to: period?.to ?? '–' },
      }),
    );
    return [`  ${head}`, ...held.map((line) => `    ${line}`)];
  });
}
