import { useId, useState } from 'react';
import type { Issue } from '../../../analysis/expression/index.ts';
import { t } from '../../i18n/index.ts';
import { issueText } from '../../rule-sets/issue-text.ts';
import { Icon } from '../../theme/icons.tsx';
import type { EditorContext } from '../editor/context.ts';
import { RuleEditor } from '../editor/rule-editor.tsx';
import { ConditionViews } from '../views/condition-views.tsx';

export interface FeatureWhereProps {
  readonly text: string;
  readonly onChange: (text: string) => void;
  readonly issues: readonly Issue[];
  /** What it counts: earlier orders, or events. */
  readonly context: EditorContext;
}

/** Which of the earlier orders or events count: the same editor and views as a rule's condition. */
export function FeatureWhere({ text, onChange, issues, context }: FeatureWhereProps) {
  const id = useId();
  const example = context.scope.fields.has('event.passed') ? '!event.passed' : 'order.amount >= 5000';
  const [place, setPlace] = useState<{ readonly from: number } | null>(null);
  return (
    <>
      <ConditionViews
        label={t('features.where')}
        labelId={id}
        text={text}
        onChange={onChange}
        issues={issues}
        context={context}
        wanted={place}
      >
        <RuleEditor
          value={text}
          onChange={onChange}
          issues={issues}
          context={context}
          place={place}
          labelledBy={id}
          example={t('features.whereExample', { example })}
        />
        <ul className="issues" aria-live="polite">
          {issues.map((issue) => (
            <li key={`${issue.code}${issue.from}`} className={`field-problem ${issue.severity}`}>
              <Icon name={issue.severity === 'error' ? 'warning' : 'info'} size={13} />
              <button type="button" className="link" onClick={() => setPlace({ from: issue.from })}>
                {t('features.toPlace')}
              </button>
              <span>{issueText(issue)}</span>
            </li>
          ))}
        </ul>
      </ConditionViews>
      <p className="note">{t('features.whereHint')}</p>
    </>
  );
}
