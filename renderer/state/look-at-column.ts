import { address, go } from './address.ts';

/** Opens Explore with that column among its charts. */
export function lookAtColumn(column: string): void {
  const { room, params } = address.get();
  go({ room: 'explore', params: { ...(room === 'explore' ? params : {}), look: column, view: null } });
}
