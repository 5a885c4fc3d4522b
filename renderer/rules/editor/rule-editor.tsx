import { useMemo, useRef } from 'react';
import type { Issue } from '../../../analysis/expression/index.ts';
import { t } from '../../i18n/index.ts';
import { CodeEditor, type CodeEditorProps } from '../../parts/code-editor.tsx';
import { issueText } from '../../rule-sets/issue-text.ts';
import { celCompletion } from './completion.ts';
import { celLanguage } from './cel-language.ts';
import type { EditorContext } from './context.ts';
import { celHover } from './hover.ts';

export interface RuleEditorProps extends Pick<CodeEditorProps, 'value' | 'onChange' | 'place' | 'labelledBy'> {
  readonly issues: readonly Issue[];
  readonly context: EditorContext;
  /** Stands there while nothing is written. */
  readonly example?: string;
}

/** The rule's text. Undo belongs to the rule set as a whole, so that the editor keeps no history of its own. */
export function RuleEditor({ issues, context, example, ...editor }: RuleEditorProps) {
  const latest = useRef(context);
  latest.current = context;
  const now = (): EditorContext => latest.current;
  const problems = useMemo(
    () =>
      issues.map((issue) => ({ from: issue.from, to: issue.to, severity: issue.severity, message: issueText(issue) })),
    [issues],
  );
  return (
    <CodeEditor
      {...editor}
      {...{ problems }}
      example={example ?? t('rule.whenExample')}
      own={() => [celLanguage, celCompletion(now), celHover(now)]}
    />
  );
}
