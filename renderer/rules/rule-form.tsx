import { useId, useMemo, type ReactNode } from 'react';
import { policyOf } from '../../analysis/expression/index.ts';
import { canonicalColumns } from '../../analysis/model/columns.ts';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import type { Rule } from '../../analysis/model/ruleset.ts';
import { named, t } from '../i18n/index.ts';
import { Combobox } from '../parts/combobox.tsx';
import type { RuleDocument } from '../rule-sets/document.ts';
import type { CheckedDraft } from '../rule-sets/problems.ts';
import { ResultTags } from '../parts/result-tag.tsx';
import { onlyTogether, ruleResults } from '../rule-sets/rule-results.ts';
import { ResultChoice } from '../rule-sets/result-choice.tsx';
import { issueText } from '../rule-sets/issue-text.ts';
import { wantedPlace } from '../rule-sets/selection.ts';
import { useStore } from '../state/store.ts';
import { Icon } from '../theme/icons.tsx';
import { RuleEditor } from './editor/rule-editor.tsx';
import { ImpactPanel } from './impact-panel.tsx';
import { changeRule } from './rule-actions.ts';
import { ScoreFields } from './score-fields.tsx';
import { SegmentCondition } from './segment-condition.tsx';
import { ConditionViews } from './views/condition-views.tsx';

export interface RuleFormProps {
  readonly document: RuleDocument;
  readonly info: ProjectInfo;
  readonly checked: CheckedDraft;
  readonly rule: Rule;
  readonly ruleKey: string;
}

export function RuleForm({ document, info, checked, rule, ruleKey }: RuleFormProps) {
  const problems = checked.problems.filter((problem) => problem.key === ruleKey && problem.field === 'code');
  const { description } = rule;
  const { ruleSet } = document.now;
  const policy = policyOf(ruleSet);
  const change = (tag: string, to: Parameters<typeof changeRule>[3]) => changeRule(document, ruleKey, tag, to);
  return (
    <section className="rule-form scroll" tabIndex={0} aria-label={t('rule.of', { code: rule.code })}>
      <div className="rule-head">
        <Field label={t('rule.code')}>
          <input
            className="input mono"
            value={rule.code}
            maxLength={64}
            spellCheck={false}
            aria-invalid={problems.some((problem) => problem.severity === 'error') ? true : undefined}
            onChange={(event) => change('code', { code: event.target.value })}
          />
        </Field>
        <div className="field">
          <span className="label" aria-hidden="true">
            {t('rule.result')}
          </span>
          {policy === 'classes' ? (
            <ResultChoice
              label={t('rule.result')}
              value={rule.result}
              onChoose={(result) => change('result', { result })}
            />
          ) : (
            <span className="row">
              <ResultTags
                results={ruleResults(ruleSet).get(rule.code) ?? []}
                together={onlyTogether(ruleSet).has(rule.code)}
              />
              <span className="note">
                {t(decidedHow[policy][(ruleResults(ruleSet).get(rule.code) ?? []).length === 0 ? 0 : 1])}
              </span>
            </span>
          )}
        </div>
      </div>
      {problems.map((problem) => (
        <p key={problem.text} className={`field-problem ${problem.severity}`}>
          <Icon name="warning" size={13} /> {problem.text}
        </p>
      ))}
      <Condition {...{ document, info, checked, rule, ruleKey }} />
      <SegmentCondition info={info} text={rule.when} onChange={(when) => change('when', { when })} />
      <ImpactPanel {...{ document, info, checked, rule }} />
      <div className="rule-texts">
        <Field label={t('rule.descriptionJa')}>
          <input
            className="input"
            lang="ja"
            value={description.ja}
            maxLength={500}
            onChange={(event) => change('ja', { description: { ...description, ja: event.target.value } })}
          />
        </Field>
        <Field label={t('rule.descriptionEn')}>
          <input
            className="input"
            lang="en"
            value={description.en}
            maxLength={500}
            onChange={(event) => change('en', { description: { ...description, en: event.target.value } })}
          />
        </Field>
        <ScoreFields rule={rule} onChange={(scores) => change('scores', { scores })} />
        <Touchpoint rule={rule} onChange={(touchpoint) => change('touchpoint', { touchpoint })} />
      </div>
    </section>
  );
}

/** Where something else than the rule decides: what is said where its hits do nothing, and where they do. */
const decidedHow = {
  groups: ['rule.inNoGroup', 'rule.resultOfGroups'],
  scores: ['rule.withoutScore', 'rule.resultOfScores'],
} as const;

function Field({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <label className="field">
      <span className="label">{label}</span>
      {children}
    </label>
  );
}

function Condition({ document, info, checked, rule, ruleKey }: RuleFormProps) {
  const id = useId();
  const wanted = useStore(wantedPlace);
  const context = useMemo(() => ({ scope: checked.scope, info }), [checked.scope, info]);
  const issues = (checked.checked.rules.get(rule.code)?.issues ?? []).filter((issue) => issue.to <= rule.when.length);
  const jump = (from: number) => wantedPlace.set({ key: ruleKey, from });
  const change = (when: string) => changeRule(document, ruleKey, 'when', { when });
  const place = wanted?.key === ruleKey ? wanted : null;
  return (
    <ConditionViews
      label={t('rule.when')}
      labelId={id}
      text={rule.when}
      onChange={change}
      issues={issues}
      context={context}
      wanted={place}
    >
      <RuleEditor value={rule.when} onChange={change} issues={issues} context={context} place={place} labelledBy={id} />
      <ul className="issues" aria-live="polite">
        {issues.map((issue) => (
          <li key={`${issue.code}${issue.from}`} className={`field-problem ${issue.severity}`}>
            <Icon name={issue.severity === 'error' ? 'warning' : 'info'} size={13} />
            <button type="button" className="link" onClick={() => jump(issue.from)}>
              {t('rule.place', placeOf(rule.when, issue.from))}
            </button>
            <span>{issueText(issue)}</span>
          </li>
        ))}
      </ul>
    </ConditionViews>
  );
}

function placeOf(text: string, from: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, from).split('\n');
  return { line: before.length, column: [...(before.at(-1) ?? '')].length + 1 };
}

interface TouchpointProps {
  readonly rule: Rule;
  readonly onChange: (touchpoint: string | undefined) => void;
}

function Touchpoint({ rule, onChange }: TouchpointProps) {
  const known = canonicalColumns.map(({ touchpoint, ja, en }) => ({
    value: touchpoint,
    label: touchpoint,
    hint: named({ ja, en }),
  }));
  const unique = known.filter((choice, index) => known.findIndex((c) => c.value === choice.value) === index);
  const { touchpoint } = rule;
  const own =
    touchpoint === undefined || unique.some((choice) => choice.value === touchpoint)
      ? []
      : [{ value: touchpoint, label: touchpoint }];
  const none = { value: '', label: t('rule.noTouchpoint') };
  return (
    <div className="field">
      <span className="label" aria-hidden="true">
        {t('rule.touchpoint')}
      </span>
      <Combobox
        label={t('rule.touchpoint')}
        value={touchpoint ?? ''}
        choices={[none, ...own, ...unique]}
        onChoose={(value) => onChange(value === '' ? undefined : value)}
      />
    </div>
  );
}
