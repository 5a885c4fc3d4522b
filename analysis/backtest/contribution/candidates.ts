import {
  check,
  featureIssues,
  isAsked,
  resultsAlone,
  decisionPlan,
  withNewcomer,
  type CheckedRule,
  type Newcomer,
  type Scope,
} from '../../expression/index.ts';
import { normalKey } from '../../expression/logic/index.ts';
import { featuresNamed, type Feature } from '../../model/features.ts';
import type { Additions, CandidateSource } from '../../model/results/contribution.ts';
import { ruleLibrary } from '../../model/rule-library/index.ts';
import type { Rule, RuleSet } from '../../model/ruleset.ts';

/** A rule that might be put into a set, as it is found. */
interface Offered {
  readonly source: CandidateSource;
  readonly rule: Rule;
  readonly features: readonly Feature[];
  readonly currency: string;
}

export interface Candidate extends Newcomer {
  readonly source: CandidateSource;
  /** The set with it. */
  readonly ruleSet: RuleSet;
  readonly checked: CheckedRule;
}

/** Rules that are not at work in a set: its own that nothing asks, those of other sets, and of the library. */
export function offeredTo(ruleSet: RuleSet, others: readonly RuleSet[]): readonly Offered[] {
  const { currency, features = [] } = ruleSet;
  return [
    ...ruleSet.rules
      .filter(({ code }) => !isAsked(ruleSet, code))
      .map((rule): Offered => ({ source: { kind: 'set' }, rule, features, currency })),
    ...others.flatMap((other) => {
      const alone = resultsAlone(decisionPlan(other));
      return other.rules.map((rule): Offered => ({
        source: { kind: 'ruleSet', name: other.name },
        // What it does there where no other rule fires.
        rule: { ...rule, result: alone.get(rule.code) ?? rule.result },
        ...{ features: other.features ?? [], currency: other.currency },
      }));
    }),
    ...ruleLibrary.map(({ code, when, result, description, scores, features: own = [] }): Offered => ({
      source: { kind: 'library' },
      rule: { code, when, result, description, scores },
      ...{ features: own, currency: 'JPY' },
    })),
  ];
}

export interface Chosen {
  readonly candidates: readonly Candidate[];
  readonly left: Additions['left'];
}

/** What candidates are tried with. */
export interface Ground {
  /** The set's scope with more features. */
  readonly scopeWith: (features: readonly Feature[]) => Promise<Scope>;
  /** Whether a feature can be computed of what is told of the orders, see 'feature-undated'. */
  readonly isTold: (feature: Feature) => Promise<boolean>;
}

/** Those that can be tried, each condition once. */
export async function candidatesFor(
  ruleSet: RuleSet,
  offered: readonly Offered[],
  { scopeWith, isTold }: Ground,
): Promise<Chosen> {
  const own = new Map((ruleSet.features ?? []).map((feature) => [feature.id, feature]));
  const brought = new Map<string, Feature>();
  const keys = new Set<string>();
  const plain = await scopeWith([]);
  for (const { code, when } of ruleSet.rules) {
    const checked = check(when, plain);
    if (checked.ok && isAsked(ruleSet, code)) keys.add(normalKey(checked.ast));
  }
  const codes = new Set(ruleSet.rules.map(({ code }) => code));
  const candidates: Candidate[] = [];
  const left = { unchecked: 0, same: 0, clash: 0 };
  const told = new Map<Feature, boolean>();
  for (const { source, rule, features, currency } of offered) {
    const read = featuresNamed(rule.when, [...features]);
    const known = (feature: Feature): Feature | undefined => own.get(feature.id) ?? brought.get(feature.id);
    const clash = read.some((feature) => {
      const there = known(feature);
      return there !== undefined && JSON.stringify(there) !== JSON.stringify(feature);
    });
    const news = read.filter(({ id }) => !own.has(id));
    const scope = clash ? plain : await scopeWith(news);
    const checked = check(rule.when, scope);
    const usable = checked.ok && !featureIssues(scope).some(({ severity }) => severity === 'error');
    const foreign = checked.ok && checked.currencyField !== null && currency !== ruleSet.currency;
    for (const feature of news) told.set(feature, told.get(feature) ?? (await isTold(feature)));
    if (clash || foreign) left.clash += 1;
    else if (!usable || !checked.ok || news.some((feature) => told.get(feature) === false)) left.unchecked += 1;
    else if (keys.has(normalKey(checked.ast))) left.same += 1;
    else {
      const code = source.kind === 'set' ? rule.code : freeCode(rule.code, codes);
      const newcomer = { rule: { ...rule, code }, features: news };
      const placed = withNewcomer(ruleSet, newcomer);
      if (placed === null) {
        left.clash += 1;
        continue;
      }
      keys.add(normalKey(checked.ast));
      codes.add(code);
      for (const feature of news) brought.set(feature.id, feature);
      candidates.push({ source, ...newcomer, ruleSet: placed, checked });
    }
  }
  return { candidates, left };
}

function freeCode(wanted: string, taken: ReadonlySet<string>): string {
  if (!taken.has(wanted)) return wanted;
  const base = wanted.slice(0, 58);
  for (let number = 2; ; number += 1) if (!taken.has(`${base}_${number}`)) return `${base}_${number}`;
}
