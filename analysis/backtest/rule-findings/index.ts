import { checkRuleSet } from '../../expression/index.ts';
import type { Filter } from '../../model/filter.ts';
import { ruleFindingCodes, type RuleFinding, type RuleFindings } from '../../model/rule-findings.ts';
import type { RuleSet } from '../../model/ruleset.ts';
import type { Connection } from '../../store/connection.ts';
import { sumOf } from '../figures.ts';
import type { Question } from '../measurement.ts';
import type { Measuring } from '../measuring.ts';
import { findingsByLogic } from './by-logic.ts';
import { findingsBySet } from './by-set.ts';
import { findingsOnData } from './on-data.ts';
import { lookedAt, type LookedAt } from './set.ts';

/**
 * What is wrong with the rules of a set, by what they say and on the filtered orders. Rules that do not check are left
 * out of all but leaks.
 */
export async function ruleFindings(
  measure: Measuring,
  { ruleSet, filter }: { readonly ruleSet: RuleSet; readonly filter: Filter },
  db: Connection,
  signal: AbortSignal,
  done: (share: number) => void,
): Promise<RuleFindings> {
  const { currency, timezone, features } = ruleSet;
  let looked:
    | { readonly set: LookedAt; readonly bySet: readonly RuleFinding[]; readonly unchecked: readonly string[] }
    | undefined;
  let onData: readonly RuleFinding[] = [];
  const question: Question = {
    ...{ filter, currency, timezone, features, ruleSet: null, overlap: false },
    rules: (scope) => {
      const checked = checkRuleSet(ruleSet, scope);
      const set = lookedAt(ruleSet, checked);
      const unchecked = [...checked.rules].flatMap(([code, rule]) => (rule.ok ? [] : [code]));
      looked = { set, bySet: findingsBySet(set, checked, scope), unchecked };
      return { rules: set.rules, exceptions: set.exceptions };
    },
    counting: async (count, measured) => {
      if (looked !== undefined) onData = await findingsOnData(looked.set, measured, count);
    },
  };
  const { totals } = await measure(db, question, signal, done);
  if (looked === undefined) throw new Error('no rules looked at');
  const { set, bySet, unchecked } = looked;
  return {
    orders: sumOf(totals).orders,
    findings: sorted(ruleSet, withoutRepeats([...bySet, ...(await findingsByLogic(set, signal)), ...onData])),
    unchecked,
  };
}

/** What follows from another finding is not told again; the counts of the data are added to what logic found. */
function withoutRepeats(all: readonly RuleFinding[]): readonly RuleFinding[] {
  const about = (one: RuleFinding, other: RuleFinding): boolean => one.rule === other.rule && one.group === other.group;
  const named = (one: RuleFinding, ...codes: readonly RuleFinding['code'][]): RuleFinding | undefined =>
    all.find((other) => about(one, other) && codes.includes(other.code) && other.basis !== 'data');
  return all
    .filter((one) => {
      // A rule that repeats an earlier one is decided by it.
      const repeats = all.find((other) => about(one, other) && other.code === 'duplicate')?.others ?? [];
      if (one.code === 'shadowed' && repeats.some((code) => one.others.includes(code))) return false;
      if (one.code === 'idle' && tellsIdle(all, one)) return false;
      if (one.basis !== 'data') return true;
      if (one.code === 'dead') return named(one, 'contradiction') === undefined;
      return named(one, one.code) === undefined;
    })
    .map((one) => {
      const counted = all.find((other) => about(one, other) && other.code === one.code && other.basis === 'data');
      return one.basis === 'data' || counted === undefined ? one : { ...one, hits: counted.hits };
    });
}

/** What says more of why a rule changes nothing. */
const tellsIdle = (all: readonly RuleFinding[], { rule }: RuleFinding): boolean =>
  all.some((other) => other.rule === rule && ['shadowed', 'contradiction', 'ungrouped'].includes(other.code));

function sorted({ rules }: RuleSet, findings: readonly RuleFinding[]): readonly RuleFinding[] {
  const place = ({ rule, group }: RuleFinding): number =>
    rule === null ? rules.length + (group ?? 0) : rules.findIndex(({ code }) => code === rule);
  const grave = ({ code }: RuleFinding): number => ruleFindingCodes.indexOf(code);
  return findings.toSorted((a, b) => grave(a) - grave(b) || place(a) - place(b));
}
