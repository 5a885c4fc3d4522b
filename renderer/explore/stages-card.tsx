import { useMemo } from 'react';
import { everything } from '../../analysis/model/filter.ts';
import type { LinkedAxis, LinkedFigures, ViewBin } from '../../analysis/model/linked.ts';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import { stageFigures, stagesOf, toldIn, type StageNeeds, type ToldStage } from '../../analysis/model/stages.ts';
import { count, money, moneyShort, rate } from '../i18n/format.ts';
import { t } from '../i18n/index.ts';
import { outcomeText } from '../i18n/outcome-words.ts';
import { stageName } from '../i18n/values.ts';
import { FailureCallout } from '../parts/callout.tsx';
import { HeadedTable } from '../parts/headed-table.tsx';
import { Outdated } from '../parts/outdated.tsx';
import { Panel } from '../parts/panel.tsx';
import { address, go } from '../state/address.ts';
import { useLatest } from '../state/request.ts';
import { useStore } from '../state/store.ts';
import { isChosen, picked } from './bin-filter.ts';
import { useLinked } from './linked.tsx';

export const stagesAxis: LinkedAxis = { kind: 'stages' };

/**
 * What all orders tell of their ways, null until it is known. It stands on what a person decided, which takes longer to be made than
 * other views: these do not wait for it.
 */
export function useToldStages(info: ProjectInfo): ReadonlySet<StageNeeds> | null {
  const answer = useLatest('explore.linked', { axes: [stagesAxis], filter: everything }, info.dataVersion);
  const figures = answer.value?.views[0]?.figures;
  return useMemo(() => (figures === undefined ? null : toldIn(figures)), [figures]);
}

interface StagesCardProps {
  readonly info: ProjectInfo;
  readonly told: ReadonlySet<StageNeeds>;
}

/** The way of the orders from the purchase to its end: what each stage leaves of the one before it, and how bad it is. A click filters. */
export function StagesCard({ info, told }: StagesCardProps) {
  const linked = useLinked();
  const seen = linked.see(stagesAxis);
  const stages = useMemo(() => stagesOf(told), [told]);
  const title = t('stages.title');
  const heads = [
    ...[t('stages.stage'), t('explore.orders'), t('explore.amount'), t('stages.ofBefore'), t('stages.ofBeforeAmount')],
    outcomeText(info.target, 'explore.badRate'),
    ...[t('stages.interval'), outcomeText(info.target, 'explore.badRateAmount'), t('explore.immature')],
  ];
  const figures = seen?.figures ?? null;
  const rows = figures === null ? [] : stages.map((stage) => rowOf(stage, stages, figures));
  const table = () => [
    heads,
    ...rows.map(({ stage, bin, share, shareAmount }) =>
      stage.lacks !== null
        ? [stageName(stage.id, info), t(`stages.lacks.${stage.lacks}`), ...heads.slice(2).map(() => null)]
        : [
            ...[stageName(stage.id, info), bin.orders, bin.amount, share, shareAmount],
            ...[bin.badRate, intervalText(bin), bin.badRateAmount, immatureText(bin, info)],
          ],
    ),
  ];
  return (
    <Panel className="stages" title={title} level={3} note={t('stages.note')} {...(figures === null ? {} : { table })}>
      {linked.failure ? <FailureCallout failure={linked.failure} /> : null}
      {figures === null ? (
        <div className="skeleton chart-skeleton" />
      ) : (
        <Outdated age={linked}>
          <HeadedTable label={title} heads={heads} testId="stages" tableClass="sticky">
            {rows.map((row) => (
              <StageRow key={row.stage.id} {...{ info, row }} width={heads.length - 1} />
            ))}
          </HeadedTable>
        </Outdated>
      )}
    </Panel>
  );
}

interface StageOf {
  readonly stage: ToldStage;
  readonly bin: ViewBin;
  /** Of the stage before it; null where that has none. */
  readonly share: number | null;
  readonly shareAmount: number | null;
}

function rowOf(stage: ToldStage, stages: readonly ToldStage[], figures: LinkedFigures): StageOf {
  const bin = stageFigures(figures, stage);
  const before = stages.find(({ id }) => id === stage.of);
  const whole = before === undefined ? null : stageFigures(figures, before);
  const part = (own: number, all: number | undefined): number | null =>
    all === undefined || all === 0 ? null : own / all;
  return { stage, bin, share: part(bin.orders, whole?.orders), shareAmount: part(bin.amount, whole?.amount) };
}

const shareText = (value: number | null): string => (value === null ? '–' : rate(value));
const told = (value: number | null): string => (value === null ? t('common.notMeasured') : rate(value));
const intervalText = ({ interval }: ViewBin): string =>
  interval === null ? '–' : `${rate(interval.low)} – ${rate(interval.high)}`;
const immatureText = ({ immature }: ViewBin, { maturity }: ProjectInfo): string =>
  maturity === 'measured' ? count(immature) : t('common.notMeasured');

interface StageRowProps {
  readonly info: ProjectInfo;
  readonly row: StageOf;
  readonly width: number;
}

function StageRow({ info, row: { stage, bin, share, shareAmount }, width }: StageRowProps) {
  const { filter } = useStore(address);
  const name = stageName(stage.id, info);
  const chosen = isChosen(filter, bin.clause) === true;
  const depth = stage.depth === 0 ? 'stage' : 'stage part';
  if (stage.lacks !== null)
    return (
      <tr className={depth}>
        <th scope="row">{name}</th>
        <td colSpan={width} className="muted">
          {t(`stages.lacks.${stage.lacks}`)}
        </td>
      </tr>
    );
  const known = bin.bad + bin.good;
  return (
    <tr className={`${depth} ${chosen ? 'chosen' : ''}`}>
      <th scope="row">
        <button
          type="button"
          className="link"
          aria-pressed={chosen}
          onClick={() => go({ filter: picked(address.get().filter, bin.clause, false) })}
        >
          {name}
        </button>
      </th>
      <td className="num">{count(bin.orders)}</td>
      <td className="num" title={money(bin.amount, info.currency)}>
        {moneyShort(bin.amount, info.currency)}
      </td>
      <td
        className="num share"
        title={stage.of === null ? '' : t('stages.before', { name: stageName(stage.of, info) })}
        style={{ backgroundSize: `${(100 * (share ?? 0)).toFixed(1)}% 100%` }}
      >
        {shareText(share)}
      </td>
      <td className="num">{shareText(shareAmount)}</td>
      <td className="num">{stage.id === 'bad' ? '–' : `${told(bin.badRate)} (${count(bin.bad)} / ${count(known)})`}</td>
      <td className="num">{stage.id === 'bad' ? '–' : intervalText(bin)}</td>
      <td className="num" title={`${money(bin.badAmount, info.currency)} / ${money(bin.knownAmount, info.currency)}`}>
        {stage.id === 'bad' ? '–' : told(bin.badRateAmount)}
      </td>
      <td className="num">{immatureText(bin, info)}</td>
    </tr>
  );
}
