import { decisionPlan, inPlainWords, policyOf, wallClock, type CheckedRule } from '../../../expression/index.ts';
import { groupName } from '../../../model/group-name.ts';
import { fill } from '../../../model/messages/fill.ts';
import { combinations, scoreParts } from '../../../model/policy.ts';
import type { Rule, RuleSet } from '../../../model/ruleset.ts';
import type { ProofFigures, TargetInput } from '../target.ts';
import type { Block } from './blocks.ts';
import { en } from './en.ts';
import { featureRows, fieldLabel } from './feature-rows.ts';
import { ja } from './ja.ts';
import { proofBlocks } from './proof-blocks.ts';
import type { BookTexts } from './texts.ts';

type Language = 'ja' | 'en';

/** A rule book as blocks; the same input and figures give the same book. */
export function bookOf(
  input: TargetInput,
  figures: ProofFigures,
  language: Language,
): { readonly title: string; readonly blocks: readonly Block[] } {
  const texts = language === 'ja' ? ja : en;
  const title = fill(texts.title, { name: input.ruleSet.name });
  const blocks = [
    heading(1, title),
    paragraph(texts.what),
    cover(input, texts),
    ...decision(input.ruleSet, texts),
    ...rules(input, language, texts),
    ...lists(input.ruleSet, language, texts),
    ...features(input, language, texts),
    ...exceptions(input, language, texts),
    heading(2, texts.proof),
    ...proofBlocks(figures, texts),
    heading(2, texts.signature),
    paragraph(texts.signatureText),
    { kind: 'blanks', labels: texts.blanks } as const,
  ];
  return { title, blocks };
}

const heading = (level: 1 | 2 | 3, text: string): Block => ({ kind: 'heading', level, text });
const paragraph = (text: string): Block => ({ kind: 'paragraph', text });

/** The wall clock of the rule set's zone, to the minute. */
const clock = (instant: string, { timezone }: RuleSet): string =>
  wallClock(timezone, new Date(instant)).toISOString().slice(0, 16).replace('T', ' ');

function cover({ ruleSet, facts }: TargetInput, texts: BookTexts): Block {
  const { from, to } = facts;
  const rows: readonly (readonly [keyof BookTexts['cover'], string])[] = [
    ['name', ruleSet.name],
    ['model', ruleSet.modelId],
    ['version', facts.hash.slice(0, 8)],
    ['hash', facts.hash],
    ['rules', String(ruleSet.rules.length)],
    ['orders', facts.orders.toLocaleString('en-US')],
    ['period', from === null || to === null ? '—' : `${clock(from, ruleSet)} – ${clock(to, ruleSet)}`],
    ['asOf', facts.asOf === null ? texts.notDated : clock(facts.asOf, ruleSet)],
    ['currency', ruleSet.currency],
    ['zone', ruleSet.timezone],
  ];
  return {
    kind: 'table',
    head: [texts.item, texts.content],
    rows: rows.map(([name, value]) => [texts.cover[name], value]),
  };
}

function decision(ruleSet: RuleSet, texts: BookTexts): readonly Block[] {
  const policy = policyOf(ruleSet);
  const tables =
    policy === 'groups' ? [groupTable(ruleSet, texts)] : policy === 'scores' ? scoreTables(ruleSet, texts) : [];
  return [
    heading(2, texts.decision),
    paragraph(texts.policies[policy]),
    ...tables,
    paragraph(texts.unknown),
    ...(policy === 'scores' ? [] : [paragraph(fill(texts.default, { result: texts.results[ruleSet.default] }))]),
  ];
}

function groupTable(ruleSet: RuleSet, texts: BookTexts): Block {
  const { group } = texts;
  const plan = decisionPlan(ruleSet);
  const asked = plan.kind === 'steps' ? plan.steps.map((step) => ruleSet.groups?.[step.group ?? -1]) : [];
  return {
    kind: 'table',
    head: [group.priority, group.name, group.kind, group.rules, group.result],
    rows: asked
      .filter((one) => one !== undefined)
      .map((one) => [
        String(one.priority),
        groupName(one),
        group[one.kind],
        one.rules.join(', '),
        texts.results[one.result],
      ]),
  };
}

function scoreTables({ policy }: RuleSet, { sums, results, group }: BookTexts): readonly Block[] {
  if (policy?.kind !== 'scores') return [];
  return [
    {
      kind: 'table',
      head: [sums.part, sums.threshold],
      rows: scoreParts.map((part) => [part.toUpperCase(), String(policy.thresholds[part])]),
    },
    {
      kind: 'table',
      head: [sums.reached, group.result],
      rows: combinations.map((one) => [
        one === 'none' ? sums.none : one.toUpperCase().replaceAll('+', ' + '),
        results[policy.results[one]],
      ]),
    },
  ];
}

function rules({ ruleSet, entries }: TargetInput, language: Language, texts: BookTexts): readonly Block[] {
  const byCode = new Map(entries.map(({ code, checked }) => [code, checked]));
  return [
    heading(2, texts.rules),
    ...ruleSet.rules.flatMap((rule) => {
      const checked = byCode.get(rule.code);
      return checked === undefined ? [] : ruleBlocks(rule, checked, ruleSet, language, texts);
    }),
  ];
}

function ruleBlocks(
  rule: Rule,
  checked: CheckedRule,
  ruleSet: RuleSet,
  language: Language,
  texts: BookTexts,
): readonly Block[] {
  const { code, description, result, scores, touchpoint } = rule;
  const groups = (ruleSet.groups ?? []).filter(({ rules: codes }) => codes.includes(code)).map(groupName);
  const policy = policyOf(ruleSet);
  const facts = [
    ...(policy === 'classes' ? [fill(texts.rule.result, { result: texts.results[result] })] : []),
    ...(policy === 'groups' && groups.length > 0 ? [fill(texts.rule.groups, { groups: groups.join(', ') })] : []),
    ...(policy !== 'scores' || scores === undefined
      ? []
      : [fill(texts.rule.scores, { scores: fill(texts.rule.scoresText, scores) })]),
    ...fieldsRead(checked, language, texts),
    ...(touchpoint === undefined ? [] : [fill(texts.rule.touchpoint, { touchpoint })]),
    ...(checked.fields.some(({ snapshotAt }) => snapshotAt !== undefined) ? [texts.rule.undated] : []),
    ...(checked.fields.some(({ unsure }) => unsure === true) ? [texts.rule.unsure] : []),
  ];
  return [
    heading(3, `${code}  ${description[language]}`.trim()),
    paragraph(texts.rule.when),
    { kind: 'words', words: inPlainWords(checked.ast, language, ruleSet.currency) },
    ...(facts.length === 0 ? [] : [paragraph(facts.join(' · '))]),
  ];
}

interface Labelled {
  readonly path: string;
  readonly labels?: readonly string[];
}

/** What a rule reads by the names people know, the fields of order lines behind the lines. */
function fieldsRead({ fields, items }: CheckedRule, language: Language, { rule, feature }: BookTexts): string[] {
  if (fields.length === 0) return [];
  const labels = ({ path, labels: own = [] }: Labelled): string =>
    (language === 'ja' ? own[0] : (own[1] ?? own[0])) ?? path;
  const joined = (all: readonly Labelled[]): string => [...new Set(all.map(labels))].join(feature.comma);
  const told = fields.map((field) =>
    field.type === 'list' && items.length > 0
      ? fill(rule.ofLines, { lines: labels(field), fields: joined(items) })
      : labels(field),
  );
  return [fill(rule.reads, { fields: [...new Set(told)].join(feature.comma) })];
}

function lists({ lists: used = [] }: RuleSet, language: Language, texts: BookTexts): readonly Block[] {
  if (used.length === 0) return [];
  const { list } = texts;
  return [
    heading(2, texts.lists),
    {
      kind: 'table',
      head: [list.name, list.match, list.entries, list.asOf],
      rows: used.map(({ names, id, match, entries, snapshotAt }) => [
        `${names[language]} (${id})`,
        texts.matches[match],
        String(entries),
        snapshotAt === null ? list.atOrder : fill(list.snapshot, { date: snapshotAt }),
      ]),
    },
  ];
}

function features(input: TargetInput, language: Language, texts: BookTexts): readonly Block[] {
  if (input.features.length === 0) return [];
  const { name, words } = texts.feature;
  return [
    heading(2, texts.features),
    paragraph(texts.featuresNote),
    { kind: 'table', head: [name, words], rows: featureRows(input.features, language, texts) },
  ];
}

/** Never the value: it may be personal. */
function exceptions(
  { ruleSet, exceptions: checked }: TargetInput,
  language: Language,
  texts: BookTexts,
): readonly Block[] {
  const { exceptions: all = [] } = ruleSet;
  if (all.length === 0) return [heading(2, texts.exceptions), paragraph(texts.noExceptions)];
  const allow = all.filter(({ kind }) => kind === 'allow').length;
  const { exception } = texts;
  const rows = all.map((one, at) => [
    String(at + 1),
    exception[one.kind],
    one.kind === 'allow' ? '—' : one.rules.join(', '),
    fieldLabel(checked[at]?.fields[0], language) ?? one.field,
    clock(one.from, ruleSet),
    one.until === undefined ? exception.open : clock(one.until, ruleSet),
  ]);
  return [
    heading(2, texts.exceptions),
    paragraph(fill(texts.exceptionsText, { allow, snooze: all.length - allow })),
    {
      kind: 'table',
      head: [exception.number, exception.kind, exception.rules, exception.field, exception.from, exception.until],
      rows,
    },
  ];
}
