import type { Failure } from '../../analysis/model/failure.ts';
import type { CommandName, CommandOutput } from '../../analysis/model/bridge.ts';
import { t } from '../i18n/index.ts';
import { failureText } from '../i18n/messages.ts';
import { Button } from '../parts/button.tsx';
import { answer, bridge, client } from '../state/backend.ts';
import { app, project } from '../state/project.ts';
import { useStore } from '../state/store.ts';
import { attempt } from '../state/toasts.ts';
import { Icon } from '../theme/icons.tsx';

/** Why there is no project to show; null where there is one, or where it may still come. */
export function useRefusal(): Failure | null {
  const state = useStore(client().state);
  const info = useStore(project);
  return info === null && state.kind === 'failed' ? state.failure : null;
}

type Way = Extract<CommandName, 'openProject' | 'newProject' | 'openSample'>;

function take(way: Way): void {
  attempt(() => answer<CommandOutput<Way>>(bridge()[way]()));
}

/** In place of the room: why the project could not be opened, and where to go from here. */
export function RefusedProject({ failure }: { readonly failure: Failure }) {
  const shell = useStore(app);
  const words = failure.code === 'engine-stopped' ? t('engine.failedBanner') : failureText(failure).text;
  return (
    <div className="empty refused-project" role="alert">
      <h1>
        <Icon name="warning" /> {t('project.refused', { name: shell?.projectName ?? '' })}
      </h1>
      <p>{words}</p>
      <div className="row wrap">
        <Button look="primary" icon="file" onClick={() => take('openProject')}>
          {t('palette.openProject')}
        </Button>
        <Button icon="plus" onClick={() => take('newProject')}>
          {t('palette.newProject')}
        </Button>
        {shell?.sample ? null : (
          <Button icon="play" onClick={() => take('openSample')}>
            {t('palette.openSample')}
          </Button>
        )}
        <Button look="quiet" onClick={() => attempt(() => answer(bridge().restartEngine()))}>
          {t('project.tryAgain')}
        </Button>
      </div>
    </div>
  );
}
