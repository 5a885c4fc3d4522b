import { useEffect, useId, useState, type ReactNode } from 'react';
import type { Issue } from '../../../analysis/expression/index.ts';
import { t } from '../../i18n/index.ts';
import { Button } from '../../parts/button.tsx';
import { Callout } from '../../parts/callout.tsx';
import { Tabs } from '../../parts/tabs.tsx';
import { recall, remember } from '../../state/remember.ts';
import type { EditorContext } from '../editor/context.ts';
import { BuilderView } from './builder-view.tsx';
import { TableView } from './table-view.tsx';
import { useNode } from './use-node.ts';
import './views.css';

const views = ['text', 'builder', 'table'] as const;
type View = (typeof views)[number];

const remembered = 'rules.view';

/** Shown once: a rule that is opened again is seen as it was left. */
let lastWanted: ConditionViewsProps['wanted'] = null;

export interface ConditionViewsProps {
  readonly label: string;
  /** Names the text editor. */
  readonly labelId: string;
  readonly text: string;
  readonly onChange: (text: string) => void;
  readonly issues: readonly Issue[];
  readonly context: EditorContext;
  /** A place of the text that is to be seen now. */
  readonly wanted: { readonly from: number } | null;
  /** The text editor with its problems. */
  readonly children: ReactNode;
}

/** A rule's condition as text, as groups of conditions and as a decision table; all three change the same text. */
export function ConditionViews(props: ConditionViewsProps) {
  const { label, labelId, text, onChange, issues, context, wanted, children } = props;
  const id = useId();
  const [view, setView] = useState<View>(() => views.find((one) => one === recall(remembered)) ?? 'text');
  useEffect(() => {
    // A new rule's place is its end: it may be put together in any view.
    if (wanted === null || wanted === lastWanted || wanted.from >= text.length) return;
    lastWanted = wanted;
    setView('text');
  }, [wanted]);
  const edited = useNode(text, onChange);
  const choose = (next: View) => {
    remember(remembered, next);
    setView(next);
  };
  const around = { place: { ...context, variable: null }, issues, places: edited.places };
  return (
    <div className="field condition">
      <div className="condition-head">
        <span className="label" id={labelId}>
          {label}
        </span>
        <Tabs
          id={id}
          label={t('view.label')}
          tabs={views.map((key) => ({ key, title: t(`view.${key}`) }))}
          chosen={view}
          onChoose={choose}
        />
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${view}`}>
        {view === 'text' ? (
          children
        ) : edited.node === null ? (
          <Callout kind="warn">
            <p>{t('view.unreadable')}</p>
            <Button small onClick={() => choose('text')}>
              {t('view.toText')}
            </Button>
          </Callout>
        ) : (
          <>
            {view === 'builder' ? (
              <BuilderView edited={edited} around={around} />
            ) : (
              <TableView edited={edited} around={around} onBuilder={() => choose('builder')} />
            )}
            <p className="note incomplete" aria-live="polite">
              {edited.incomplete ? t('view.incomplete') : ''}
            </p>
          </>
        )}
      </div>
    </div>
  );
}
