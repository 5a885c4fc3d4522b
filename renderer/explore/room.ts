import { lazy } from 'react';
import type { Room } from '../rooms.ts';

export const room: Room = {
  id: 'explore',
  order: 20,
  title: 'room.explore',
  icon: 'explore',
  needsOrders: true,
  Component: lazy(() => import('./explore.tsx')),
};
