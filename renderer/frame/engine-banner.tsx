import { t } from '../i18n/index.ts';
import { failureText } from '../i18n/messages.ts';
import { answer, bridge, client } from '../state/backend.ts';
import { attempt } from '../state/toasts.ts';
import { useStore } from '../state/store.ts';
import { Button } from '../parts/button.tsx';
import { Icon } from '../theme/icons.tsx';

/** Said across the window while there is no engine; everything saved is safe, and the banner says so. */
export function EngineBanner() {
  const state = useStore(client().state);
  if (state.kind === 'restarting') {
    return (
      <div className="banner" role="alert">
        <Icon name="warning" />
        {t('engine.restartingBanner')}
      </div>
    );
  }
  if (state.kind !== 'failed') return null;
  const engineDied = state.failure.code === 'engine-stopped';
  return (
    <div className="banner" role="alert">
      <Icon name="warning" />
      <span className="grow">{engineDied ? t('engine.failedBanner') : failureText(state.failure).text}</span>
      <Button small onClick={() => attempt(() => answer(bridge().restartEngine()))}>
        {t('engine.restart')}
      </Button>
    </div>
  );
}
