import { frame } from './frame.ts';
import { data } from './data.ts';
import { quality } from './quality.ts';
import { events } from './events.ts';
import { explore } from './explore.ts';
import { identity } from './identity.ts';
import { maturity } from './maturity.ts';
import { orders } from './orders.ts';
import { rules } from './rules.ts';
import { backtest } from './backtest.ts';
import { exporting } from './export.ts';

export const en = {
  ...frame,
  ...data,
  ...quality,
  ...events,
  ...explore,
  ...identity,
  ...maturity,
  ...orders,
  ...rules,
  ...backtest,
  ...exporting,
};
