import type { Bridge } from '../../analysis/model/bridge.ts';

declare global {
  interface Window {
    readonly shinsa: Bridge;
  }
}

/** What the shell gives this page. */
export const bridge = (): Bridge => window.shinsa;
