import { createContext, useContext } from 'react';
import type { Overview } from '../../analysis/model/explore.ts';
import { useStore } from './store.ts';
import { address } from './address.ts';
import { hasOrders, useProject } from './project.ts';
import { latestOf, noneEnded, type Latest } from './latest.ts';
import { useLatest } from './request.ts';

/** Figures of the orders in view; asked for once, shown by the status line and by Explore. */
export function useOverviewRequest(): Latest<Overview> {
  const info = useProject();
  const { filter } = useStore(address);
  const input = hasOrders(info) ? { filter } : null;
  return useLatest('explore.overview', input, JSON.stringify([info?.dataVersion ?? null, input]));
}

export const OverviewContext = createContext<Latest<Overview>>(latestOf(noneEnded, null));

export function useOverview(): Latest<Overview> {
  return useContext(OverviewContext);
}
