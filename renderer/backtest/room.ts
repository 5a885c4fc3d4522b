import { lazy } from 'react';
import type { Room } from '../rooms.ts';

export const room: Room = {
  id: 'backtest',
  order: 40,
  title: 'room.backtest',
  icon: 'backtest',
  needsOrders: true,
  Component: lazy(() => import('./backtest-room.tsx')),
};
