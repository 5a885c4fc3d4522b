import { named, t } from '../../i18n/index.ts';
import { Button } from '../../parts/button.tsx';
import { Callout } from '../../parts/callout.tsx';
import { attempt } from '../../state/toasts.ts';
import { canSave, chooseTarget, deleteTarget, dropDraft, newDraft, saveDraft } from './target-drafts.ts';
import type { TargetEditorProps } from './target-editor.tsx';
import { openTarget } from './listed-target.ts';

/** What can be done with the target that is open. */
export function TargetActions({ info, listed }: TargetEditorProps) {
  const { target, known, changed } = listed;
  const inUse = known?.inUse === true;
  const ready = !info.readOnly && canSave(target);
  const gone = known === null || known.origin === 'preset' ? null : known.origin;
  return (
    <>
      {info.readOnly ? <Callout kind="warn">{t('targets.readOnly')}</Callout> : null}
      {inUse && changed ? <p className="note">{t('targets.saveInUseHint')}</p> : null}
      <div className="row wrap">
        <Button look="primary" disabled={!changed || !ready} onClick={() => attempt(() => saveDraft(target, inUse))}>
          {t('targets.save')}
        </Button>
        {inUse ? null : (
          <Button disabled={!ready} onClick={() => attempt(() => chooseTarget(target))}>
            {t(changed ? 'targets.saveAndUse' : 'targets.use')}
          </Button>
        )}
        {changed ? (
          <Button look="quiet" onClick={() => dropDraft(target.id)}>
            {t('targets.discard')}
          </Button>
        ) : null}
        <span className="grow" />
        <Button look="quiet" disabled={info.readOnly} onClick={() => openTarget(newDraft(target))}>
          {t('targets.copy')}
        </Button>
        {gone === null ? null : (
          <Button
            look="quiet"
            disabled={info.readOnly || inUse}
            title={inUse ? t('targets.inUseHint') : named(target.name)}
            onClick={() => attempt(() => deleteTarget(known?.target ?? target, gone))}
          >
            {t(gone === 'own' ? 'targets.delete' : 'targets.restore')}
          </Button>
        )}
      </div>
    </>
  );
}
