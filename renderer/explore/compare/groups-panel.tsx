import { useMemo } from 'react';
import type { GroupEffect, RankedView, RateBy } from '../../../analysis/model/decomposition.ts';
import type { ProjectInfo } from '../../../analysis/model/project.ts';
import { fromBoth } from '../../../analysis/model/results/difference-interval.ts';
import { share as shareCell } from '../../../analysis/model/results/result-file.ts';
import { Chart } from '../../chart/chart.tsx';
import { estimatesPicture, type Estimate } from '../../chart/pictures.ts';
import { count, rate } from '../../i18n/format.ts';
import { t, useLanguage } from '../../i18n/index.ts';
import { outcomeText, outcomeWord } from '../../i18n/outcome-words.ts';
import { HeadedTable } from '../../parts/headed-table.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Explained } from '../../parts/save/explained.tsx';
import { Opens } from './opens.tsx';
import { sideNames, type BothFilters, type SideName } from './sides.ts';
import { amountsOf, axisName, groupName, openSide, ratedHeads, signed, signedPoints } from './words.ts';

export interface GroupsPanelProps {
  readonly info: ProjectInfo;
  readonly chosen: RankedView;
  readonly by: RateBy;
  readonly filters: BothFilters;
}

/** Groups that the chart has a line of; all others are one. */
const mostDrawn = 9;

/** What each group of one column adds to the change, as bars and as a table; every number opens its orders. */
export function GroupsPanel({ info, chosen, by, filters }: GroupsPanelProps) {
  const lang = useLanguage();
  const { axis } = chosen.view;
  const name = axisName(axis, info);
  const groups = useMemo(() => chosen.of.groups.filter(isThere).toSorted((a, b) => size(b) - size(a)), [chosen]);
  const picture = useMemo(() => pictureOf(groups, { info, chosen, filters }), [groups, filters, lang]);
  const united = groups.length - mostDrawn;
  const unit = (text: string) => `${text} (pt)`;
  const headsWith = (sideHeads: (side: SideName) => readonly string[]) => [
    ...[t('sides.group'), ...sideHeads('a'), ...sideHeads('b'), unit(t('sides.difference'))],
    ...[unit(t('sides.mix')), unit(t('sides.inner')), unit(t('sides.sum'))],
  ];
  const besideHead = (side: SideName) => t('sides.beside', { side: side.toUpperCase() });
  const heads = headsWith((side) => {
    const { rated, share, counts } = ratedHeads(side, by, info.target);
    return [rated, share, ...(by === 'amount' ? [counts] : []), besideHead(side)];
  });
  const table = () => [
    headsWith((side) => {
      const { rated, share, counts, amounts } = ratedHeads(side, by, info.target);
      return [rated, ...(by === 'amount' ? [amounts] : []), counts, share, besideHead(side)];
    }),
    ...groups.map((group) => [
      groupName(group.bin, axis, info),
      ...sideNames.flatMap((side) => {
        const { rate: own, share, all } = group[side];
        const amounts = by === 'amount' ? [amountsOf(group[side], info.currency).exact] : [];
        return [
          shareCell(own),
          ...amounts,
          `${all.bad} / ${all.bad + all.good}`,
          shareCell(share),
          besideOf(group, side),
        ];
      }),
      ...[differenceOf(group)?.value, group.mix, group.inner, group.mix + group.inner].map((one) =>
        shareCell(one, 'points'),
      ),
    ]),
  ];
  return (
    <Panel title={t('sides.groups', { name })} note={t('sides.groupsNote')} table={table}>
      <Chart {...picture} columns={[]} table={false} />
      {united > 0 ? <Explained>{t('sides.unitedNote', { shown: mostDrawn })}</Explained> : null}
      <HeadedTable
        label={t('sides.groups', { name })}
        heads={heads}
        testId="sides-groups"
        className="sides-groups"
        tableClass="sticky"
      >
        {groups.map((group) => (
          <GroupRow key={JSON.stringify(group.bin.clause)} {...{ group, info, chosen, by, filters }} />
        ))}
      </HeadedTable>
    </Panel>
  );
}

const isThere = ({ a, b }: GroupEffect): boolean => a.all.orders + b.all.orders > 0;
const size = ({ mix, inner }: GroupEffect): number => Math.abs(mix) + Math.abs(inner);

const besideOf = (group: GroupEffect, side: SideName): number => {
  const { immature, blocked, excluded } = group[side].all;
  return immature + blocked + excluded;
};

function differenceOf({ a, b }: GroupEffect) {
  if (a.rate === null || b.rate === null) return null;
  const interval = fromBoth({ value: a.rate, interval: a.interval }, { value: b.rate, interval: b.interval });
  return { value: b.rate - a.rate, interval };
}

function GroupRow({ group, info, chosen, by, filters }: GroupsPanelProps & { readonly group: GroupEffect }) {
  const name = groupName(group.bin, chosen.view.axis, info);
  const { clause } = group.bin;
  const difference = differenceOf(group);
  return (
    <tr>
      <th scope="row">
        {name}
        {group.only === null ? null : <span className="tag">{t(`sides.only.${group.only}`)}</span>}
      </th>
      {sideNames.map((side) => {
        const { all, rate: own, share, interval } = group[side];
        const range =
          interval === null ? undefined : t('explore.between', { low: rate(interval.low), high: rate(interval.high) });
        const beside = {
          immature: count(all.immature),
          ...{ blocked: count(all.blocked), excluded: count(all.excluded) },
        };
        const what = (states: string) => `${name} ${states}`;
        const amounts = amountsOf(group[side], info.currency);
        const counts = (
          <span className="muted nowrap">
            <Opens
              value={all.bad}
              what={what(outcomeWord(info.target, 'bad'))}
              side={side}
              open={() => openSide(filters[side], clause, ['bad'])}
            />
            {' / '}
            <Opens
              value={all.bad + all.good}
              what={what(outcomeText(info.target, 'sides.knownUndated'))}
              side={side}
              open={() => openSide(filters[side], clause, ['bad', 'good'])}
            />
          </span>
        );
        return [
          <td key={`${side} rate`} className="num" title={by === 'amount' ? amounts.exact : range}>
            {own === null ? t('common.notMeasured') : rate(own)}{' '}
            {by === 'amount' ? <span className="muted nowrap">{amounts.short}</span> : counts}
          </td>,
          <td key={`${side} share`} className="num">
            {rate(share)}
          </td>,
          ...(by === 'amount'
            ? [
                <td key={`${side} counts`} className="num">
                  {counts}
                </td>,
              ]
            : []),
          <td key={`${side} beside`} className="num" title={t('sides.besideTip', beside)}>
            <Opens
              value={besideOf(group, side)}
              what={what(t('sides.beside', { side: side.toUpperCase() }))}
              side={side}
              open={() => openSide(filters[side], clause, ['immature', 'blocked', 'excluded'])}
            />
          </td>,
        ];
      })}
      <td
        className="num"
        title={
          difference === null || difference.interval === null
            ? undefined
            : t('explore.between', { low: signed(difference.interval.low), high: signed(difference.interval.high) })
        }
      >
        {difference === null ? t('common.notMeasured') : signed(difference.value)}
      </td>
      <td className="num">{signed(group.mix)}</td>
      <td className="num">{signed(group.inner)}</td>
      <td className="num strong">{signed(group.mix + group.inner)}</td>
    </tr>
  );
}

function pictureOf(groups: readonly GroupEffect[], { info, chosen, filters }: Omit<GroupsPanelProps, 'by'>) {
  const { axis } = chosen.view;
  const name = axisName(axis, info);
  const bars = (label: string, mix: number, inner: number, open?: () => void): Estimate[] =>
    (
      [
        [t('sides.mix'), mix],
        [t('sides.inner'), inner],
      ] as const
    ).map(([series, value]) => ({
      ...{ name: label, series, value: 100 * value, text: signedPoints(value) },
      ...(open === undefined ? {} : { open }),
    }));
  const items = groups.slice(0, mostDrawn).flatMap(({ bin, b, a, mix, inner }) => {
    const side = b.all.orders > 0 ? 'b' : 'a';
    const states = (side === 'b' ? b : a).known > 0 ? (['bad', 'good'] as const) : null;
    return bars(groupName(bin, axis, info), mix, inner, () =>
      openSide(filters[side], bin.clause, states === null ? null : [...states]),
    );
  });
  const others = groups.slice(mostDrawn);
  const sum = (of: (group: GroupEffect) => number): number => others.reduce((total, group) => total + of(group), 0);
  const rest =
    others.length === 0
      ? []
      : bars(
          t('sides.united', { count: others.length }),
          sum(({ mix }) => mix),
          sum(({ inner }) => inner),
        );
  return estimatesPicture({
    ...{ label: t('sides.chart', { name }), axis: t('sides.axis'), unit: 'sum' },
    items: [...items, ...rest],
  });
}
