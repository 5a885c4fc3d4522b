import { history, historyKeymap } from '@codemirror/commands';
import type { Diagnostic } from '@codemirror/lint';
import { Prec } from '@codemirror/state';
import { keymap } from '@codemirror/view';
import { useMemo, useRef } from 'react';
import { sqlProblemText } from '../../analysis/model/messages/sql.ts';
import { language, t } from '../i18n/index.ts';
import { CodeEditor } from '../parts/code-editor.tsx';
import { sqlLanguage } from './completion.ts';
import type { Names } from './names.ts';
import type { Console } from './sql-store.ts';

interface EditorProps extends Pick<Console, 'text' | 'answered'> {
  readonly names: Names;
  readonly labelledBy: string;
  readonly place: { readonly from: number } | null;
  readonly onChange: (text: string) => void;
  readonly onRun: () => void;
}

/** The query as it is written; what was wrong with it stays marked until it is changed. */
export function SqlEditor({ text, answered, names, labelledBy, place, onChange, onRun }: EditorProps) {
  const latest = useRef({ names, onRun });
  latest.current = { names, onRun };
  const problems = useMemo(() => marks(text, answered), [text, answered]);
  const ran = () => {
    latest.current.onRun();
    return true;
  };
  return (
    <CodeEditor
      value={text}
      {...{ labelledBy, place, onChange, problems }}
      className="sql-editor"
      example={t('sql.example')}
      own={() => [
        Prec.highest(keymap.of([{ key: 'Mod-Enter', run: ran }])),
        history(),
        keymap.of(historyKeymap),
        sqlLanguage(() => latest.current.names),
      ]}
    />
  );
}

function marks(text: string, answered: Console['answered']): readonly Diagnostic[] {
  if (answered === null || answered.text !== text || answered.answer === 'cancelled') return [];
  const { answer } = answered;
  if (answer.kind === 'rows' || answer.problem.place === null) return [];
  const { from, to } = answer.problem.place;
  return [
    { from, to: Math.max(to, from), severity: 'error', message: sqlProblemText(answer.problem, language.get()).text },
  ];
}
