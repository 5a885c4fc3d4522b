import { t } from '../i18n/index.ts';
import { failureText } from '../i18n/messages.ts';
import { Button } from '../parts/button.tsx';
import { dismiss, toasts, type Toast } from '../state/toasts.ts';
import { useStore } from '../state/store.ts';
import { Icon } from '../theme/icons.tsx';

export function ToastList() {
  const shown = useStore(toasts);
  return (
    <div className="toasts" role="region" aria-label={t('toast.label')} aria-live="polite">
      {shown.map((toast) => (
        <ToastCard key={toast.id} toast={toast} />
      ))}
    </div>
  );
}

function ToastCard({ toast }: { readonly toast: Toast }) {
  const act = (run: () => void) => () => {
    dismiss(toast.id);
    run();
  };
  return (
    <div className={`toast ${toast.kind}`} role={toast.kind === 'failure' ? 'alert' : 'status'}>
      <Icon name={toast.kind === 'failure' ? 'warning' : 'check'} />
      <div className="grow">
        {toast.kind === 'failure' ? <FailureLines toast={toast} /> : <p>{toast.text}</p>}
        {toast.kind === 'done' && toast.action ? (
          <button type="button" className="link" onClick={act(toast.action.run)}>
            {toast.action.label}
          </button>
        ) : null}
      </div>
      <Button look="quiet" small icon="close" aria-label={t('toast.close')} onClick={() => dismiss(toast.id)} />
    </div>
  );
}

function FailureLines({ toast }: { readonly toast: Extract<Toast, { kind: 'failure' }> }) {
  const { text, place } = failureText(toast.failure);
  return (
    <>
      <p>{text}</p>
      {place === null ? null : <p className="note">{place}</p>}
    </>
  );
}
