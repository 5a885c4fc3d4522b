import { additionAsks, chosenGains, type ChosenGain } from '../../../analysis/model/results/addition-study.ts';
import type { Addition, Additions, ContributionsAsk } from '../../../analysis/model/results/contribution.ts';
import { asRun } from '../../../analysis/model/results/judged.ts';
import type { ResultTable } from '../../../analysis/model/results/result-file.ts';
import { additionWeights, gains, type Change, type Weights } from '../../../analysis/model/results/rule-worth.ts';
import type { Split, SplitPartName } from '../../../analysis/model/results/split.ts';
import { ruleClause } from '../../../analysis/model/results/rule-clauses.ts';
import type { Picture } from '../../chart/chart.tsx';
import { estimatesPicture } from '../../chart/pictures.ts';
import { minorPerMajor } from '../../i18n/format.ts';
import { t } from '../../i18n/index.ts';
import { ordersOf } from '../../rule-sets/orders-behind.tsx';
import { openOrders } from '../../state/address.ts';
import { useLatest, type Latest } from '../../state/request.ts';
import { moneyAxis } from '../pictured.ts';
import type { ViewProps } from '../views.tsx';
import { intervalText, writing } from './worth.ts';

export interface AskedPart {
  readonly name: SplitPartName | 'whole';
  readonly ask: ContributionsAsk;
}

/** Candidates as they were tried on all orders, or on every part of a split, and what they gain. */
export interface Tried {
  readonly parts: readonly AskedPart[];
  /** What each part answered, and how its sums are weighed. */
  readonly all: readonly Additions[];
  readonly weights: readonly Weights[];
  readonly found: readonly ChosenGain[];
}

export type Shown = ViewProps & Tried;

/** Asked once it is wanted; null until every part has answered. */
export function useTried(props: ViewProps, split: Split | null, wanted: boolean) {
  const { result, figures, info } = props;
  const parts = wanted ? askedParts(props, split) : [];
  const [first, second, third] = parts;
  const answers = [
    useAsked(first, info.dataVersion),
    useAsked(second, info.dataVersion),
    useAsked(third, info.dataVersion),
  ];
  const failure = answers.find((one) => one.failure !== null)?.failure ?? null;
  const busy = parts.some((_, at) => answers[at]?.busy === true);
  const all = parts.flatMap((_, at) => (answers[at]?.fresh === true ? (answers[at].value ?? []) : []));
  const [value, ...heldOut] = all;
  if (value === undefined || all.length < parts.length) return { failure, busy, told: null };
  const given = { assumptions: figures.assumptions, target: result.target, perMajor: minorPerMajor(result.currency) };
  const weights = all.map((one) => additionWeights(one, given));
  const [own] = weights;
  const found: readonly ChosenGain[] =
    heldOut.length > 0 || own === undefined
      ? chosenGains(value, heldOut, given)
      : gains(value.additions, own).map((gain) => ({ ...gain, heldOut: [] }));
  const told: Tried = { parts, all, weights, found };
  return { failure, busy, told };
}

function askedParts({ ruleSet, result, info: { timezone } }: ViewProps, split: Split | null): readonly AskedPart[] {
  const { filter, asOf: known } = result;
  const judged = asRun(result);
  if (split === null) return [{ name: 'whole', ask: { ruleSet, filter, judged } }];
  return additionAsks({ ruleSet, filter, judged, split, timezone, known }).map(({ part: { name }, ask }) => ({
    name,
    ask,
  }));
}

function useAsked(part: AskedPart | undefined, dataVersion: string): Latest<Additions> {
  const input = part?.ask ?? null;
  return useLatest('backtest.additions', input, JSON.stringify([input, dataVersion]));
}

export const partTitle = ({ name }: AskedPart): string =>
  name === 'whole' ? t('parts.gain') : `${t(`split.${name}`)}: ${t('parts.gain')}`;

export const sourceText = ({ source }: Addition): string =>
  t(`parts.source.${source.kind}`, source.kind === 'ruleSet' ? { name: source.name } : {});

/** What a candidate changes on one part. */
export interface PartChange {
  /** Null where no outcome of the part is known. */
  readonly change: Change | null;
  /** Whether the net can be told; the band is shown all the same. */
  readonly told: boolean;
}

export const changesOf = ({ change, measurable, heldOut }: ChosenGain): readonly PartChange[] =>
  [change, ...heldOut].map((one, at) => ({ change: one, told: at > 0 || measurable === 'measured' }));

export function openHits({ ruleSet, parts, result }: Shown, { rule, features }: Addition): void {
  const own = { ...ruleSet, features: [...(ruleSet.features ?? []), ...features] };
  openOrders(ordersOf(parts[0]?.ask.filter ?? result.filter, ruleClause(rule, own, 'true')));
}

/** The candidates for a file, money in major units. */
export function additionRows({ found, parts, result }: Shown): ResultTable {
  const major = (value: number | undefined) =>
    value === undefined ? null : Math.round(value) / minorPerMajor(result.currency);
  const ends = [t('money.low'), t('money.high'), t('compare.bandLow'), t('compare.bandHigh')];
  return [
    [
      ...[t('rule.code'), t('parts.source'), t('rule.result'), t('parts.judgement')],
      ...[t('parts.hits'), t('parts.alerts')],
      ...parts.flatMap((part) => [partTitle(part), ...ends.map((end) => `${partTitle(part)} – ${end}`)]),
    ],
    ...found.map((one) => [
      ...[one.addition.rule.code, sourceText(one.addition), one.addition.rule.result, t(`parts.${one.measurable}`)],
      ...[one.addition.hits, one.change.alerts],
      ...changesOf(one).flatMap(({ change, told }) => [
        ...[change?.net, change?.interval?.low, change?.interval?.high].map((end) => (told ? major(end) : null)),
        ...[change?.band?.low, change?.band?.high].map(major),
      ]),
    ]),
  ];
}

/** What each candidate changes the net by, part by part: of orders it decides otherwise, not of all it hits. */
export function additionsPicture(shown: Shown): Picture {
  const { found, parts, result } = shown;
  const write = writing(result.currency);
  const ends = found.flatMap((one) => changesOf(one).flatMap(({ change }) => [change?.net, change?.band?.low]));
  return estimatesPicture({
    ...{ label: t('parts.add'), unit: 'sum', ...moneyAxis(t('parts.gain'), ends, result.currency) },
    items: found.flatMap((one) =>
      changesOf(one).map(({ change, told }, at) => ({
        name: one.addition.rule.code,
        ...(parts.length === 1 || parts[at] === undefined ? {} : { series: partTitle(parts[at]) }),
        ...{ value: told ? (change?.net ?? null) : null, interval: told ? (change?.interval ?? null) : null },
        band: change?.band ?? null,
        text:
          change === null || !told
            ? t('common.notMeasured')
            : `${write(change.net)} (${intervalText(change.interval, write)})`,
      })),
    ),
  });
}
