import { useRef, useState, type KeyboardEvent } from 'react';
import { t } from '../i18n/index.ts';
import { Button } from '../parts/button.tsx';
import { Popover } from '../parts/popover.tsx';

export interface SaveNoteProps {
  readonly disabled: boolean;
  readonly onSave: (note: string) => void;
}

/** Beside the button that saves: the same with a note on what the new version changes. */
export function SaveNote({ disabled, onSave }: SaveNoteProps) {
  const [open, setOpen] = useState(false);
  const [note, setNote] = useState('');
  const anchor = useRef<HTMLSpanElement>(null);
  const save = () => {
    setOpen(false);
    setNote('');
    onSave(note);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
    event.preventDefault();
    save();
  };
  return (
    <>
      <span ref={anchor}>
        <Button
          icon="down"
          aria-label={t('versions.saveWithNote')}
          aria-expanded={open}
          disabled={disabled}
          onClick={() => setOpen(!open)}
        />
      </span>
      {open ? (
        <Popover anchor={anchor} onClose={() => setOpen(false)} label={t('versions.saveWithNote')}>
          <div className="save-note">
            <label className="field">
              <span className="label">{t('versions.note')}</span>
              <input
                className="input"
                value={note}
                maxLength={500}
                placeholder={t('versions.noteExample')}
                ref={(input) => input?.focus()}
                onChange={(event) => setNote(event.target.value)}
                onKeyDown={onKeyDown}
              />
            </label>
            <Button look="primary" icon="save" onClick={save}>
              {t('versions.saveWithNote')}
            </Button>
          </div>
        </Popover>
      ) : null}
    </>
  );
}
