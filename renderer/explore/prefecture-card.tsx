import type { ViewBin } from '../../analysis/model/linked.ts';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import { t } from '../i18n/index.ts';
import { columnName } from '../i18n/values.ts';
import { axisOf } from './column-card.tsx';
import { HeatCard } from './heat-card.tsx';
import { prefectureTiles } from './prefecture-tiles.ts';

/** Where goods go, or, where orders do not say, where buyers live; null where neither is told. */
export const prefectureColumn = (info: ProjectInfo): string | null =>
  ['delivery_pref', 'buyer_pref'].find((name) =>
    info.columns.some((column) => column.name === name && column.present),
  ) ?? null;

const tileOf = ({ kind, label }: ViewBin) => {
  const tile = kind === 'value' ? prefectureTiles[label ?? ''] : undefined;
  return tile === undefined ? null : { x: tile[0], y: tile[1], text: shortName(label ?? '') };
};

/** 東京 of 東京都, as maps write them. */
const shortName = (name: string): string => (name === '北海道' ? name : name.replace(/[都府県]$/, ''));

/** Prefectures on a map of tiles. */
export function PrefectureCard({ info, column }: { readonly info: ProjectInfo; readonly column: string }) {
  return (
    <HeatCard
      info={info}
      axis={axisOf(column)}
      title={t('explore.map', { name: columnName(info, column) })}
      className="prefectures"
      labelled={{ column, type: 'text' }}
      height={height}
      cellOf={tileOf}
      frame={() => ({
        x: { axis: null, scale: { domain: upTo(13), paddingInner: 0.04 } },
        y: { axis: null, scale: { domain: upTo(11), paddingInner: 0.04 } },
      })}
    />
  );
}

const height = 262;
const upTo = (count: number): number[] => Array.from({ length: count }, (_, at) => at);
