import { cutsOf, withCut, type CutRelation, type MovableCut } from '../../../analysis/expression/index.ts';
import type { ProjectColumn } from '../../../analysis/model/columns.ts';
import type { RuleSet } from '../../../analysis/model/ruleset.ts';
import { plain } from '../../i18n/format.ts';
import { named, t } from '../../i18n/index.ts';
import { withScore, withText, type WhatIf } from '../what-if.ts';

const signs: Readonly<Record<CutRelation, string>> = { '<': '<', '<=': '≤', '>': '>', '>=': '≥' };

/** A threshold as it is offered: no text of the rule but what is compared, relation and number. */
export function titleOf({ cut, clause, value }: MovableCut, columns: readonly ProjectColumn[]): string {
  if (cut.kind === 'score') return `${t('cut.score', { part: cut.part.toUpperCase() })} ≥ ${plain(value)}`;
  if (clause === null) return cut.code;
  const column = columns.find(({ path }) => path === clause.path);
  const subject = column === undefined ? clause.path : `${named(column.label)} (${clause.path})`;
  return `${cut.code}: ${subject} ${signs[clause.relation]} ${plain(value)}`;
}

/** The rule set with another value of the threshold of that key. */
export function setAt(ruleSet: RuleSet, key: string, value: number): RuleSet {
  const own = cutsOf(ruleSet).find((one) => one.key === key);
  return own === undefined ? ruleSet : withCut(ruleSet, own.cut, value);
}

/** What is tried, with another value of the threshold; `shown` is the rule set as it is tried now, `own` as it ran. */
export function withValue(
  own: RuleSet,
  shown: RuleSet,
  whatIf: WhatIf,
  { key, cut }: MovableCut,
  value: number,
): WhatIf {
  if (cut.kind === 'score') return withScore(own, whatIf, cut.part, value);
  const when = setAt(shown, key, value).rules.find(({ code }) => code === cut.code)?.when;
  return when === undefined ? whatIf : withText(own, whatIf, cut.code, when);
}
