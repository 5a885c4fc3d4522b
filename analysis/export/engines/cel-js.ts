import { Environment } from '@marcbachmann/cel-js';
import { celFileSchema } from '../../model/package.ts';
import { bindingsOf } from '../cel-bindings.ts';
import type { Asked, FieldTypes } from './engine.ts';

/** rules.cel.json, its guarded texts, on a second evaluator of CEL, whose regular expressions are JavaScript's. */
export function openCelJs(text: string, types: FieldTypes): Asked {
  const file = celFileSchema.parse(JSON.parse(text));
  const env = new Environment({ unlistedVariablesAreDyn: true }).registerFunction(
    'list.sum(): int',
    (list: readonly bigint[]) => list.reduce((sum, one) => sum + one, 0n),
  );
  const isAsked = (guarded: string): boolean => !guarded.includes('.matches(');
  const rules = file.rules
    .filter(({ guarded }) => isAsked(guarded))
    .map(({ code, guarded }) => ({ code, asks: env.parse(guarded) }));
  const exceptions = (file.exceptions ?? []).map(({ guarded }) => env.parse(guarded));
  const outside = file.rules.filter(({ guarded }) => !isAsked(guarded)).map(({ code }) => code);
  return (record) => {
    const bindings = bindingsOf(record, types, (date) => date);
    return {
      fired: rules.filter(({ asks }) => asks(bindings) === true).map(({ code }) => code),
      exceptions: exceptions.flatMap((asks, at) => (asks(bindings) === true ? [at] : [])),
      outside,
    };
  };
}
