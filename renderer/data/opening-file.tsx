import type { Failure } from '../../analysis/model/failure.ts';
import { t } from '../i18n/index.ts';
import { Button } from '../parts/button.tsx';
import { FailureCallout } from '../parts/callout.tsx';
import { chooseForImport } from '../state/incoming.ts';
import { step } from './import-flow.ts';

export function OpeningFile({ name }: { readonly name: string }) {
  return (
    <div className="empty" role="status">
      <p>{t('data.opening', { name })}</p>
      <progress className="progress data-progress" aria-label={t('data.opening', { name })} />
    </div>
  );
}

export function RefusedFile({ name, failure }: { readonly name: string; readonly failure: Failure }) {
  return (
    <div className="data-page narrow stack">
      <h2>{name}</h2>
      <FailureCallout failure={failure} />
      <div className="row">
        <Button look="primary" onClick={chooseForImport}>
          {t('data.chooseOther')}
        </Button>
        <Button onClick={() => step.set({ kind: 'home' })}>{t('data.back')}</Button>
      </div>
    </div>
  );
}
