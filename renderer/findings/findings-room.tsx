import { useEffect, useState } from 'react';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import { t } from '../i18n/index.ts';
import { Button } from '../parts/button.tsx';
import { layer } from '../frame/layers.ts';
import { address, go } from '../state/address.ts';
import {
  addToPage,
  editPage,
  moved,
  putBack,
  redoPage,
  titleOf,
  undoPage,
  useFindings,
  without,
  type HeldPage,
  type Placed,
} from '../state/findings.ts';
import { useProject } from '../state/project.ts';
import { useStore } from '../state/store.ts';
import { attempt, showDone } from '../state/toasts.ts';
import { FindingCard } from './finding-card.tsx';
import { WriteFile } from './write-file.tsx';
import './findings.css';

/** 所見: results that were pinned in any room, and notes between them, in the order they are told in. */
export default function FindingsRoom() {
  const info = useProject();
  const page = useFindings(info);
  if (info === null || page === null) return <div className="empty" aria-busy="true" />;
  return <FindingsOf {...{ info, page }} />;
}

interface FindingsOfProps {
  readonly info: ProjectInfo;
  readonly page: HeldPage;
}

function FindingsOf({ info, page: { steps, entries } }: FindingsOfProps) {
  const [writing, setWriting] = useState(false);
  const [said, setSaid] = useState('');
  const [chosen] = useStore(address).path;
  const { readOnly } = info;
  useUndoKeys(!readOnly);
  const addNote = (after?: string) =>
    attempt(async () => {
      const findingId = await addToPage(info, { title: '', note: '', ...(after === undefined ? {} : { after }) });
      go({ room: 'findings', path: [findingId] });
    });
  const move = (one: Placed, by: number) => {
    editPage('move', (all) => moved(all, one.findingId, by));
    const at = steps.now.findIndex(({ findingId }) => findingId === one.findingId) + by;
    if (at >= 0 && at < steps.now.length) setSaid(t('findings.moved', { title: titleOf(one), place: at + 1 }));
  };
  const remove = (one: Placed) => {
    const { findingId } = one;
    const order = steps.now;
    editPage(`delete ${findingId}`, (all) => without(all, findingId));
    // What else was edited meanwhile stays.
    const back = () => editPage(`back ${findingId}`, (all) => putBack(all, one, order));
    showDone(t('findings.deleted', { title: titleOf(one) }), { label: t('findings.undo'), run: back });
  };
  return (
    <div className="findings-page scroll" tabIndex={0} role="region" aria-label={t('room.findings')}>
      <div className="findings-bar" role="toolbar" aria-label={t('findings.acts')}>
        <Button icon="plus" disabled={readOnly} onClick={() => addNote()}>
          {t('findings.addNote')}
        </Button>
        <Button
          look="quiet"
          icon="undo"
          aria-label={t('findings.undoEdit')}
          disabled={readOnly || steps.past.length === 0}
          onClick={undoPage}
        />
        <Button
          look="quiet"
          icon="undo"
          className="mirrored"
          aria-label={t('findings.redoEdit')}
          disabled={readOnly || steps.future.length === 0}
          onClick={redoPage}
        />
        <span className="note grow">{t('findings.notesAsWritten')}</span>
        <Button look="primary" icon="save" disabled={steps.now.length === 0} onClick={() => setWriting(true)}>
          {t('findings.write')}
        </Button>
      </div>
      {steps.now.length === 0 ? <None /> : null}
      <ol className="findings-list" aria-label={t('findings.list')}>
        {steps.now.map((one, at) => (
          <FindingCard
            key={one.findingId}
            {...{ one, info }}
            entry={entries.get(one.findingId) ?? null}
            chosen={one.findingId === chosen}
            first={at === 0}
            last={at === steps.now.length - 1}
            onMove={(by) => move(one, by)}
            onDelete={() => remove(one)}
            onNote={() => addNote(one.findingId)}
          />
        ))}
      </ol>
      <p className="hidden-visually" role="status">
        {said}
      </p>
      {writing ? <WriteFile info={info} onClose={() => setWriting(false)} /> : null}
    </div>
  );
}

function None() {
  return (
    <div className="empty">
      <p>{t('findings.none')}</p>
      <Button icon="explore" onClick={() => go({ room: 'explore' })}>
        {t('findings.toExplore')}
      </Button>
    </div>
  );
}

/** What is undone on this page is an edit of it, wherever the focus is, and not a filter. */
function useUndoKeys(on: boolean): void {
  useEffect(() => {
    if (!on) return;
    const onKey = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || layer.get() !== null) return;
      const key = event.key.toLowerCase();
      if (key === 'y' || (key === 'z' && event.shiftKey)) redoPage();
      else if (key === 'z') undoPage();
      else return;
      event.preventDefault();
      event.stopPropagation();
    };
    document.addEventListener('keydown', onKey, true);
    return () => document.removeEventListener('keydown', onKey, true);
  }, [on]);
}
