import { useMemo } from 'react';
import type { Filter } from '../../../analysis/model/filter.ts';
import type { ProjectInfo } from '../../../analysis/model/project.ts';
import { count } from '../../i18n/format.ts';
import { t } from '../../i18n/index.ts';
import { columnName, columnOf } from '../../i18n/values.ts';
import { Button } from '../../parts/button.tsx';
import { FailureCallout } from '../../parts/callout.tsx';
import { Combobox } from '../../parts/combobox.tsx';
import { useLatest } from '../../state/request.ts';
import { useSegments } from '../../state/segments.ts';
import { binLabel } from '../bin-words.ts';
import { offeredKeyColumns } from '../key-columns.tsx';
import { halves, lastMonths, sideNames, type SideName, type Sides, type Span } from './sides.ts';

export interface SideControlsProps {
  readonly info: ProjectInfo;
  readonly sides: Sides | null;
  readonly common: Filter;
  /** Of the orders that both sides are taken from. */
  readonly period: Span | null;
  readonly onChange: (sides: Sides) => void;
}

const kinds = ['periods', 'values', 'segments'] as const;

/** Which orders stand on which side, by plain choices. */
export function SideControls(props: SideControlsProps) {
  const { info, sides, period, onChange } = props;
  const kind = sides?.kind ?? 'periods';
  const turn = (next: (typeof kinds)[number]) => {
    if (next === kind) return;
    if (next === 'values') onChange({ kind: 'values', column: firstColumn(info), a: null, b: null });
    else if (next === 'segments') onChange({ kind: 'segments', a: null, b: null });
    else onChange(period === null ? { kind: 'periods', a: null, b: null } : halves(period, info.timezone));
  };
  return (
    <div className="stack side-controls">
      <div className="row wrap" role="group" aria-label={t('sides.kind')}>
        {kinds.map((one) => (
          <Button key={one} small look="quiet" aria-pressed={kind === one} onClick={() => turn(one)}>
            {t(`sides.kind.${one}`)}
          </Button>
        ))}
      </div>
      {sides?.kind === 'values' ? (
        <Values {...props} sides={sides} />
      ) : sides?.kind === 'segments' ? (
        <Segments {...props} sides={sides} />
      ) : (
        <Periods {...props} />
      )}
    </div>
  );
}

const firstColumn = (info: ProjectInfo): string => {
  const offered = offeredKeyColumns(info);
  return offered.includes('payment_method') ? 'payment_method' : (offered[0] ?? 'amount');
};

function Periods({ info, sides, period, onChange }: SideControlsProps) {
  const chosen = sides?.kind === 'periods' ? sides : { kind: 'periods' as const, a: null, b: null };
  const months = period === null ? null : lastMonths(period, info.timezone);
  const set = (side: SideName, end: 'from' | 'to', day: string) => {
    const own = chosen[side] ?? { from: day, to: day };
    onChange({ ...chosen, [side]: day === '' ? null : { ...own, [end]: day } });
  };
  return (
    <div className="row wrap">
      {sideNames.map((side) => (
        <span key={side} className="row side-days">
          <span className="side-mark">{side.toUpperCase()}</span>
          {(['from', 'to'] as const).map((end) => (
            <input
              key={end}
              type="date"
              className="input"
              aria-label={t(`sides.${end}`, { side: side.toUpperCase() })}
              value={chosen[side]?.[end] ?? ''}
              onChange={({ target }) => set(side, end, target.value)}
            />
          ))}
        </span>
      ))}
      <Button
        small
        disabled={period === null}
        onClick={() => (period === null ? undefined : onChange(halves(period, info.timezone)))}
      >
        {t('sides.halves')}
      </Button>
      <Button small disabled={months === null} onClick={() => (months === null ? undefined : onChange(months))}>
        {t('sides.months')}
      </Button>
    </div>
  );
}

interface ValuesProps extends SideControlsProps {
  readonly sides: Extract<Sides, { kind: 'values' }>;
}

interface SegmentsProps extends SideControlsProps {
  readonly sides: Extract<Sides, { kind: 'segments' }>;
}

const rest = 'rest';

/** Whether nothing is chosen on the other side: everything else is something only beside it. */
const isAlone = (sides: Readonly<Record<SideName, unknown>>, side: SideName): boolean =>
  sides[side === 'a' ? 'b' : 'a'] === null;

/** Segments beside each other, or one beside everything else. */
function Segments({ info, sides, onChange }: SegmentsProps) {
  const all = useSegments(info).filter(({ hidden }) => hidden !== true);
  if (all.length === 0) return <p className="note">{t('sides.noSegments')}</p>;
  const chosen = (side: SideName): string | null => sides[side]?.name ?? (isAlone(sides, side) ? null : rest);
  const set = (side: SideName, value: string) => {
    const found = all.find(({ segmentId }) => segmentId === value);
    const own = found === undefined ? null : { name: found.name, clauses: found.filter.clauses };
    onChange({ ...sides, [side]: own });
  };
  const named = all.map(({ segmentId, name, note }) => ({ value: segmentId, label: name, hint: note }));
  const choices = (side: SideName) =>
    isAlone(sides, side) ? named : [{ value: rest, label: t('sides.rest') }, ...named];
  return (
    <div className="row wrap">
      {sideNames.map((side) => (
        <span key={side} className="row">
          <span className="side-mark">{side.toUpperCase()}</span>
          <Combobox
            small
            label={t('sides.segmentOf', { side: side.toUpperCase() })}
            value={
              choices(side).find(({ value, label }) => (value === rest ? rest : label) === chosen(side))?.value ?? null
            }
            placeholder={sides[side]?.name ?? t('segment.choose')}
            choices={choices(side)}
            onChoose={(value) => set(side, value)}
          />
        </span>
      ))}
    </div>
  );
}

function Values({ info, sides, common, onChange }: ValuesProps) {
  const { column } = sides;
  const asked = { column, filter: common };
  const profile = useLatest('explore.column', asked, JSON.stringify([info.dataVersion, asked]));
  const bins = profile.fresh && profile.value?.column === column ? profile.value.bins : [];
  const type = columnOf(info, column)?.type ?? 'text';
  const choices = useMemo(
    () =>
      bins.map((bin) => ({
        value: JSON.stringify(bin.clause),
        label: binLabel(bin, { column, type }, info),
        hint: count(bin.orders),
      })),
    [bins, info],
  );
  const chosen = (side: SideName): string | null => {
    const own = sides[side];
    if (own !== null) return JSON.stringify(own);
    return isAlone(sides, side) ? null : rest;
  };
  const offered = (side: SideName) =>
    isAlone(sides, side) ? choices : [{ value: rest, label: t('sides.rest') }, ...choices];
  const set = (side: SideName, value: string) => {
    const clause = bins.find((bin) => JSON.stringify(bin.clause) === value)?.clause ?? null;
    if (clause !== null || value === rest) onChange({ ...sides, [side]: clause });
  };
  return (
    <div className="row wrap">
      <span className="label">{t('sides.column')}</span>
      <Combobox
        small
        label={t('sides.column')}
        value={column}
        choices={offeredKeyColumns(info).map((value) => ({ value, label: columnName(info, value) }))}
        onChoose={(next) => onChange({ kind: 'values', column: next, a: null, b: null })}
      />
      {sideNames.map((side) => (
        <span key={side} className="row">
          <span className="side-mark">{side.toUpperCase()}</span>
          <Combobox
            small
            label={t('sides.valueOf', { side: side.toUpperCase() })}
            value={chosen(side)}
            placeholder={t('sides.choose')}
            choices={offered(side)}
            onChoose={(value) => set(side, value)}
          />
        </span>
      ))}
      {profile.failure ? <FailureCallout failure={profile.failure} /> : null}
    </div>
  );
}
