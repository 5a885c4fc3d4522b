import type { DuckdbOptions } from '../../expression/index.ts';
import type { Connection } from '../../store/connection.ts';
import type { ProjectHandle } from '../../store/project-handle.ts';
import { checkedExceptions, checkedRules } from '../../store/rule-condition.ts';
import type { Question } from '../measurement.ts';
import { groupsOfParts } from '../tally.ts';
import type { Wish } from '../../columns/coded.ts';
import { sourceOf } from '../../columns/kept-rows.ts';
import { amountsIn, orderWeights, statesWhere } from '../../columns/wishes.ts';
import type { Source } from '../../columns/known-columns.ts';
import { areLenientFirst, decisionsAlone, type OtherDecisions } from './other-decisions.ts';
import { tallyWishes, type TallyWishes } from './set-tally.ts';

type Condition = Awaited<ReturnType<ProjectHandle['condition']>>;

/** The project as a question finds it. */
export interface About extends ReturnType<Question['rules']> {
  readonly source: Source;
  readonly revision: number;
  /** The only currency of the orders, or null. */
  readonly single: string | null;
  readonly condition: Condition;
  readonly parts: readonly Condition[];
  /** Where parts are what another rule set decides; `parts` are none then. */
  readonly other: OtherDecisions | null;
}

/** The project as it is, and what a question asks of it. */
export async function asOf(
  project: ProjectHandle,
  db: Connection,
  question: Question,
  { signal, done }: Pick<Source, 'signal' | 'done'>,
): Promise<About> {
  const { source, revision } = await sourceOf(project, db, { signal, done });
  const read = <T>(reading: Promise<T>): Promise<T> => db.unlessCancelled(reading);
  const scope = await read(project.scope(question.currency, question.timezone, question.features));
  const single = await read(project.singleCurrency());
  const condition = await read(project.condition(question.filter));
  const parts: Condition[] = [];
  const decided = decisionsAlone(question.parts ?? []);
  if (decided === null) for (const part of question.parts ?? []) parts.push(await read(project.condition(part)));
  const other = decided === null ? null : await read(otherOf(project, decided, single));
  return { source, revision, single, condition, parts, other, ...question.rules(scope) };
}

async function otherOf(
  project: ProjectHandle,
  { ruleSet, parts }: Pick<OtherDecisions, 'ruleSet' | 'parts'>,
  single: string | null,
): Promise<OtherDecisions> {
  const { currency, timezone, features } = ruleSet;
  const scope = await project.scope(currency, timezone, features);
  const [rules, exceptions] = [checkedRules(ruleSet, scope), checkedExceptions(ruleSet, scope)];
  return { ruleSet, parts, rules, exceptions, singleCurrency: single === currency };
}

/** What is to be known of every order: how it counts, its amount, and what a tally adds up. */
export function wishesOf(
  question: Question,
  { source: { info }, single, condition, parts }: About,
): {
  readonly states: Wish;
  readonly amounts: Wish;
  readonly tally: TallyWishes | null;
  readonly options: DuckdbOptions;
} {
  const states = statesWhere(condition.where, condition.columns, info.dataVersion);
  const amounts = question.weighed === true ? orderWeights : amountsIn(question.currency, single);
  const options: DuckdbOptions = { singleCurrency: single === question.currency, hourZone: info.timezone };
  const tally =
    question.tally === true
      ? tallyWishes({ states, amounts }, question.currency, single, info, {
          ...{ parts, lenient: areLenientFirst(question.parts ?? []), groups: groupsOfParts(question) },
        })
      : null;
  return { states, amounts, tally, options };
}
