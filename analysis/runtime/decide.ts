import type { RuntimeGroup, RuntimeRuleSet, RuntimeScores, Screened } from './package.ts';

/** What a rule set decides of the rules that fire and the exceptions that hold. */

/** `by`: `rule:CODE`, the name of a group, `scores:ok+ng`, `allow:1` (exceptions counted from 1), `default`. */
export interface Verdict {
  readonly result: Screened;
  readonly by: string;
  /** The group that decided, as production writes it. */
  readonly group: string | null;
}

/** Reads which rules count (by place in the rule set) and which exception allows, null for none. */
export type Decide = (counts: (rule: number) => boolean, allowed: number | null) => Verdict;

/** Rules that allow come first; among groups of one priority the severest does. */
const classes: readonly Screened[] = ['OK', 'NG', 'HOLD', 'REVIEW'];
const severest: readonly Screened[] = ['NG', 'HOLD', 'REVIEW', 'OK'];

const kinds = { single: '単発', combination: '組み合わせ' } as const;

/** As production writes a group: `優先度3_OK_ルール単発`. */
const nameOf = ({ priority, result, kind }: RuntimeGroup): string => `優先度${priority}_${result}_ルール${kinds[kind]}`;

/** The decision of a rule set, settled once. */
export function decisionOf(ruleSet: RuntimeRuleSet): Decide {
  const { policy, groups = [] } = ruleSet;
  const kind = policy?.kind ?? (groups.length > 0 ? 'groups' : 'classes');
  const decide = kind === 'scores' ? byScores(ruleSet) : kind === 'groups' ? byGroups(ruleSet) : byClasses(ruleSet);
  return (counts, allowed) =>
    allowed === null ? decide(counts) : { result: 'OK', by: `allow:${allowed + 1}`, group: null };
}

type Counts = (rule: number) => boolean;

function byClasses({ rules, default: otherwise }: RuntimeRuleSet): (counts: Counts) => Verdict {
  const steps = classes.flatMap((result) =>
    rules.flatMap((rule, index) =>
      rule.result === result ? [{ index, verdict: { result, by: `rule:${rule.code}`, group: null } }] : [],
    ),
  );
  return (counts) => steps.find(({ index }) => counts(index))?.verdict ?? defaultOf(otherwise);
}

const defaultOf = (result: Screened): Verdict => ({ result, by: 'default', group: null });

function byGroups({ rules, groups = [], default: otherwise }: RuntimeRuleSet): (counts: Counts) => Verdict {
  const steps = groups
    .map((group, place) => ({ group, place }))
    .sort(
      (a, b) =>
        a.group.priority - b.group.priority ||
        severest.indexOf(a.group.result) - severest.indexOf(b.group.result) ||
        a.place - b.place,
    )
    .map(({ group }) => ({
      all: group.kind === 'combination',
      // A code of no rule never fires.
      members: [...new Set(group.rules)].map((code) => rules.findIndex((rule) => rule.code === code)),
      verdict: { result: group.result, by: nameOf(group), group: nameOf(group) },
    }));
  return (counts) => {
    const fires = (rule: number): boolean => rule >= 0 && counts(rule);
    const step = steps.find(({ all, members }) => (all ? members.every(fires) : members.some(fires)));
    return step?.verdict ?? defaultOf(otherwise);
  };
}

/** What the rules that count add up to. */
export function scoresOf({ rules }: RuntimeRuleSet, counts: Counts): RuntimeScores {
  const sum = { ok: 0, ng: 0, hold: 0 };
  rules.forEach(({ scores }, index) => {
    if (scores === undefined || !counts(index)) return;
    sum.ok += scores.ok;
    sum.ng += scores.ng;
    sum.hold += scores.hold;
  });
  return sum;
}

function byScores(ruleSet: RuntimeRuleSet): (counts: Counts) => Verdict {
  const { policy } = ruleSet;
  if (policy?.kind !== 'scores') return () => defaultOf(ruleSet.default);
  const { thresholds, results } = policy;
  return (counts) => {
    const sums = scoresOf(ruleSet, counts);
    const reached = (['ok', 'ng', 'hold'] as const).filter((part) => sums[part] >= thresholds[part]);
    const name = reached.length === 0 ? 'none' : reached.join('+');
    return { result: results[name] ?? ruleSet.default, by: `scores:${name}`, group: null };
  };
}
