import type { Failure } from '../../analysis/model/failure.ts';
import { t } from '../i18n/index.ts';
import { addToOrders, importOutcomes, step } from './import-flow.ts';
import { OutcomeChoosers } from './outcome-choosers.tsx';
import { mayBeResults, tellsAnOrder, type OutcomesDraft } from './outcomes-draft.ts';
import { PickedFile } from './picked-file.tsx';
import { openRecorded } from './recorded-flow.ts';
import { attempt } from '../state/toasts.ts';

export interface OutcomesScreenProps {
  readonly outcomes: OutcomesDraft;
  readonly busy: boolean;
  readonly failed: Failure | null;
}

function lackOf(outcomes: OutcomesDraft): string | null {
  if (!tellsAnOrder(outcomes)) return t('data.missing.outcomesId');
  return mayBeResults(outcomes) ? t('recorded.looksSo') : null;
}

/** A list of outcomes for orders the project has. */
export function OutcomesScreen({ outcomes, busy, failed }: OutcomesScreenProps) {
  const { file, preview } = outcomes;
  return (
    <PickedFile
      {...{ testId: 'outcomes-screen', file, preview, busy, failed }}
      title={t('data.outcomesPick')}
      lack={lackOf(outcomes)}
      apply={t('data.applyOutcomes')}
      onApply={() => void addToOrders(outcomes)}
      onChooseAgain={importOutcomes}
    >
      <OutcomeChoosers
        outcomes={outcomes}
        onResults={() => attempt(() => openRecorded(file))}
        onChange={(next) => step.set({ kind: 'outcomes', outcomes: next, busy, failed })}
      />
    </PickedFile>
  );
}
