import { localDayOf } from '../model/calendar-periods.ts';
import { codeName } from '../model/code-names.ts';
import { maturedShare, youngerSide, type Compared, type ComparedSide } from '../model/compare.ts';
import {
  beyondChance,
  decomposed,
  rankedViews,
  type Decomposition,
  type GroupEffect,
  type GroupSide,
} from '../model/decomposition.ts';
import type { Filter } from '../model/filter.ts';
import type { LinkedAxis, LinkedBin } from '../model/linked.ts';
import { fill } from '../model/messages/index.ts';
import type { ProjectInfo } from '../model/project.ts';
import { binText } from './by-summary.ts';
import { wordsOf } from './headline-text.ts';
import { compareTexts, type CompareTexts } from './compare-texts.ts';
import type { Language } from './messages.ts';
import { amountText, count, percent } from './told-rows.ts';

/** Two sides as they were compared; `groups`: columns were named, and each of their groups is told. */
export interface ComparedTold {
  readonly info: ProjectInfo;
  readonly filters: { readonly a: Filter; readonly b: Filter };
  readonly groups: boolean;
  readonly compared: Compared;
}

/** The same for JSON. */
export function comparedJson({ info, filters, groups, compared }: ComparedTold): object {
  const side = (name: 'a' | 'b') => ({
    filter: filters[name],
    ...compared[name],
    maturedShare: maturedShare(compared[name]),
  });
  return {
    ...{ target: info.target.id, currency: info.currency, asOf: info.asOf, maturity: info.maturity },
    ...{ a: side('a'), b: side('b'), both: compared.both, younger: youngerSide(compared) },
    columns: rankedViews(compared.views, 'orders').map(({ view, of }) => ({
      column: nameOfAxis(view.axis),
      byOrders: wholeJson(of, groups),
      byAmount: amountJson(decomposed(view, 'amount'), groups),
    })),
  };
}

const amountJson = (of: Decomposition | null, groups: boolean) => (of === null ? null : wholeJson(of, groups));

const wholeJson = ({ groups, ...of }: Decomposition, told: boolean): object => ({
  ...of,
  beyondChance: beyondChance({ groups, ...of }),
  ...(told ? { groups: groups.map(groupJson) } : {}),
});

const groupJson = ({ bin, a, b, ...effect }: GroupEffect): object => ({
  ...{ group: binText(groupBin(bin)), kind: bin.kind, clause: bin.clause },
  ...{ a: sideJson(a), b: sideJson(b) },
  ...effect,
});

const sideJson = ({ all, ...own }: GroupSide): object => ({
  ...{ orders: all.orders, immature: all.immature, blocked: all.blocked, excluded: all.excluded },
  ...own,
});

/** Both sides, and the columns, most telling first; of columns that were named every group. */
export function comparedSummary({ info, groups, compared }: ComparedTold, language: Language): string[] {
  const texts = compareTexts(language);
  const younger = youngerSide(compared);
  const ranked = rankedViews(compared.views, 'orders');
  const whole = ranked[0]?.of;
  const { badWord } = wordsOf(info.target, language);
  return [
    fill(texts.head, {
      target: info.target.name[language] || info.target.name.ja,
      asOf: info.asOf === null ? '–' : localDayOf(info.asOf, info.timezone),
      states: texts.states[info.maturity === 'measured' ? 'measured' : 'unmeasured'],
    }),
    ...(['a', 'b'] as const).map((side) => sideLine(compared[side], side, info, badWord, texts)),
    ...(compared.both === 0 ? [] : [fill(texts.both, { orders: count(compared.both) })]),
    ...(younger === null ? [] : [fill(texts.younger, { side: younger.toUpperCase() })]),
    ...(whole === undefined ? [texts.nothing] : [changeLine(whole, badWord, texts)]),
    ...ranked.flatMap(({ view, of }) => [
      fill(texts.column, {
        name: columnWord(view.axis, info, language),
        ...{ mix: points(of.mix), inner: points(of.inner), moved: points(of.moved), chance: points(of.chance ?? 0) },
      }),
      ...(groups ? of.groups.filter(isThere).map((group) => groupLine(group, view.axis, texts, language)) : []),
    ]),
  ];
}

function sideLine(
  side: ComparedSide,
  name: 'a' | 'b',
  { currency }: ProjectInfo,
  badWord: string,
  texts: CompareTexts,
): string {
  const { states, badRate, badRateAmount } = side;
  const mature = maturedShare(side);
  return fill(texts.side, {
    ...{ side: name.toUpperCase(), orders: count(side.orders), amount: amountText(side.amount, currency) },
    ...{ badWord, bad: count(states.bad.orders), known: count(states.bad.orders + states.good.orders) },
    ...{ rate: percent(badRate), rateAmount: percent(badRateAmount), mature: mature === null ? '–' : percent(mature) },
    ...{ immature: count(states.immature.orders), blocked: count(states.blocked.orders) },
    excluded: count(states.excluded.orders),
  });
}

const changeLine = ({ change, interval }: Decomposition, badWord: string, { change: text }: CompareTexts): string =>
  fill(text, { badWord, change: points(change), low: points(interval?.low ?? 0), high: points(interval?.high ?? 0) });

function groupLine(group: GroupEffect, axis: LinkedAxis, texts: CompareTexts, language: Language): string {
  const { bin, a, b, mix, inner, only } = group;
  const told = ({ rate, bad, known, share }: GroupSide): string =>
    `${percent(rate)} (${count(bad)} / ${count(known)}, ${percent(share)})`;
  const label = bin.kind === 'value' && axis.kind === 'column' ? codeName(axis.column, bin.label ?? '') : undefined;
  return fill(texts.group, {
    name: label?.[language] ?? binText(groupBin(bin)),
    ...{ a: told(a), b: told(b), mix: points(mix), inner: points(inner) },
    only: only === null ? '' : texts.only[only],
  });
}

const isThere = ({ a, b }: GroupEffect): boolean => a.all.orders + b.all.orders > 0;

const nameOfAxis = (axis: LinkedAxis): string => (axis.kind === 'column' ? axis.column : axis.kind);

function columnWord(axis: LinkedAxis, info: ProjectInfo, language: Language): string {
  const column = info.columns.find(({ name }) => axis.kind === 'column' && name === axis.column);
  return column?.label[language] || column?.label.ja || nameOfAxis(axis);
}

const groupBin = ({ kind, ...bin }: LinkedBin) => ({ ...bin, kind: textKinds[kind] });

/** As which bins of columns those of other axes are written. */
const textKinds = {
  ...{ value: 'value', range: 'range', hour: 'hour', missing: 'missing', others: 'others' },
  ...{ week: 'range', weekHour: 'range', distance: 'value', stage: 'range' },
} as const satisfies Record<LinkedBin['kind'], Parameters<typeof binText>[0]['kind']>;

/** Of percentage points, with their sign. */
const points = (value: number): string => `${value > 0 ? '+' : ''}${(100 * value).toFixed(2)}`;
