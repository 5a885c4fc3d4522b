import { lazy } from 'react';
import type { Room } from '../rooms.ts';

export const room: Room = {
  id: 'rules',
  order: 30,
  title: 'room.rules',
  icon: 'rules',
  needsOrders: true,
  Component: lazy(() => import('./rules-room.tsx')),
};
