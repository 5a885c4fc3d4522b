import type { Failure } from '../../analysis/model/failure.ts';
import { bytes, count } from '../i18n/format.ts';
import { t } from '../i18n/index.ts';
import { Button } from '../parts/button.tsx';
import { Callout, FailureCallout } from '../parts/callout.tsx';
import { Panel } from '../parts/panel.tsx';
import { FirstRows } from './first-rows.tsx';
import { addToOrders, fileIsGone, importOutcomes, step } from './import-flow.ts';
import { OutcomeChoosers } from './outcome-choosers.tsx';
import { tellsAnOrder, type OutcomesDraft } from './outcomes-draft.ts';

export interface OutcomesScreenProps {
  readonly outcomes: OutcomesDraft;
  readonly busy: boolean;
  readonly failed: Failure | null;
}

/** A list of outcomes for orders the project has, before anything of it is written. */
export function OutcomesScreen({ outcomes, busy, failed }: OutcomesScreenProps) {
  const { file, preview } = outcomes;
  const tells = tellsAnOrder(outcomes);
  return (
    <div className="mapping-screen">
      <div className="row wrap mapping-head">
        <h2 className="page-title clip">{file.name}</h2>
        <span className="note">
          {bytes(preview.bytes)} · {t('data.columnCount', { count: count(preview.columns.length) })}
        </span>
      </div>
      {failed === null ? null : failed.code === 'engine-stopped' ? (
        <Callout kind="error">{t('data.importStopped')}</Callout>
      ) : (
        <FailureCallout failure={failed} />
      )}
      <div className="mapping-body">
        <div className="mapping-main">
          <FirstRows preview={preview} />
          <Panel title={t('data.outcomesPick')}>
            <OutcomeChoosers
              outcomes={outcomes}
              onChange={(next) => step.set({ kind: 'outcomes', outcomes: next, busy, failed })}
            />
          </Panel>
        </div>
      </div>
      <div className="import-bar">
        {!tells ? <span className="tag warn wrapping">{t('data.missing.outcomesId')}</span> : null}
        <span className="grow" />
        <Button disabled={busy} onClick={() => step.set({ kind: 'home' })}>
          {t('common.cancel')}
        </Button>
        {failed === null || !fileIsGone(failed) ? (
          <Button look="primary" disabled={busy || !tells} onClick={() => void addToOrders(outcomes)}>
            {t('data.applyOutcomes')}
          </Button>
        ) : (
          <Button look="primary" icon="file" onClick={importOutcomes}>
            {t('data.chooseAgain')}
          </Button>
        )}
      </div>
    </div>
  );
}
