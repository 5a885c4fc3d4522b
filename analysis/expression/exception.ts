import type { RuleSetException } from '../model/policy.ts';
import { binary, call, logic, path, text } from './build.ts';
import { check } from './check.ts';
import { formatCel } from './format.ts';
import type { Scope } from './scope.ts';
import type { Checked } from './term.ts';

/** Path of the time of an order, by which exceptions hold. */
export const orderTimePath = 'order.time';

/**
 * The condition under which an exception holds for an order, as a rule: checked, printed and evaluated like any other. It
 * is no rule where its field is none that rules may compare with a text. Without a value or a time it does not hold.
 */
export function checkException({ field, value, from, until }: RuleSetException, scope: Scope): Checked {
  const found = scope.fields.get(field);
  if (found === undefined || found.type !== 'string' || found.refused !== undefined) return { ok: false, issues: [] };
  const instant = (at: string) => call('timestamp', null, [text(at)]);
  const within = [
    binary('>=', path(orderTimePath), instant(from)),
    ...(until === undefined ? [] : [binary('<', path(orderTimePath), instant(until))]),
  ];
  return check(formatCel(logic('&&', [binary('==', path(field), text(value)), ...within])), scope);
}
