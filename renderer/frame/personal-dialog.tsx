import { t } from '../i18n/index.ts';
import { Button } from '../parts/button.tsx';
import { Callout } from '../parts/callout.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { jobs } from '../state/jobs.ts';
import { choosePersonal } from '../state/preferences.ts';
import { useProject } from '../state/project.ts';
import { useStore } from '../state/store.ts';
import { attempt } from '../state/toasts.ts';
import { Icon } from '../theme/icons.tsx';
import { closeLayer, openLayer } from './layers.ts';
import './personal.css';

/** Masking is one step; showing asks once more. */
export function switchPersonal(masked: boolean): void {
  if (masked) openLayer('personal');
  else attempt(() => choosePersonal('masked'));
}

/** Asks before personal values come on screen. */
export function PersonalDialog() {
  const busy = useStore(jobs).length > 0;
  const buttons = (
    <>
      <Button onClick={closeLayer}>{t('common.cancel')}</Button>
      <Button
        look="primary"
        disabled={busy}
        onClick={() => {
          closeLayer();
          attempt(() => choosePersonal('shown'));
        }}
      >
        {t('personal.show')}
      </Button>
    </>
  );
  return (
    <Dialog title={t('personal.showTitle')} onClose={closeLayer} buttons={buttons}>
      <p>{t('personal.showBody')}</p>
      <Callout kind="warn">{t('personal.showWarning')}</Callout>
      {busy ? <p className="note">{t('personal.busy')}</p> : null}
    </Dialog>
  );
}

/** Stands in the top bar while values are masked. */
export function MaskedMark() {
  const info = useProject();
  if (info?.masked !== true) return null;
  return (
    <button
      type="button"
      className="tag masked-mark"
      title={t('personal.markHint')}
      data-testid="masked-mark"
      onClick={() => switchPersonal(true)}
    >
      <Icon name="hide" size={14} />
      <span>{t('personal.mark')}</span>
    </button>
  );
}

/** The same choice among the settings of a project, though it holds for this person and every project. */
export function PersonalField() {
  const masked = useProject()?.masked === true;
  return (
    <div className="field">
      <span className="label">{t('personal.title')}</span>
      <span className="row">
        <span>{t(masked ? 'personal.isMasked' : 'personal.isShown')}</span>
        <Button small icon="hide" onClick={() => switchPersonal(masked)}>
          {t(masked ? 'personal.show' : 'personal.mask')}
        </Button>
      </span>
      <span className="note">{t('personal.hint')}</span>
    </div>
  );
}
