import type { CheckedRule } from '../expression/index.ts';
import { itemsColumn } from '../model/order-lines.ts';
import type { Ground } from './ground.ts';

/** Filtered orders whose lines a later file replaced with others; 0 where neither a rule nor a feature it reads asks lines. */
export const linesChanged = (ground: Ground, rules: readonly CheckedRule[]): number =>
  rules.some(({ fields }) => fields.some(({ column, ofLines }) => column === itemsColumn || ofLines === true))
    ? ground.linesChanged
    : 0;
