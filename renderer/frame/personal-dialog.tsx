import { t } from '../i18n/index.ts';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { personalView } from '../state/preferences.ts';
import { useStore } from '../state/store.ts';
import { Icon } from '../theme/icons.tsx';
import { closeLayer, openLayer } from './layers.ts';
import { maskedText } from './masked-text.ts';
import { RoleForm } from './role-form.tsx';
import './personal.css';

/** Who is before the screen, and what is masked for them. */
export function PersonalDialog() {
  return (
    <Dialog wide title={t('personal.title')} onClose={closeLayer}>
      <RoleForm onDone={closeLayer} cancel={<Button onClick={closeLayer}>{t('common.cancel')}</Button>} />
    </Dialog>
  );
}

/** Stands in the top bar: the role, and what it does not see. */
export function RoleMark() {
  const view = useStore(personalView);
  if (view === null) return null;
  const masked = view.masks[view.role];
  return (
    <button
      type="button"
      className={masked.length > 0 ? 'tag role-mark masked' : 'tag role-mark'}
      title={t('personal.markHint', { masked: maskedText(masked) })}
      data-testid="role-mark"
      onClick={() => openLayer('personal')}
    >
      <Icon name="hide" size={14} />
      <span>{t('personal.mark', { role: t(`personal.role.${view.role}`) })}</span>
      <span className="role-masks">{t('personal.masked', { masked: maskedText(masked) })}</span>
    </button>
  );
}

/** The same among the settings of a project, though it holds for this person and every project. */
export function PersonalField() {
  const view = useStore(personalView);
  if (view === null) return null;
  return (
    <div className="field">
      <span className="label">{t('personal.title')}</span>
      <span className="row wrap">
        <span>
          {t(`personal.role.${view.role}`)} · {t('personal.masked', { masked: maskedText(view.masks[view.role]) })}
        </span>
        <Button small icon="hide" onClick={() => openLayer('personal')}>
          {t('personal.open')}
        </Button>
      </span>
      <span className="note">{t('personal.hint')}</span>
    </div>
  );
}
