import type { Failure } from '../../analysis/model/failure.ts';
import { t } from '../i18n/index.ts';
import { addToOrders, importOutcomes, step } from './import-flow.ts';
import { OutcomeChoosers } from './outcome-choosers.tsx';
import { tellsAnOrder, type OutcomesDraft } from './outcomes-draft.ts';
import { PickedFile } from './picked-file.tsx';

export interface OutcomesScreenProps {
  readonly outcomes: OutcomesDraft;
  readonly busy: boolean;
  readonly failed: Failure | null;
}

/** A list of outcomes for orders the project has. */
export function OutcomesScreen({ outcomes, busy, failed }: OutcomesScreenProps) {
  const { file, preview } = outcomes;
  return (
    <PickedFile
      {...{ testId: 'outcomes-screen', file, preview, busy, failed }}
      title={t('data.outcomesPick')}
      lack={tellsAnOrder(outcomes) ? null : t('data.missing.outcomesId')}
      apply={t('data.applyOutcomes')}
      onApply={() => void addToOrders(outcomes)}
      onChooseAgain={importOutcomes}
    >
      <OutcomeChoosers
        outcomes={outcomes}
        onChange={(next) => step.set({ kind: 'outcomes', outcomes: next, busy, failed })}
      />
    </PickedFile>
  );
}
