import { BackToData } from '../back-to-data.tsx';
import { useEffect } from 'react';
import type { ProjectTarget } from '../../../analysis/model/project-target.ts';
import type { ProjectInfo } from '../../../analysis/model/project.ts';
import type { Target } from '../../../analysis/model/target.ts';
import { t } from '../../i18n/index.ts';
import { Button } from '../../parts/button.tsx';
import { address } from '../../state/address.ts';
import { useProject } from '../../state/project.ts';
import { useStore } from '../../state/store.ts';
import { loadTargets, targets } from '../../state/targets.ts';
import { attempt } from '../../state/toasts.ts';
import { openTarget, type ListedTarget } from './listed-target.ts';
import { drafts, newDraft, takeUpDrafts } from './target-drafts.ts';
import { TargetEditor } from './target-editor.tsx';
import { TargetList } from './target-list.tsx';
import { TargetPreviewPanel } from './target-preview.tsx';
import './targets.css';

/** The project's targets, and one of them with what it makes of the orders. */
export function TargetsScreen() {
  const info = useProject();
  const { path } = useStore(address);
  const known = useStore(targets);
  const edited = useStore(drafts);
  useEffect(() => {
    if (info !== null) takeUpDrafts();
    attempt(loadTargets);
  }, [info?.projectId, info?.target]);
  const listed = known === null ? null : listOf(known, edited);
  const wanted = path[1] ?? info?.target.id;
  const chosen = listed?.find(({ target }) => target.id === wanted);
  return (
    <div className="data-page stack">
      <div className="row wrap">
        <h2 className="page-title grow">{t('targets.title')}</h2>
        <BackToData />
        <Button
          icon="plus"
          look="primary"
          disabled={info?.readOnly !== false}
          onClick={() => openTarget(newDraft(null))}
        >
          {t('targets.new')}
        </Button>
      </div>
      {info === null || listed === null ? (
        <div className="skeleton" aria-busy="true" />
      ) : (
        <>
          <TargetList listed={listed} chosen={chosen?.target.id ?? null} />
          {chosen === undefined ? <p className="empty">{t('targets.notFound')}</p> : <Chosen {...{ info, chosen }} />}
        </>
      )}
    </div>
  );
}

function Chosen({ info, chosen }: { readonly info: ProjectInfo; readonly chosen: ListedTarget }) {
  return (
    <div className="target-pair">
      <TargetEditor key={chosen.target.id} info={info} listed={chosen} />
      <TargetPreviewPanel info={info} target={chosen.target} />
    </div>
  );
}

function listOf(known: readonly ProjectTarget[], edited: Readonly<Record<string, Target>>): readonly ListedTarget[] {
  const ids = new Set(known.map(({ target }) => target.id));
  return [
    ...known.map((one) => {
      const draft = edited[one.target.id];
      return { target: draft ?? one.target, known: one, changed: draft !== undefined };
    }),
    ...Object.values(edited)
      .filter(({ id }) => !ids.has(id))
      .map((target) => ({ target, known: null, changed: true })),
  ];
}
