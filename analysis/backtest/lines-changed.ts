import type { CheckedRule } from '../expression/index.ts';
import { itemsColumn } from '../model/order-lines.ts';
import { columnsOf } from '../store/rule-condition.ts';
import type { Ground } from './ground.ts';

/** Filtered orders whose lines a later file replaced with others; 0 where no rule reads lines. */
export const linesChanged = (ground: Ground, rules: readonly CheckedRule[]): number =>
  rules.some((rule) => columnsOf(rule).includes(itemsColumn)) ? ground.linesChanged : 0;
