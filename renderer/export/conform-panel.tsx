import { t } from '../i18n/index.ts';
import { Button } from '../parts/button.tsx';
import { Panel } from '../parts/panel.tsx';
import { useStore } from '../state/store.ts';
import { attempt } from '../state/toasts.ts';
import { ConformResult } from './conform-result.tsx';
import { ChoosePackage } from './choose-package.tsx';
import { chosen, choosePackage, chooseRecorded, compareWithOwn, conform, conforming } from './conform-store.ts';
import { ReplayState } from './replay-state.tsx';

export function ConformPanel() {
  const files = useStore(chosen);
  const now = useStore(conforming);
  const running = now.kind === 'running';
  return (
    <Panel title={t('conform.title')}>
      <div className="stack" data-testid="conform">
        <p className="note">{t('conform.hint')}</p>
        <div className="row wrap">
          <ChoosePackage
            folder={t('conform.choosePackage')}
            zip={t('conform.chooseZip')}
            disabled={running}
            onChoose={(kind) => attempt(() => choosePackage(kind))}
          />
          <span>
            {files.package === null ? t('conform.noPackage') : t('conform.package', { name: files.package.name })}
          </span>
        </div>
        <div className="row wrap">
          <Button icon="file" disabled={running} onClick={() => attempt(chooseRecorded)}>
            {t('conform.chooseRecorded')}
          </Button>
          <span>
            {files.recorded === null ? t('conform.ownRecorded') : t('conform.recorded', { name: files.recorded.name })}
          </span>
          {files.recorded === null ? null : (
            <button type="button" className="link" disabled={running} onClick={compareWithOwn}>
              {t('conform.useOwn')}
            </button>
          )}
        </div>
        <div className="row">
          <Button look="primary" disabled={running || files.package === null} onClick={() => attempt(conform)}>
            {t('conform.start')}
          </Button>
        </div>
        <ReplayState now={now} />
        {now.kind === 'done' ? <ConformResult report={now.of} /> : null}
      </div>
    </Panel>
  );
}
