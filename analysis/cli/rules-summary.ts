import { ruleFindingSubject, ruleFindingWords } from '../model/messages/rule-findings.ts';
import type { RuleFindings } from '../model/rule-findings.ts';
import { fill } from '../model/messages/index.ts';
import type { RuleSet } from '../model/ruleset.ts';
import { cliMessages, type Language } from './messages.ts';
import { count } from './told-rows.ts';

/** What is wrong with the rules of a set, in lines for a person. */
export function rulesSummary(
  { orders, findings, unchecked }: RuleFindings,
  { groups, rules }: RuleSet,
  language: Language,
): string[] {
  const texts = cliMessages(language).rules;
  const lines = findings.flatMap((finding) => {
    const { name, means, todo } = ruleFindingWords(finding, orders, language);
    const subject = ruleFindingSubject(finding, groups, language);
    return [fill(texts.finding, { subject, name }), `    ${means}`, `    ${todo}`];
  });
  return [
    fill(texts.head, { rules: count(rules.length), orders: count(orders), findings: count(findings.length) }),
    ...lines,
    ...(unchecked.length === 0 ? [] : [fill(texts.unchecked, { codes: unchecked.join(', ') })]),
  ];
}
