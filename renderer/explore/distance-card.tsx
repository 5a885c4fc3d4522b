import type { LinkedAxis } from '../../analysis/model/linked.ts';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import { t } from '../i18n/index.ts';
import { distanceName } from '../i18n/values.ts';
import { RateCard } from './rate-card.tsx';

export const deliveryDistance: LinkedAxis = { kind: 'deliveryDistance' };

/** Whether orders say both where buyers live and where goods go. */
export const tellsDistance = (info: ProjectInfo): boolean =>
  ['buyer_address_prefecture', 'delivery_address_prefecture'].every((name) =>
    info.columns.some((column) => column.name === name && column.present),
  );

/** How far goods go from where their buyer lives, and how bad they are. */
export function DistanceCard({ info }: { readonly info: ProjectInfo }) {
  return (
    <RateCard
      info={info}
      axis={deliveryDistance}
      title={t('explore.distance')}
      className="delivery-distance"
      labelled={{ column: 'delivery_distance', type: 'text' }}
      shortLabel={({ label }) => distanceName(label ?? '', 'short')}
    />
  );
}
