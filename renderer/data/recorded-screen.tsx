import type { Failure } from '../../analysis/model/failure.ts';
import { recordedColumns } from '../../analysis/model/recorded-results.ts';
import type { FileReading } from '../../analysis/model/mapping-source.ts';
import { t } from '../i18n/index.ts';
import { attempt } from '../state/toasts.ts';
import { GeneralLayoutField } from './general-layout-field.tsx';
import { HeaderChoosers } from './header-choosers.tsx';
import { step } from './import-flow.ts';
import { PickedFile } from './picked-file.tsx';
import {
  addRecorded,
  importRecorded,
  openRecorded,
  openRecordedDraft,
  showRecorded,
  tellsResults,
  type RecordedDraft,
} from './recorded-flow.ts';

export interface RecordedScreenProps {
  readonly recorded: RecordedDraft;
  readonly busy: boolean;
  readonly failed: Failure | null;
}

/** A file of recorded screening results for orders the project has. */
export function RecordedScreen({ recorded, busy, failed }: RecordedScreenProps) {
  const { file, preview, columns } = recorded;
  const onRead = (reading: FileReading): void => attempt(() => openRecorded(file, reading));
  return (
    <PickedFile
      {...{ testId: 'recorded-screen', draft: recorded, subject: null, busy, failed, onRead }}
      title={t('recorded.pick')}
      lack={tellsResults(recorded) ? null : t('recorded.missing')}
      apply={t('recorded.apply')}
      onApply={() => void addRecorded(recorded)}
      onChooseAgain={importRecorded}
    >
      <p className="note">{t('recorded.pickNote')}</p>
      <GeneralLayoutField
        as="recorded"
        layout={recorded.layout}
        disabled={busy}
        open={(layout) => openRecordedDraft(file, recorded.reading, layout)}
        onChange={showRecorded}
      />
      <HeaderChoosers
        preview={preview}
        names={recordedColumns.map((name) => [name, t(`recorded.column.${name}`)] as const)}
        columns={columns}
        invalid={(name) => name === 'event_id' && columns[name] === null}
        onChoose={(name, source) =>
          step.set({
            kind: 'recorded',
            recorded: { ...recorded, columns: { ...columns, [name]: source } },
            busy,
            failed,
          })
        }
      />
    </PickedFile>
  );
}
