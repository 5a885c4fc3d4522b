import { lazy } from 'react';
import type { Room } from '../rooms.ts';

export const room: Room = {
  id: 'sql',
  order: 60,
  title: 'room.sql',
  icon: 'sql',
  needsOrders: true,
  Component: lazy(() => import('./sql-room.tsx')),
};
