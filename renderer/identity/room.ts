import { lazy } from 'react';
import type { Room } from '../rooms.ts';

export const room: Room = {
  id: 'identity',
  order: 25,
  title: 'room.identity',
  icon: 'identity',
  needsOrders: true,
  Component: lazy(() => import('./identity-room.tsx')),
};
