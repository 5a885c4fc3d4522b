import type { ByState } from '../../analysis/model/backtest.ts';
import type { ProjectInfo } from '../../analysis/model/project.ts';

/** Share of the orders whose outcome is no longer open; null where maturity is not measured or there is no order. */
export function maturedShare(
  of: { readonly orders: number; readonly states: ByState },
  info: Pick<ProjectInfo, 'maturity'>,
): number | null {
  if (info.maturity === 'not measured' || of.orders === 0) return null;
  return 1 - of.states.immature.orders / of.orders;
}
