import type { ReactNode } from 'react';
import type { Failure } from '../../analysis/model/failure.ts';
import type { FileReading } from '../../analysis/model/mapping-source.ts';
import { bytes, count } from '../i18n/format.ts';
import { t } from '../i18n/index.ts';
import { Button } from '../parts/button.tsx';
import { Callout, FailureCallout } from '../parts/callout.tsx';
import { Panel } from '../parts/panel.tsx';
import { FirstRows } from './first-rows.tsx';
import { titleOf } from './chosen-file.ts';
import { fileIsGone, step } from './import-flow.ts';
import type { MappingSubject } from './mapping-subject.ts';
import type { PickedDraft } from './picked-draft.ts';
import { Garbled, ReadingFields } from './reading-fields.tsx';
import { SavedMappingsButton } from './saved-mappings-dialog.tsx';
import { SavedSourcesNote } from './saved-note.tsx';

export interface PickedFileProps {
  readonly testId: string;
  readonly draft: Pick<PickedDraft<string>, 'file' | 'preview' | 'saved'>;
  /** What is kept of its mapping, and taken from kept ones; null where none are. */
  readonly subject: MappingSubject | null;
  readonly title: string;
  readonly busy: boolean;
  readonly failed: Failure | null;
  /** What the columns chosen lack before the file can be taken in. */
  readonly lack: string | null;
  readonly apply: string;
  readonly onApply: () => void;
  /** Chooses another file, where this one cannot be read any more. */
  readonly onChooseAgain: () => void;
  /** Reads the first rows again, as told. */
  readonly onRead: (reading: FileReading) => void;
  readonly children: ReactNode;
}

/** A file that is put beside orders the project has, before anything of it is written: its first rows and its columns. */
export function PickedFile(props: PickedFileProps) {
  const { testId, draft, subject, title, busy, failed, lack, apply, onApply, onChooseAgain, onRead, children } = props;
  const { file, preview, saved } = draft;
  return (
    <div className="mapping-screen" data-testid={testId}>
      <div className="row wrap mapping-head">
        <h2 className="page-title clip">{titleOf(file)}</h2>
        <span className="note">
          {bytes(preview.bytes)} · {t('data.columnCount', { count: count(preview.columns.length) })}
        </span>
        <ReadingFields preview={preview} disabled={busy} onRead={onRead} />
        {subject === null ? null : <SavedMappingsButton subject={subject} />}
      </div>
      {failed === null ? null : failed.code === 'engine-stopped' ? (
        <Callout kind="error">{t('data.importStopped')}</Callout>
      ) : (
        <FailureCallout failure={failed} />
      )}
      <div className="mapping-body">
        <div className="mapping-main">
          <Garbled preview={preview} onRead={onRead} />
          {saved === null ? null : <SavedSourcesNote saved={saved} onProposed={() => onRead({})} />}
          <FirstRows preview={preview} />
          <Panel title={title}>{children}</Panel>
        </div>
      </div>
      <div className="import-bar">
        {lack === null ? null : <span className="tag warn wrapping">{lack}</span>}
        <span className="grow" />
        <Button disabled={busy} onClick={() => step.set({ kind: 'home' })}>
          {t('common.cancel')}
        </Button>
        {failed === null || !fileIsGone(failed) ? (
          <Button look="primary" disabled={busy || lack !== null} onClick={onApply}>
            {apply}
          </Button>
        ) : (
          <Button look="primary" icon="file" onClick={onChooseAgain}>
            {t('data.chooseAgain')}
          </Button>
        )}
      </div>
    </div>
  );
}
