import type { Failure } from '../../analysis/model/failure.ts';
import { outcomeColumns } from '../../analysis/model/mapping.ts';
import { t } from '../i18n/index.ts';
import { attempt } from '../state/toasts.ts';
import { addToOrders, importOutcomes, step } from './import-flow.ts';
import { OutcomeChoosers } from './outcome-choosers.tsx';
import { mayBeResults, openOutcomesDraft, tellsAnOrder, type OutcomesDraft } from './outcomes-draft.ts';
import { pickedSubject } from './mapping-subject.ts';
import { PickedFile } from './picked-file.tsx';
import { openRecorded } from './recorded-flow.ts';

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
  const change = (next: OutcomesDraft): void => step.set({ kind: 'outcomes', outcomes: next, busy, failed });
  const subject = pickedSubject('outcomes', outcomeColumns, outcomes, { open: openOutcomesDraft, onChange: change });
  return (
    <PickedFile
      {...{ testId: 'outcomes-screen', draft: outcomes, subject, busy, failed }}
      title={t('data.outcomesPick')}
      lack={lackOf(outcomes)}
      apply={t('data.applyOutcomes')}
      onApply={() => void addToOrders(outcomes)}
      onChooseAgain={importOutcomes}
      onRead={(reading) =>
        attempt(async () =>
          change(await openOutcomesDraft(outcomes.file, { columns: {}, file: reading, layout: outcomes.layout })),
        )
      }
    >
      <OutcomeChoosers
        outcomes={outcomes}
        onResults={() => attempt(() => openRecorded(outcomes.file, outcomes.reading))}
        onChange={change}
      />
    </PickedFile>
  );
}
