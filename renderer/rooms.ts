import type { ComponentType } from 'react';
import type { TextKey } from './i18n/index.ts';
import type { IconName } from './theme/icons.tsx';

/** A door in the rail. A folder with a `room.ts` that exports `room` is a room; nothing else is to be done. */
export interface Room {
  /** First part of the room's address, `#/<id>`. */
  readonly id: string;
  /** Position in the rail: data 10, explore 20, rules 30, backtest 40, export 50. */
  readonly order: number;
  readonly title: TextKey;
  readonly icon: IconName;
  /** Without orders the frame shows where to import them instead of the room. */
  readonly needsOrders: boolean;
  /** Made with `lazy`, so that a room is loaded when it is first entered. */
  readonly Component: ComponentType;
}

const found = import.meta.glob<Room>('./*/room.ts', { eager: true, import: 'room' });

export const rooms: readonly Room[] = Object.values(found).sort((a, b) => a.order - b.order);

export function roomOf(id: string): Room | undefined {
  return rooms.find((room) => room.id === id);
}
