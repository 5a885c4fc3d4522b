import type { Random } from './random.ts';
import { userAgents } from './tables/agents.ts';

/** A browser on one machine, as the device script and the first-party cookie see it. */
export interface Device {
  readonly id: string;
  readonly cookie: string;
  readonly userAgent: string;
}

/** A new device with an ordinary browser unless told otherwise. */
export function inventDevice(rng: Random, userAgent = rng.skewed(userAgents, 0.5)): Device {
  return { id: rng.token('dv', 20), cookie: rng.token('ck', 18), userAgent };
}

/**
 * Kinds of address an order can come from; only ranges set aside for documentation, benchmarks and carrier NAT.
 * `home` 198.18.0.0/15 · `carrier` a few hundred shared exits in 100.64.0.0/16 · `site` 203.0.113.0/24 ·
 * `proxy` 198.51.100.0/24, used by privacy-minded good buyers too.
 */
export type NetworkKind = 'home' | 'carrier' | 'site' | 'proxy';

/** An IPv4 address of that kind. */
export function inventIp(rng: Random, kind: NetworkKind): string {
  switch (kind) {
    case 'home':
      return `198.${rng.int(18, 19)}.${rng.int(0, 255)}.${rng.int(1, 254)}`;
    case 'carrier':
      return `100.64.${rng.int(0, 3)}.${rng.int(1, 64)}`;
    case 'site':
      return `203.0.113.${rng.int(1, 254)}`;
    case 'proxy':
      return `198.51.100.${rng.int(1, 254)}`;
  }
}
