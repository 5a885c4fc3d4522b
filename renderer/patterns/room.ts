import { lazy } from 'react';
import type { Room } from '../rooms.ts';

export const room: Room = {
  id: 'patterns',
  order: 27,
  title: 'room.patterns',
  icon: 'patterns',
  needsOrders: true,
  Component: lazy(() => import('./patterns-room.tsx')),
};
