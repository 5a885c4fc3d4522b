import { alwaysTrue, coveredBy, neverMet, neverTrue, normalKey } from '../../expression/logic/index.ts';
import type { CheckedRule } from '../../expression/index.ts';
import type { RuleFinding } from '../../model/rule-findings.ts';
import { firstStep, isOneRule, ofGroup, ofRule, type LookedAt, type Step } from './set.ts';

/** What is so on every order there can be. */
export function findingsByLogic(set: LookedAt): readonly RuleFinding[] {
  const never = new Set([...set.rules].filter(([, rule]) => neverTrue(rule)).map(([code]) => code));
  return [
    ...[...never].map((code) => ofRule(code, { code: 'contradiction', basis: 'logic' })),
    ...[...set.rules]
      .filter(([, rule]) => alwaysTrue(rule))
      .map(([code]) => ofRule(code, { code: 'always', basis: 'logic' })),
    ...repeated(set, never),
    ...[...set.rules.keys()].filter((code) => !never.has(code)).flatMap((code) => coveredRule(set, code)),
    ...set.steps.flatMap((step, index) => ofStep(set, step, index)),
  ];
}

/** Rules that say what an earlier one says, in other words or the same. */
function repeated({ rules }: LookedAt, never: ReadonlySet<string>): readonly RuleFinding[] {
  const before: { readonly code: string; readonly rule: CheckedRule; readonly key: string }[] = [];
  const found: RuleFinding[] = [];
  for (const [code, rule] of rules) {
    if (never.has(code)) continue;
    const key = normalKey(rule.ast);
    const same = before.find((one) => one.key === key);
    const alike = same ?? before.find((one) => mean(one.rule, rule));
    if (alike === undefined) before.push({ code, rule, key });
    else found.push(ofRule(code, { code: 'duplicate', basis: same ? 'text' : 'logic', others: [alike.code] }));
  }
  return found;
}

const alone = (rule: CheckedRule) => ({ needs: 'any' as const, rules: [rule] });

/** Whether both are true on the same orders. */
function mean(one: CheckedRule, other: CheckedRule): boolean {
  const shared = one.fields.length === other.fields.length && one.fields.every((field) => other.fields.includes(field));
  return shared && coveredBy(alone(one), [alone(other)]) !== null && coveredBy(alone(other), [alone(one)]) !== null;
}

function coveredRule(set: LookedAt, code: string): readonly RuleFinding[] {
  const rule = set.rules.get(code);
  const earlier = set.steps.slice(0, Math.max(0, firstStep(set, code)));
  return rule === undefined ? [] : covered(alone(rule), earlier).map((others) => ofRule(code, { ...shadow, others }));
}

const shadow = { code: 'shadowed', basis: 'logic' } as const;

/** The rules of earlier steps that decide every order which meets this; none where some may be left. */
function covered(one: Parameters<typeof coveredBy>[0], earlier: readonly Step[]): readonly (readonly string[])[] {
  const by = coveredBy(
    one,
    earlier.map(({ needs, able }) => ({ needs, rules: able })),
  );
  return by === null ? [] : [[...new Set(by.flatMap((index) => earlier[index]?.rules ?? []))]];
}

/** Of a group that is not one rule only. */
function ofStep(set: LookedAt, { group, needs, able }: Step, index: number): readonly RuleFinding[] {
  if (group === null || isOneRule(set, index)) return [];
  const step = { needs, rules: able };
  if (neverMet(step)) return [ofGroup(group, { code: 'contradiction', basis: 'logic' })];
  return covered(step, set.steps.slice(0, index)).map((others) => ofGroup(group, { ...shadow, others }));
}
