import { useId, useState } from 'react';
import type { ProjectInfo } from '../../../analysis/model/project.ts';
import type { Segment } from '../../../analysis/model/segment.ts';
import { t } from '../../i18n/index.ts';
import { clauseText } from '../../i18n/values.ts';
import { Button } from '../../parts/button.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { address, setFilter } from '../../state/address.ts';
import { draftCondition } from '../draft-rule.ts';
import { openDraft } from '../open-draft.ts';
import { keepSegment, removeSegment, restoreSegment, useSegments } from '../../state/segments.ts';
import { useStore } from '../../state/store.ts';
import { attempt, showDone } from '../../state/toasts.ts';
import './segments.css';

export interface SegmentsDialogProps {
  readonly info: ProjectInfo;
  readonly onClose: () => void;
}

/** Opens the named filters. */
export function SegmentsButton({ info }: Pick<SegmentsDialogProps, 'info'>) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button small aria-expanded={open} onClick={() => setOpen(true)}>
        {t('segment.button')}
      </Button>
      {open ? <SegmentsDialog info={info} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

/** The filter as it is gets a name; those that have one are applied, renamed and deleted. */
function SegmentsDialog({ info, onClose }: SegmentsDialogProps) {
  const all = useSegments(info);
  const [gone, setGone] = useState<Segment | null>(null);
  const takeBack = (one: Segment) =>
    attempt(async () => {
      await restoreSegment(info, one);
      setGone(null);
    });
  return (
    <Dialog
      wide
      title={t('segment.title')}
      onClose={onClose}
      buttons={<Button onClick={onClose}>{t('common.close')}</Button>}
    >
      <div className="stack">
        <p className="note">{t('segment.note')}</p>
        <SaveForm info={info} />
        <p className="row" role="status">
          {gone === null ? null : (
            <>
              {t('segment.deleted', { name: gone.name })}
              <Button small icon="undo" onClick={() => takeBack(gone)}>
                {t('segment.undo')}
              </Button>
            </>
          )}
        </p>
        {all.length === 0 ? (
          <p className="empty">{t('segment.none')}</p>
        ) : (
          <div className="scroll segments-scroll" tabIndex={0} role="region" aria-label={t('segment.list')}>
            <table className="table sticky" data-testid="segments">
              <thead>
                <tr>
                  <th scope="col">{t('segment.name')}</th>
                  <th scope="col">{t('segment.conditions')}</th>
                  <th scope="col">
                    <span className="hidden-visually">{t('segment.acts')}</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {all.map((one) => (
                  <SegmentRow key={one.segmentId} {...{ info, one, onClose }} onGone={setGone} />
                ))}
              </tbody>
            </table>
          </div>
        )}
      </div>
    </Dialog>
  );
}

function SaveForm({ info }: Pick<SegmentsDialogProps, 'info'>) {
  const { filter } = useStore(address);
  const [name, setName] = useState('');
  const [note, setNote] = useState('');
  const id = useId();
  if (filter.clauses.length === 0) return <p className="note">{t('segment.saveNothing')}</p>;
  const keep = () =>
    attempt(async () => {
      await keepSegment(info, { name, note, filter });
      showDone(t('segment.kept', { name: name.trim() }));
      setName('');
      setNote('');
    });
  return (
    <form
      className="stack segment-form"
      aria-label={t('segment.save')}
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() !== '') keep();
      }}
    >
      <p>{filter.clauses.map((clause) => clauseText(clause, info)).join(' · ')}</p>
      <div className="row wrap">
        <label htmlFor={`${id}-name`}>{t('segment.name')}</label>
        <input
          id={`${id}-name`}
          className="input"
          maxLength={80}
          value={name}
          onChange={({ target }) => setName(target.value)}
        />
        <label htmlFor={`${id}-note`}>{t('segment.noteField')}</label>
        <input
          id={`${id}-note`}
          className="input"
          maxLength={500}
          value={note}
          onChange={({ target }) => setNote(target.value)}
        />
        <Button look="primary" type="submit" disabled={name.trim() === '' || info.readOnly}>
          {t('segment.save')}
        </Button>
      </div>
    </form>
  );
}

interface SegmentRowProps extends SegmentsDialogProps {
  readonly one: Segment;
  readonly onGone: (one: Segment) => void;
}

function SegmentRow({ info, one, onClose, onGone }: SegmentRowProps) {
  const { name, note, filter, segmentId } = one;
  const [now, setNow] = useState<{ readonly name: string; readonly note: string } | null>(null);
  const hidden = one.hidden === true;
  const apply = () => {
    setFilter(filter.clauses);
    onClose();
  };
  const when = hidden ? null : draftCondition(filter.clauses, info);
  const draft = () => {
    if (when !== null) openDraft({ name, what: name, when }, info);
  };
  const remove = () =>
    attempt(async () => {
      await removeSegment(info, one);
      onGone(one);
    });
  const rename = () => {
    if (now !== null && now.name.trim() !== '' && (now.name !== name || now.note !== note))
      attempt(() =>
        // A note that is masked here stays as it is.
        keepSegment(info, { segmentId, name: now.name, ...(now.note === note ? {} : { note: now.note }) }),
      );
    setNow(null);
  };
  return (
    <tr>
      <th scope="row">
        {now === null ? (
          <>
            {name}
            {note === '' ? null : <div className="note">{note}</div>}
          </>
        ) : (
          <form
            className="stack"
            onSubmit={(event) => {
              event.preventDefault();
              rename();
            }}
            onBlur={({ currentTarget, relatedTarget }) => {
              if (!currentTarget.contains(relatedTarget)) rename();
            }}
          >
            <input
              className="input small"
              autoFocus
              aria-label={t('segment.renameOf', { name })}
              maxLength={80}
              value={now.name}
              onChange={({ target }) => setNow({ ...now, name: target.value })}
            />
            <input
              className="input small"
              aria-label={t('segment.renameNote', { name })}
              maxLength={500}
              value={now.note}
              onChange={({ target }) => setNow({ ...now, note: target.value })}
            />
            <button type="submit" hidden />
          </form>
        )}
      </th>
      <td className="segment-what">
        {hidden ? t('segment.hidden') : filter.clauses.map((clause) => clauseText(clause, info)).join(' · ')}
      </td>
      <td>
        <div className="row end">
          <Button small disabled={hidden} aria-label={t('segment.applyOf', { name })} onClick={apply}>
            {t('segment.apply')}
          </Button>
          <Button
            small
            icon="rules"
            disabled={when === null}
            title={when === null ? t('segment.noRule') : undefined}
            aria-label={t('segment.ruleOf', { name })}
            onClick={draft}
          >
            {t('segment.rule')}
          </Button>
          <Button
            small
            disabled={info.readOnly}
            aria-label={t('segment.renameOf', { name })}
            onClick={() => setNow({ name, note })}
          >
            {t('segment.rename')}
          </Button>
          <Button
            small
            look="quiet"
            disabled={info.readOnly}
            aria-label={t('segment.deleteOf', { name })}
            onClick={remove}
          >
            {t('segment.delete')}
          </Button>
        </div>
      </td>
    </tr>
  );
}
