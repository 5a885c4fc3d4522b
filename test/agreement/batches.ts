import fc from 'fast-check';
import type { RuleSetException } from '../../analysis/model/policy.ts';
import type { RuleSet } from '../../analysis/model/ruleset.ts';
import { boolText, recordArbitrary, scope, type GeneratedRecord } from '../expression/generated.ts';
import { decidingArbitrary, snoozesArbitrary } from '../expression/generated-sets.ts';

/** Rules, how they decide, and orders to try them on. */
export interface Batch {
  readonly ruleSet: RuleSet;
  readonly records: readonly GeneratedRecord[];
}

const exceptionValues = ['a', 'ab', '', 'q"uote', "o'hara", '411111', '𠮷野'];
const instants = [
  '2000-01-01T00:00:00Z',
  '2024-03-10T07:00:00Z',
  '2024-11-03T05:30:00.000Z',
  '2031-01-01T00:00:00+09:00',
];

/** Batches of up to so many rules and orders; one in four rules may hold regular expressions. */
export function batchArbitrary(size: { readonly rules: number; readonly records: number }): fc.Arbitrary<Batch> {
  const text = fc.oneof(
    { weight: 3, arbitrary: boolText(4, { regex: false }) },
    { weight: 1, arbitrary: boolText(4, { regex: true }) },
  );
  return fc
    .record({
      texts: fc.array(text, { minLength: 1, maxLength: size.rules, size: 'max' }),
      records: fc.array(recordArbitrary, { minLength: 1, maxLength: size.records, size: 'max' }),
      deciding: decidingArbitrary(codesOf(size.rules)),
      exceptions: exceptionsArbitrary(codesOf(size.rules)),
    })
    .map(({ texts, records, deciding: { own, set }, exceptions }) => ({
      records,
      ruleSet: {
        format: 'shinsa-ruleset',
        formatVersion: 1,
        modelId: 'CRD_01',
        name: 'random',
        profile: 'wb-1',
        currency: scope.currency,
        timezone: scope.timezone,
        ...set,
        rules: texts.flatMap((when, at): RuleSet['rules'] => {
          const rule = own[at];
          return rule === undefined ? [] : [{ ...rule, description: { ja: rule.code, en: rule.code }, when }];
        }),
        exceptions,
      },
    }));
}

const codesOf = (count: number): string[] => Array.from({ length: count }, (_, at) => `R${at + 1}`);

function exceptionsArbitrary(codes: readonly string[]): fc.Arbitrary<RuleSetException[]> {
  const where = fc.record({
    field: fc.constantFrom('buyer.email', 'card.bin'),
    value: fc.constantFrom(...exceptionValues).filter((value) => value !== ''),
    from: fc.constantFrom(...instants),
  });
  return fc
    .tuple(
      snoozesArbitrary(codes.slice(0, 6), 3),
      fc.array(where, { minLength: 3, maxLength: 3 }),
      fc.constantFrom(...instants),
    )
    .map(([snoozes, places, until]) =>
      places.map((place, at): RuleSetException => {
        const rules = snoozes[at];
        const ends = Date.parse(until) > Date.parse(place.from) ? { until } : {};
        return rules === undefined
          ? { kind: 'allow', ...place, ...ends }
          : { kind: 'snooze', rules, ...place, ...ends };
      }),
    );
}
