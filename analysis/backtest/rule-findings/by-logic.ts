import { setImmediate } from 'node:timers/promises';
import { alwaysTrue, coveredBy, neverMet, neverTrue, normalKey, type Needed } from '../../expression/logic/index.ts';
import type { CheckedRule } from '../../expression/index.ts';
import { ShinsaError } from '../../model/failure.ts';
import type { RuleFinding } from '../../model/rule-findings.ts';
import { certainOf, firstStep, isOneRule, ofGroup, ofRule, repeats, type LookedAt, type Step } from './set.ts';

/** What is so on every order there can be. Other calls have their turn between rules. Throws 'cancelled'. */
export async function findingsByLogic(set: LookedAt, signal: AbortSignal): Promise<readonly RuleFinding[]> {
  const shadows: RuleFinding[] = [];
  const never = new Set([...set.rules].filter(([, rule]) => neverTrue(rule)).map(([code]) => code));
  const repeats = await repeated(set, never, signal);
  for (const code of set.rules.keys()) {
    if (!never.has(code)) shadows.push(...coveredRule(set, code));
    await turnOfOthers(signal);
  }
  return [
    ...[...never].map((code) => ofRule(code, { code: 'contradiction', basis: 'logic' })),
    ...[...set.rules]
      .filter(([, rule]) => alwaysTrue(rule))
      .map(([code]) => ofRule(code, { code: 'always', basis: 'logic' })),
    ...repeats,
    ...shadows,
    ...set.steps.flatMap((step, index) => ofStep(set, step, index)),
  ];
}

async function turnOfOthers(signal: AbortSignal): Promise<void> {
  await setImmediate();
  if (signal.aborted) throw new ShinsaError('cancelled');
}

/** Rules that say what an earlier one says, in other words or the same. */
async function repeated(
  set: LookedAt,
  never: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<readonly RuleFinding[]> {
  const before: { readonly code: string; readonly key: string; readonly step: Needed }[] = [];
  const found: RuleFinding[] = [];
  for (const [code, rule] of set.rules) {
    if (never.has(code)) continue;
    await turnOfOthers(signal);
    const key = normalKey(rule.ast);
    const same = before.find((one) => one.key === key);
    const step = alone(rule);
    const alike = same ?? before.find((one) => mean(one.step, step));
    if (alike === undefined) before.push({ code, key, step });
    else found.push(repeats(set, code, alike.code, { basis: same ? 'text' : 'logic' }));
  }
  return found;
}

const alone = (rule: CheckedRule): Needed => ({ needs: 'any', rules: [rule] });

/** Whether both are true on the same orders. */
function mean(one: Needed, other: Needed): boolean {
  return coveredBy(one, [other]) !== null && coveredBy(other, [one]) !== null;
}

function coveredRule(set: LookedAt, code: string): readonly RuleFinding[] {
  const rule = set.rules.get(code);
  const earlier = set.steps.slice(0, Math.max(0, firstStep(set, code)));
  if (rule === undefined) return [];
  const hidden = covered(alone(rule), earlier).map((others) => ofRule(code, { ...shadow, others }));
  return hidden.length > 0 ? hidden : idleRule(set, code, rule);
}

const shadow = { code: 'shadowed', basis: 'logic' } as const;

/**
 * A rule without which every order it decides has the same result: by earlier steps, or, in its step and those behind it
 * up to the first one of another result, by rules that are there anyway.
 */
function idleRule(set: LookedAt, code: string, rule: CheckedRule): readonly RuleFinding[] {
  const { plan, steps, rules, snoozed } = set;
  const places = steps.flatMap((step, at) => (step.rules.includes(code) && step.able.length > 0 ? [at] : []));
  if (plan.kind !== 'steps' || places.length === 0) return [];
  const without = new Set([...snoozed, code]);
  const others = new Set<string>();
  for (const place of places) {
    const [own] = steps.slice(place);
    if (own === undefined) return [];
    const behind = steps.slice(place + 1).filter(({ able }) => able.length > 0);
    const until = behind.findIndex(({ result }) => result !== own.result);
    // Whatever is left has that result too.
    if (until < 0 && plan.otherwise === own.result) continue;
    const standIns = [own, ...behind.slice(0, until < 0 ? undefined : until)].map((step) => ({
      rules: step.rules.filter((other) => other !== code),
      certain: step.rules.includes(code) ? certainOf(step, rules, without) : step.certain,
    }));
    const around = [...steps.slice(0, place), ...standIns];
    const one = own.needs === 'all' ? own.needed : alone(rule);
    const [by] = covered(one, around);
    if (by === undefined) return [];
    for (const other of by) others.add(other);
  }
  return [ofRule(code, { code: 'idle', basis: 'logic', others: [...others] })];
}

/** The rules of earlier steps that decide every order which meets this; none where some may be left. */
function covered(one: Needed, earlier: readonly Pick<Step, 'rules' | 'certain'>[]): readonly (readonly string[])[] {
  const by = coveredBy(
    one,
    earlier.map(({ certain }) => certain),
  );
  return by === null ? [] : [[...new Set(by.flatMap((index) => earlier[index]?.rules ?? []))]];
}

/** Of a group that is not one rule only. */
function ofStep(set: LookedAt, { group, needed }: Step, index: number): readonly RuleFinding[] {
  if (group === null || isOneRule(set, index)) return [];
  if (neverMet(needed)) return [ofGroup(group, { code: 'contradiction', basis: 'logic' })];
  return covered(needed, set.steps.slice(0, index)).map((others) => ofGroup(group, { ...shadow, others }));
}
