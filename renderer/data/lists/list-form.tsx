import { useId, useState } from 'react';
import type { OutcomesPreview } from '../../../analysis/engine-api.ts';
import { failureOf, type Failure } from '../../../analysis/model/failure.ts';
import type { FileReading } from '../../../analysis/model/mapping-source.ts';
import {
  listIdFor,
  listMatches,
  listMatchSchema,
  listPurposes,
  listPurposeSchema,
  type ListMatch,
  type ListPurpose,
} from '../../../analysis/model/lists.ts';
import type { ProjectInfo } from '../../../analysis/model/project.ts';
import { named, t } from '../../i18n/index.ts';
import { Button } from '../../parts/button.tsx';
import { FailureCallout } from '../../parts/callout.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { call } from '../../state/jobs.ts';
import { useLatest, type Latest } from '../../state/request.ts';
import { FirstRows } from '../first-rows.tsx';
import { laterSheet } from '../picked-draft.ts';
import { Garbled, ReadingFields } from '../reading-fields.tsx';
import { takeIn, tokenOf, type Chosen } from './lists-actions.ts';
import { NameFields, type Names } from './name-fields.tsx';

export interface ListFormProps {
  readonly info: ProjectInfo;
  readonly chosen: Chosen;
  readonly onClose: () => void;
}

interface Wanted {
  readonly names: Names;
  readonly purpose: ListPurpose;
  readonly match: ListMatch;
  /** ISO day, or blank for that of the file. */
  readonly day: string;
}

/** What a file does not say of itself: what the list is called, what for, and how its values are found. */
export function ListForm({ info, chosen, onClose }: ListFormProps) {
  const { file, list } = chosen;
  const bare = file.name.replace(/\.[^.]+$/, '');
  const [wanted, setWanted] = useState<Wanted>({
    names: { ja: bare, en: bare },
    purpose: 'negative',
    match: 'email',
    day: '',
  });
  const [failed, setFailed] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);
  const [reading, setReading] = useState<FileReading>({});
  const shown = { file: tokenOf(chosen), match: list?.match ?? wanted.match, ...reading };
  const seen = useLatest('lists.preview', shown, JSON.stringify(shown));
  const dayId = useId();
  const change = (part: Partial<Wanted>): void => setWanted({ ...wanted, ...part });
  const id = listIdFor(wanted.names.en, new Set(info.lists.map((one) => one.id)));
  const submit = (): void => {
    setBusy(true);
    setFailed(null);
    const read = { ...(seen.value === null ? {} : laterSheet(seen.value)), ...reading };
    const told = Object.keys(read).length === 0 ? {} : { reading: read };
    const snapshot = { ...(wanted.day === '' ? {} : { snapshotAt: wanted.day }), ...told };
    const { names, purpose, match } = wanted;
    const work =
      list === null
        ? call('lists.add', { file: tokenOf(chosen), id, names, purpose, match, ...snapshot })
        : call('lists.refresh', { listId: list.id, file: tokenOf(chosen), ...snapshot });
    takeIn(work).then(onClose, (error: unknown) => {
      setFailed(failureOf(error));
      setBusy(false);
    });
  };
  const complete = wanted.names.ja.trim() !== '' && wanted.names.en.trim() !== '';
  const buttons = (
    <>
      <Button onClick={onClose}>{t('common.cancel')}</Button>
      <Button look="primary" disabled={busy || (list === null && !complete)} aria-busy={busy} onClick={submit}>
        {t(list === null ? 'lists.submit' : 'lists.refresh')}
      </Button>
    </>
  );
  const title =
    list === null
      ? t('lists.formTitle', { file: file.name })
      : t('lists.refreshTitle', { name: named(list.names), file: file.name });
  return (
    <Dialog title={title} onClose={onClose} buttons={buttons}>
      {failed === null ? null : <FailureCallout failure={failed} />}
      <ListPreview seen={seen} onRead={setReading} />
      {list === null ? <NewListFields {...{ wanted, change, id }} /> : null}
      <div className="field">
        <label className="label" htmlFor={dayId}>
          {t('lists.snapshotDay')}
        </label>
        <input
          id={dayId}
          className="input"
          type="date"
          value={wanted.day}
          aria-describedby={`${dayId}-hint`}
          onChange={(event) => change({ day: event.target.value })}
        />
        <span id={`${dayId}-hint`} className="note">
          {t(list === null ? 'lists.snapshotHint' : 'lists.refreshHint')}
        </span>
      </div>
      <p className="note">{t('lists.columnsHint')}</p>
    </Dialog>
  );
}

interface ListPreviewProps {
  readonly seen: Latest<OutcomesPreview>;
  readonly onRead: (reading: FileReading) => void;
}

/** How the file is read, and its first values. */
function ListPreview({ seen, onRead }: ListPreviewProps) {
  const failed = seen.failure === null ? null : <FailureCallout failure={seen.failure} />;
  if (seen.value === null) return failed ?? <div className="skeleton" aria-busy="true" />;
  // Read wrongly it is not shown, but another way to read it can still be chosen.
  return (
    <div className={`stack tight ${seen.fresh ? '' : 'old-figures'}`} data-testid="list-preview">
      {failed}
      <div className="row wrap">
        <ReadingFields preview={seen.value} onRead={onRead} />
      </div>
      <Garbled preview={seen.value} onRead={onRead} />
      <FirstRows preview={seen.value} />
    </div>
  );
}

interface NewListProps {
  readonly wanted: Wanted;
  readonly change: (part: Partial<Wanted>) => void;
  readonly id: string;
}

function NewListFields({ wanted, change, id }: NewListProps) {
  return (
    <>
      <NameFields names={wanted.names} onChange={(names) => change({ names })} />
      <p className="note">
        {t('lists.ruleName')}: <span className="mono">lists.{id}</span>
      </p>
      <label className="field">
        <span className="label">{t('lists.match')}</span>
        <select
          className="select"
          value={wanted.match}
          onChange={(event) => change({ match: listMatchSchema.parse(event.target.value) })}
        >
          {listMatches.map((match) => (
            <option key={match} value={match}>
              {t(`lists.match.${match}`)}
            </option>
          ))}
        </select>
      </label>
      <PurposeField purpose={wanted.purpose} onChange={(purpose) => change({ purpose })} />
    </>
  );
}

export interface PurposeFieldProps {
  readonly purpose: ListPurpose;
  readonly onChange: (purpose: ListPurpose) => void;
}

export function PurposeField({ purpose, onChange }: PurposeFieldProps) {
  return (
    <label className="field">
      <span className="label">{t('lists.purpose')}</span>
      <select
        className="select"
        value={purpose}
        onChange={(event) => onChange(listPurposeSchema.parse(event.target.value))}
      >
        {listPurposes.map((one) => (
          <option key={one} value={one}>
            {t(`lists.purpose.${one}`)}
          </option>
        ))}
      </select>
    </label>
  );
}
