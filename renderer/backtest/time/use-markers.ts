import type { Marker } from '../../../analysis/model/markers.ts';
import type { ProjectInfo } from '../../../analysis/model/project.ts';
import { address } from '../../state/address.ts';
import { useLatest } from '../../state/request.ts';
import { useStore } from '../../state/store.ts';

const none: readonly Marker[] = [];

/** The dates that are marked in the project; asked again when one was kept. */
export function useMarkers({ projectId }: Pick<ProjectInfo, 'projectId'>): readonly Marker[] {
  const { params } = useStore(address);
  const kept = useLatest('backtest.markers', {}, JSON.stringify([projectId, params['marked'] ?? '']));
  return kept.value ?? none;
}
