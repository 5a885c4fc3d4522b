import fc from 'fast-check';
import type { Policy } from '../../analysis/model/policy.ts';
import { results, type RuleSet } from '../../analysis/model/ruleset.ts';

const result = fc.constantFrom(...results);
const threshold = fc.integer({ min: 1, max: 9 });
const score = fc.constantFrom(0, 1, 2, 4, 5);

const anyPolicy: fc.Arbitrary<Policy | undefined> = fc.oneof(
  fc.constantFrom(undefined, { kind: 'classes' as const }, { kind: 'groups' as const }),
  fc.record({
    kind: fc.constant('scores' as const),
    thresholds: fc.record({ ok: threshold, ng: threshold, hold: threshold }),
    results: fc.record({
      none: result,
      ok: result,
      ng: result,
      'ok+ng': result,
      hold: result,
      'ok+hold': result,
      'ng+hold': result,
      'ok+ng+hold': result,
    }),
  }),
);

/** How rules of these codes decide: what each gives by itself, groups (which may name a rule that is not there), sums. */
export const decidingArbitrary = (
  codes: readonly string[],
): fc.Arbitrary<{
  readonly own: readonly Pick<RuleSet['rules'][number], 'code' | 'result' | 'scores'>[];
  readonly set: Pick<RuleSet, 'default' | 'groups' | 'policy'>;
}> =>
  fc
    .record({
      policy: anyPolicy,
      own: fc.tuple(
        ...codes.map((code) =>
          fc
            .tuple(result, fc.option(fc.record({ ok: score, ng: score, hold: score }), { nil: undefined }))
            .map(([given, scores]) => ({ code, result: given, ...(scores === undefined ? {} : { scores }) })),
        ),
      ),
      groups: fc.array(
        fc.record({
          priority: fc.integer({ min: 1, max: 3 }),
          result,
          kind: fc.constantFrom('single' as const, 'combination' as const),
          rules: fc.array(fc.constantFrom(...codes, 'missing'), { minLength: 1, maxLength: 3 }),
        }),
        { maxLength: 3 },
      ),
      otherwise: result,
    })
    .map(({ policy, own, groups, otherwise }) => ({
      own,
      set: { default: otherwise, groups, ...(policy === undefined ? {} : { policy }) },
    }));

/** What each of so many exceptions snoozes; undefined for one that allows. */
export const snoozesArbitrary = (codes: readonly string[], count: number): fc.Arbitrary<(string[] | undefined)[]> =>
  fc.array(fc.option(fc.subarray([...codes, 'missing'], { minLength: 1 }), { nil: undefined }), {
    minLength: count,
    maxLength: count,
  });
