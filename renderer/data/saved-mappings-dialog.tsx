import { useEffect, useState } from 'react';
import type { MappingFit } from '../../analysis/model/mapping-fit.ts';
import { dateTime, count } from '../i18n/format.ts';
import { t } from '../i18n/index.ts';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { useProject } from '../state/project.ts';
import { attempt, showDone } from '../state/toasts.ts';
import { listed } from './earlier-note.tsx';
import type { MappingSubject } from './mapping-subject.ts';
import {
  deleteMapping,
  keepMapping,
  keptMappings,
  places,
  readMapping,
  renameMapping,
  writeMapping,
  type KeptMapping,
  type Place,
} from './saved-mappings.ts';
import './saved-mappings.css';

interface SubjectProps {
  readonly subject: MappingSubject;
}

export function SavedMappingsButton({ subject }: SubjectProps) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button small icon="save" onClick={() => setOpen(true)}>
        {t('mappings.open')}
      </Button>
      {open ? <SavedMappings subject={subject} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

/** Saves the mapping at hand, and takes one that was saved before. */
function SavedMappings({ subject, onClose }: SubjectProps & { readonly onClose: () => void }) {
  const [kept, setKept] = useState<readonly KeptMapping[] | null>(null);
  const again = () => attempt(async () => setKept((await keptMappings()).filter((one) => one.of === subject.of)));
  useEffect(again, []);
  const read = () =>
    attempt(async () => {
      const found = await readMapping(subject.of);
      if (found === null) return;
      subject.take(found, null, 'file');
      onClose();
    });
  const buttons = (
    <>
      <Button icon="file" onClick={read}>
        {t('mappings.read')}
      </Button>
      <span className="grow" />
      <Button onClick={onClose}>{t('common.close')}</Button>
    </>
  );
  return (
    <Dialog wide title={t('mappings.title')} onClose={onClose} buttons={buttons}>
      <SaveFields subject={subject} kept={kept ?? []} onDone={again} />
      <h3 className="sub-title">{t('mappings.kept')}</h3>
      {kept === null ? (
        <div className="skeleton" aria-busy="true" />
      ) : kept.length === 0 ? (
        <p className="note">{t('mappings.none')}</p>
      ) : (
        <KeptTable {...{ subject, kept, onClose }} onChange={again} />
      )}
    </Dialog>
  );
}

interface SaveFieldsProps extends SubjectProps {
  readonly kept: readonly KeptMapping[];
  readonly onDone: () => void;
}

function SaveFields({ subject, kept, onDone }: SaveFieldsProps) {
  const readOnly = useProject()?.readOnly === true;
  const [name, setName] = useState(subject.saved?.name ?? subject.title.replace(/\.[^.]*$/, ''));
  const [place, setPlace] = useState<Place>(subject.saved?.place === 'mine' || readOnly ? 'mine' : 'project');
  const named = subject.named(name);
  const replaces = kept.some((one) => one.place === place && one.name === named.name);
  const ready = name.trim().length > 0 && name.trim().length <= 100;
  const save = () =>
    attempt(async () => {
      await keepMapping(named, place);
      subject.take(named, named.headers, place);
      showDone(t('mappings.saved', { name: named.name }));
      onDone();
    });
  return (
    <>
      <p className="note">{t(subject.of === 'orders' ? 'mappings.hint' : 'mappings.hintBeside')}</p>
      <div className="row wrap save-mapping">
        <label className="field grow">
          <span className="label">{t('mappings.name')}</span>
          <input className="input" value={name} maxLength={100} onChange={(event) => setName(event.target.value)} />
        </label>
        <label className="field">
          <span className="label">{t('mappings.where')}</span>
          <select
            className="select"
            value={place}
            onChange={(event) => setPlace(event.target.value === 'mine' ? 'mine' : 'project')}
          >
            {places.map((one) => (
              <option key={one} value={one} disabled={one === 'project' && readOnly}>
                {t(`mappings.place.${one}`)}
              </option>
            ))}
          </select>
        </label>
        <Button look="primary" icon="save" disabled={!ready} onClick={save}>
          {t(replaces ? 'mappings.replace' : 'mappings.save')}
        </Button>
        <Button disabled={!ready} onClick={() => attempt(() => writeMapping(named))}>
          {t('mappings.write')}
        </Button>
      </div>
    </>
  );
}

interface KeptTableProps extends SubjectProps {
  readonly kept: readonly KeptMapping[];
  readonly onClose: () => void;
  readonly onChange: () => void;
}

function KeptTable({ subject, kept, onClose, onChange }: KeptTableProps) {
  return (
    <div className="scroll" tabIndex={0} role="group" aria-label={t('mappings.kept')}>
      <table className="table kept-mappings" data-testid="kept-mappings">
        <thead>
          <tr>
            <th scope="col">{t('mappings.name')}</th>
            <th scope="col">{t('mappings.where')}</th>
            <th scope="col">{t('mappings.fits')}</th>
            <th scope="col">
              <span className="hidden-visually">{t('mappings.actions')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {kept.map((one) => (
            <KeptRow key={`${one.place} ${one.name}`} {...{ subject, kept, one, onClose, onChange }} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function KeptRow({ subject, kept, one, onClose, onChange }: KeptTableProps & { readonly one: KeptMapping }) {
  const info = useProject();
  const [to, setTo] = useState<string | null>(null);
  const fixed = one.place === 'project' && info?.readOnly === true;
  const { name } = one;
  const take = () => {
    subject.take(one, one.headers, one.place);
    onClose();
  };
  const rename = () =>
    attempt(async () => {
      if (to !== null && to.trim() !== '') await renameMapping(one, to.trim(), kept);
      setTo(null);
      onChange();
    });
  const remove = () =>
    attempt(async () => {
      await deleteMapping(one, onChange);
      onChange();
    });
  return (
    <tr>
      <td>
        {to === null ? (
          name
        ) : (
          <input
            className="input small"
            autoFocus
            aria-label={t('mappings.renameOf', { name })}
            maxLength={100}
            value={to}
            onChange={(event) => setTo(event.target.value)}
            onBlur={rename}
            onKeyDown={(event) => {
              if (event.key === 'Enter') event.currentTarget.blur();
            }}
          />
        )}
        <div className="note">{dateTime(one.savedAt, info?.timezone ?? 'UTC')}</div>
      </td>
      <td>{t(`mappings.place.${one.place}`)}</td>
      <td>
        <FitText fit={subject.fit(one)} />
      </td>
      <td>
        <div className="row end">
          <Button small aria-label={t('mappings.applyOf', { name })} onClick={take}>
            {t('common.apply')}
          </Button>
          <Button small disabled={fixed} aria-label={t('mappings.renameOf', { name })} onClick={() => setTo(name)}>
            {t('mappings.rename')}
          </Button>
          <Button small aria-label={t('mappings.writeOf', { name })} onClick={() => attempt(() => writeMapping(one))}>
            {t('mappings.writeShort')}
          </Button>
          <Button small look="quiet" disabled={fixed} aria-label={t('mappings.deleteOf', { name })} onClick={remove}>
            {t('mappings.delete')}
          </Button>
        </div>
      </td>
    </tr>
  );
}

/** How a saved mapping stands to the file at hand. */
function FitText({
  fit: { alike, missing, renamed, added },
}: {
  readonly fit: Pick<MappingFit, 'alike' | 'missing' | 'renamed' | 'added'>;
}) {
  if (alike === 1) return <span>{t('mappings.fit.same')}</span>;
  if (missing.length + renamed.length === 0)
    return <span>{t('mappings.fit.more', { added: count(added.length) })}</span>;
  return (
    <>
      {missing.length > 0 ? <div>{t('data.headersMissing', { columns: listed(missing) })}</div> : null}
      {renamed.map(({ column, before, now }) => (
        <div key={column}>{t('mappings.fit.renamed', { before: listed(before), now: listed(now) })}</div>
      ))}
    </>
  );
}
