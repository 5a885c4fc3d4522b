import { lazy } from 'react';
import type { Room } from '../rooms.ts';

export const room: Room = {
  id: 'findings',
  order: 60,
  title: 'room.findings',
  icon: 'pin',
  needsOrders: false,
  Component: lazy(() => import('./findings-room.tsx')),
};
