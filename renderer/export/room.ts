import { lazy } from 'react';
import type { Room } from '../rooms.ts';

export const room: Room = {
  id: 'export',
  order: 50,
  title: 'room.export',
  icon: 'export',
  needsOrders: true,
  Component: lazy(() => import('./export-room.tsx')),
};
