import { lazy } from 'react';
import type { Room } from '../rooms.ts';

export const room: Room = {
  id: 'data',
  order: 10,
  title: 'room.data',
  icon: 'data',
  needsOrders: false,
  Component: lazy(() => import('./data.tsx')),
};
