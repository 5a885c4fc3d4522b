import type { DragEvent } from 'react';
import type { FileReading } from '../../analysis/model/mapping-source.ts';
import { t } from '../i18n/index.ts';
import { Button } from '../parts/button.tsx';
import { answer, bridge } from '../state/backend.ts';
import { attempt } from '../state/toasts.ts';
import { titleOf } from './chosen-file.ts';
import { addOutcomes, change, type Draft } from './import-flow.ts';
import { OutcomeChoosers } from './outcome-choosers.tsx';
import { openOutcomesDraft } from './outcomes-draft.ts';
import { Garbled, ReadingFields } from './reading-fields.tsx';

function choose(): void {
  attempt(async () => {
    const file = await answer(bridge().chooseFile('outcomes'));
    if (file) addOutcomes(file);
  });
}

function onDrop(event: DragEvent): void {
  const [file] = event.dataTransfer.files;
  if (!file) return;
  event.preventDefault();
  event.stopPropagation();
  attempt(async () => addOutcomes(await answer(bridge().dropFile(file))));
}

/** A separate list of outcomes, joined to the orders by order id. */
export function OutcomesFields({ draft }: { readonly draft: Draft }) {
  const { outcomes } = draft;
  if (outcomes === null) {
    return (
      <div className="field outcomes-drop" onDrop={onDrop}>
        <span className="label">{t('data.outcomesFile')}</span>
        <Button icon="file" onClick={choose}>
          {t('data.chooseOutcomes')}
        </Button>
        <span className="note">{t('data.outcomesHint')}</span>
      </div>
    );
  }
  const read = (file: FileReading): void =>
    attempt(async () => {
      const next = await openOutcomesDraft(outcomes.file, { columns: {}, file, layout: outcomes.layout });
      change((before) => ({ ...before, outcomes: next }));
    });
  return (
    <div className="field">
      <span className="label">{t('data.outcomesFile')}</span>
      <span className="row">
        <strong className="clip grow">{titleOf(outcomes.file)}</strong>
        <Button
          small
          look="quiet"
          icon="close"
          aria-label={t('data.removeOutcomes')}
          onClick={() => change((before) => ({ ...before, outcomes: null }))}
        />
      </span>
      <div className="row wrap">
        <ReadingFields preview={outcomes.preview} onRead={read} />
      </div>
      <Garbled preview={outcomes.preview} onRead={read} />
      <OutcomeChoosers
        outcomes={outcomes}
        resultsLater
        onResults={() => change((before) => ({ ...before, outcomes: null }))}
        onChange={(next) => change((before) => ({ ...before, outcomes: next }))}
      />
    </div>
  );
}
