import type { Failure } from '../../analysis/model/failure.ts';
import { recordedColumns } from '../../analysis/model/recorded-results.ts';
import { t } from '../i18n/index.ts';
import { HeaderChoosers } from './header-choosers.tsx';
import { step } from './import-flow.ts';
import { PickedFile } from './picked-file.tsx';
import { addRecorded, importRecorded, tellsResults, type RecordedDraft } from './recorded-flow.ts';

export interface RecordedScreenProps {
  readonly recorded: RecordedDraft;
  readonly busy: boolean;
  readonly failed: Failure | null;
}

/** A file of recorded screening results for orders the project has. */
export function RecordedScreen({ recorded, busy, failed }: RecordedScreenProps) {
  const { file, preview, columns } = recorded;
  return (
    <PickedFile
      {...{ testId: 'recorded-screen', file, preview, busy, failed }}
      title={t('recorded.pick')}
      lack={tellsResults(recorded) ? null : t('recorded.missing')}
      apply={t('recorded.apply')}
      onApply={() => void addRecorded(recorded)}
      onChooseAgain={importRecorded}
    >
      <p className="note">{t('recorded.pickNote')}</p>
      <HeaderChoosers
        preview={preview}
        names={recordedColumns.map((name) => [name, t(`recorded.column.${name}`)] as const)}
        columns={columns}
        invalid={(name) => name === 'event_id' && columns[name] === null}
        onChoose={(name, header) =>
          step.set({
            kind: 'recorded',
            recorded: { ...recorded, columns: { ...columns, [name]: header } },
            busy,
            failed,
          })
        }
      />
    </PickedFile>
  );
}
