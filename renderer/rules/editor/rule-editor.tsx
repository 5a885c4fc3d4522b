import { closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap } from '@codemirror/commands';
import { lintKeymap, setDiagnostics, type Diagnostic } from '@codemirror/lint';
import { Annotation, EditorState } from '@codemirror/state';
import { EditorView, drawSelection, keymap, placeholder, tooltips } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import type { Issue } from '../../../analysis/expression/index.ts';
import { styleNonce } from '../../engine/style-nonce.ts';
import { t } from '../../i18n/index.ts';
import { issueText } from '../../rule-sets/issue-text.ts';
import { celCompletion } from './completion.ts';
import { celLanguage } from './cel-language.ts';
import type { EditorContext } from './context.ts';
import { celHover } from './hover.ts';
import { replaceSelection } from './replace-selection.ts';

export interface RuleEditorProps {
  readonly value: string;
  readonly onChange: (text: string) => void;
  readonly issues: readonly Issue[];
  readonly context: EditorContext;
  /** Puts the cursor there, once per value. */
  readonly place: { readonly from: number } | null;
  readonly labelledBy: string;
  /** Stands there while nothing is written. */
  readonly example?: string;
}

const fromOutside = Annotation.define<boolean>();

/** The rule's text. Undo belongs to the rule set as a whole, so that the editor keeps no history of its own. */
export function RuleEditor(props: RuleEditorProps) {
  const { value, issues, place } = props;
  const box = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const latest = useRef(props);
  latest.current = props;

  useEffect(() => {
    if (!box.current) return;
    const made = new EditorView({ parent: box.current, state: startState(latest) });
    view.current = made;
    return () => {
      made.destroy();
      view.current = null;
    };
  }, []);

  useEffect(() => {
    const editor = view.current;
    if (!editor) return;
    const change = difference(editor.state.doc.toString(), value);
    if (change) editor.dispatch({ changes: change, annotations: fromOutside.of(true) });
  }, [value]);

  useEffect(() => {
    const editor = view.current;
    if (editor)
      editor.dispatch(
        setDiagnostics(
          editor.state,
          issues.map((issue) => diagnostic(issue, value.length)),
        ),
      );
  }, [issues, value]);

  useEffect(() => {
    const editor = view.current;
    if (!editor || !place) return;
    const at = Math.min(place.from, editor.state.doc.length);
    editor.dispatch({ selection: { anchor: at }, scrollIntoView: true });
    editor.focus();
  }, [place]);

  return <div ref={box} className="cel-editor" />;
}

function startState(latest: { readonly current: RuleEditorProps }): EditorState {
  const context = () => latest.current.context;
  return EditorState.create({
    doc: latest.current.value,
    extensions: [
      EditorView.cspNonce.of(styleNonce()),
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({
        'aria-labelledby': latest.current.labelledBy,
        spellcheck: 'false',
      }),
      EditorState.phrases.of(phrases()),
      drawSelection(),
      celLanguage,
      replaceSelection,
      closeBrackets(),
      celCompletion(context),
      celHover(context),
      tooltips({ position: 'fixed', parent: document.body }),
      placeholder(latest.current.example ?? t('rule.whenExample')),
      keymap.of([...closeBracketsKeymap, ...completionKeymap, ...lintKeymap, ...defaultKeymap]),
      EditorView.updateListener.of((update) => {
        if (!update.docChanged || update.transactions.some((step) => step.annotation(fromOutside) === true)) return;
        latest.current.onChange(update.state.doc.toString());
      }),
    ],
  });
}

function phrases(): Record<string, string> {
  return {
    Completions: t('editor.completions'),
    Diagnostics: t('editor.diagnostics'),
    'No diagnostics': t('editor.noDiagnostics'),
    close: t('common.close'),
  };
}

function diagnostic(issue: Issue, length: number): Diagnostic {
  const from = Math.min(issue.from, length);
  const to = Math.min(Math.max(issue.to, from), length);
  return { from, to, severity: issue.severity, message: issueText(issue) };
}

/** The smallest replacement between two texts, so that the cursor stays where it can. */
function difference(before: string, after: string): { from: number; to: number; insert: string } | null {
  if (before === after) return null;
  let start = 0;
  while (start < Math.min(before.length, after.length) && before[start] === after[start]) start += 1;
  let end = 0;
  const most = Math.min(before.length, after.length) - start;
  while (end < most && before[before.length - 1 - end] === after[after.length - 1 - end]) end += 1;
  return { from: start, to: before.length - end, insert: after.slice(start, after.length - end) };
}
