import { closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap } from '@codemirror/commands';
import { lintKeymap, setDiagnostics, type Diagnostic } from '@codemirror/lint';
import { Annotation, EditorState, type Extension } from '@codemirror/state';
import { EditorView, drawSelection, keymap, placeholder, tooltips } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import { styleNonce } from '../engine/style-nonce.ts';
import { t } from '../i18n/index.ts';
import { replaceSelection } from './replace-selection.ts';
import './code-editor.css';

export interface CodeEditorProps {
  readonly value: string;
  readonly onChange: (text: string) => void;
  /** What is wrong with the value, by its places in it. */
  readonly problems: readonly Diagnostic[];
  /** Puts the cursor there, once per value. */
  readonly place: { readonly from: number } | null;
  readonly labelledBy: string;
  /** Stands there while nothing is written. */
  readonly example: string;
  /** Language, completion and keys of its own; asked for once. */
  readonly own: () => Extension;
  readonly className?: string;
}

const fromOutside = Annotation.define<boolean>();

/** A text that is written with completion and marks of what is wrong, under the page's content policy. */
export function CodeEditor(props: CodeEditorProps) {
  const { value, problems, place, className = '' } = props;
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
    if (editor) editor.dispatch(setDiagnostics(editor.state, problems.map(within(value.length))));
  }, [problems, value]);

  useEffect(() => {
    const editor = view.current;
    if (!editor || !place) return;
    const at = Math.min(place.from, editor.state.doc.length);
    editor.dispatch({ selection: { anchor: at }, scrollIntoView: true });
    editor.focus();
  }, [place]);

  return <div ref={box} className={`cel-editor ${className}`.trim()} />;
}

function startState(latest: { readonly current: CodeEditorProps }): EditorState {
  const { value, labelledBy, own, example } = latest.current;
  return EditorState.create({
    doc: value,
    extensions: [
      EditorView.cspNonce.of(styleNonce()),
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({ 'aria-labelledby': labelledBy, spellcheck: 'false' }),
      EditorState.phrases.of(phrases()),
      drawSelection(),
      own(),
      replaceSelection,
      closeBrackets(),
      tooltips({ position: 'fixed', parent: document.body }),
      placeholder(example),
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

const within =
  (length: number) =>
  (one: Diagnostic): Diagnostic => {
    const from = Math.min(one.from, length);
    return { ...one, from, to: Math.min(Math.max(one.to, from), length) };
  };

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
