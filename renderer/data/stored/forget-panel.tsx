import { useState } from 'react';
import {
  forgetModes,
  holdsAny,
  subjectKeys,
  type ForgetMode,
  type Held,
  type Subject,
  type SubjectKey,
} from '../../../analysis/model/personal-data.ts';
import type { ProjectInfo } from '../../../analysis/model/project.ts';
import { count } from '../../i18n/format.ts';
import { t } from '../../i18n/index.ts';
import { Button } from '../../parts/button.tsx';
import { Callout } from '../../parts/callout.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { Panel } from '../../parts/panel.tsx';
import { call } from '../../state/jobs.ts';
import { refreshProject } from '../../state/project.ts';
import { attempt, showDone } from '../../state/toasts.ts';
import { heldText } from './deletion-list.tsx';

interface ForgetPanelProps {
  readonly info: ProjectInfo;
  readonly onDone: () => void;
}

/** Counts first what a deletion is about, then asks once more. */
export function ForgetPanel({ info, onDone }: ForgetPanelProps) {
  const [who, setWho] = useState<SubjectKey | 'all'>('email');
  const [value, setValue] = useState('');
  const [mode, setMode] = useState<ForgetMode>('anonymise');
  const [reason, setReason] = useState('');
  const [held, setHeld] = useState<Held | null>(null);
  const [asking, setAsking] = useState(false);
  const subject: Subject = who === 'all' ? { kind: 'all' } : { kind: 'person', by: who, value: value.trim() };
  const told = who === 'all' || value.trim() !== '';
  const nothing = held !== null && !holdsAny(held);
  const change = (work: () => void): void => {
    work();
    setHeld(null);
  };
  const forget = (): void => {
    setAsking(false);
    attempt(async () => {
      await call('personal.forget', { subject, mode, reason });
      change(() => setValue(''));
      setReason('');
      await refreshProject();
      onDone();
      showDone(t('stored.done'));
    });
  };
  return (
    <Panel title={t('stored.forget')} note={t('stored.forgetNote')}>
      <div className="stack">
        {info.readOnly ? <Callout kind="warn">{t('top.readOnlyHint')}</Callout> : null}
        <div className="row wrap forget-who">
          <label className="field">
            <span className="label">{t('stored.who')}</span>
            <select
              className="select"
              value={who}
              onChange={(event) => change(() => setWho(subjectKeys.find((key) => key === event.target.value) ?? 'all'))}
            >
              {[...subjectKeys, 'all' as const].map((key) => (
                <option key={key} value={key}>
                  {t(`stored.who.${key}`)}
                </option>
              ))}
            </select>
          </label>
          {who === 'all' ? null : (
            <label className="field grow">
              <span className="label">{t('stored.value')}</span>
              <input
                className="input"
                autoComplete="off"
                value={value}
                onChange={(event) => change(() => setValue(event.target.value))}
              />
              <span className="note">{t('stored.valueHint')}</span>
            </label>
          )}
          <label className="field grow">
            <span className="label">{t('stored.reason')}</span>
            <input
              className="input"
              maxLength={1000}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
            <span className="note">{t('stored.reasonHint')}</span>
          </label>
        </div>
        {who === 'all' ? <p className="note">{t('stored.mode.allNote')}</p> : <Modes mode={mode} onChange={setMode} />}
        <div className="row wrap">
          <Button
            disabled={!told}
            onClick={() => attempt(async () => setHeld(await call('personal.held', { subject })))}
          >
            {t('stored.count')}
          </Button>
          <span role="status" data-testid="held">
            {held === null ? '' : nothing ? t('stored.heldNone') : heldText(held)}
          </span>
          <span className="grow" />
          <Button
            icon="trash"
            disabled={info.readOnly || held === null || nothing || reason.trim() === ''}
            onClick={() => setAsking(true)}
          >
            {t('stored.do')}
          </Button>
        </div>
        {held !== null && held.named > 0 ? (
          <Callout kind="warn">{t('stored.named', { named: count(held.named) })}</Callout>
        ) : null}
      </div>
      {asking && held !== null ? (
        <Confirm
          name={who === 'all' ? info.name : null}
          held={held}
          onCancel={() => setAsking(false)}
          onConfirm={forget}
        />
      ) : null}
    </Panel>
  );
}

function Modes({ mode, onChange }: { readonly mode: ForgetMode; readonly onChange: (mode: ForgetMode) => void }) {
  return (
    <fieldset className="choices">
      <legend>{t('stored.mode')}</legend>
      {forgetModes.map((one) => (
        <label key={one} className="row">
          <input type="radio" name="forget-mode" checked={mode === one} onChange={() => onChange(one)} />
          <span>
            {t(`stored.mode.${one}`)} <span className="note">{t(`stored.mode.${one}Note`)}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

interface ConfirmProps {
  /** What has to be typed; null where a click is enough. */
  readonly name: string | null;
  readonly held: Held;
  readonly onCancel: () => void;
  readonly onConfirm: () => void;
}

function Confirm({ name, held, onCancel, onConfirm }: ConfirmProps) {
  const [typed, setTyped] = useState('');
  const buttons = (
    <>
      <Button onClick={onCancel}>{t('common.cancel')}</Button>
      <Button look="primary" icon="trash" disabled={name !== null && typed.trim() !== name} onClick={onConfirm}>
        {t('stored.do')}
      </Button>
    </>
  );
  return (
    <Dialog title={t('stored.confirmTitle')} onClose={onCancel} buttons={buttons}>
      <p>{heldText(held)}</p>
      <Callout kind="warn">{t('stored.confirmBody')}</Callout>
      {name === null ? null : (
        <label className="field">
          <span className="label">{t('stored.typeName', { name })}</span>
          <input className="input" value={typed} onChange={(event) => setTyped(event.target.value)} />
        </label>
      )}
    </Dialog>
  );
}
