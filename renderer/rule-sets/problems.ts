import {
  checkRuleSet,
  ruleSetScope,
  type CheckedRuleSet,
  type Issue,
  type Scope,
} from '../../analysis/expression/index.ts';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import { ruleSetSchema } from '../../analysis/model/ruleset.ts';
import { t, type TextKey } from '../i18n/index.ts';
import type { Draft } from './document.ts';
import { issueText } from './issue-text.ts';

/** Something about a rule set that a person has to put right, or should know. */
export interface Problem {
  /** The rule it is about; null for the set itself. */
  readonly key: string | null;
  readonly code: string;
  /** The feature of the set it is about. */
  readonly feature?: string;
  readonly field: 'when' | 'code' | 'set';
  readonly severity: Issue['severity'];
  readonly text: string;
  readonly from: number;
}

export interface CheckedDraft {
  readonly scope: Scope;
  readonly checked: CheckedRuleSet;
  readonly problems: readonly Problem[];
  /** Nothing keeps it from being saved (its shape is right), or from running (its rules check, too). */
  readonly canSave: boolean;
  readonly canRun: boolean;
}

let lastCheck: { readonly draft: Draft; readonly info: ProjectInfo; readonly of: CheckedDraft } | null = null;

/** The last answer is kept, because several parts of the window ask about the same draft. */
export function checkDraft(draft: Draft, info: ProjectInfo): CheckedDraft {
  if (lastCheck?.draft !== draft || lastCheck.info !== info) lastCheck = { draft, info, of: checkAnew(draft, info) };
  return { ...lastCheck.of, problems: problemsOf(draft, lastCheck.of.checked) };
}

function checkAnew(draft: Draft, info: ProjectInfo): CheckedDraft {
  const { ruleSet } = draft;
  const scope = ruleSetScope(info.columns, ruleSet, info.lists);
  const checked = checkRuleSet(ruleSet, scope);
  const problems = problemsOf(draft, checked);
  const canSave = ruleSetSchema.safeParse(ruleSet).success;
  const canRun = canSave && checked.ok && problems.every((problem) => problem.severity === 'warning');
  return { scope, checked, problems, canSave, canRun };
}

function problemsOf(draft: Draft, checked: CheckedRuleSet): readonly Problem[] {
  return [...shapeProblems(draft), ...setProblems(checked), ...ruleProblems(draft, checked)];
}

function setProblems({ setIssues }: CheckedRuleSet): Problem[] {
  return setIssues.map((issue) => ({
    key: null,
    code: '',
    ...('feature' in issue.params ? { feature: String(issue.params.feature) } : {}),
    field: 'set',
    severity: issue.severity,
    text: issueText(issue),
    from: 0,
  }));
}

function ruleProblems({ ruleSet, keys }: Draft, checked: CheckedRuleSet): Problem[] {
  const seen = new Set<string>();
  return ruleSet.rules.flatMap(({ code }, index) => {
    const found = checked.issues.get(code) ?? [];
    const again = seen.has(code);
    seen.add(code);
    // Findings are by code: of two rules with one code the first carries those of the text, the second the clash.
    const own = found.filter((issue) => (issue.code === 'rule-code-duplicate') === again);
    return own.map((issue) => ({
      key: keys[index] ?? null,
      code,
      field: issue.code === 'rule-code-duplicate' ? ('code' as const) : ('when' as const),
      severity: issue.severity,
      text: issueText(issue),
      from: issue.from,
    }));
  });
}

const setFields: Readonly<Record<string, TextKey>> = {
  name: 'problem.name',
  modelId: 'problem.modelId',
  currency: 'problem.currency',
  timezone: 'problem.timezone',
  groups: 'problem.groups',
  policy: 'problem.policy',
  exceptions: 'problem.exceptions',
  features: 'problem.features',
};

/** What the file format refuses before any rule is read: missing names, codes with spaces, too many rules. */
function shapeProblems({ ruleSet, keys }: Draft): Problem[] {
  const read = ruleSetSchema.safeParse(ruleSet);
  if (read.success) return [];
  return read.error.issues.flatMap(({ path }): Problem[] => {
    const [field, index, part] = path;
    if (field === 'rules' && typeof index === 'number') {
      // An empty condition is told by the checker, with its place.
      if (part === 'when') return [];
      const key: TextKey = part === 'code' ? 'problem.code' : part === 'scores' ? 'problem.scores' : 'problem.text';
      const code = ruleSet.rules[index]?.code ?? '';
      return [{ key: keys[index] ?? null, code, field: 'code', severity: 'error', text: t(key), from: 0 }];
    }
    const key = setFields[String(field)] ?? 'problem.tooMany';
    return [{ key: null, code: '', field: 'set', severity: 'error', text: t(key), from: 0 }];
  });
}
