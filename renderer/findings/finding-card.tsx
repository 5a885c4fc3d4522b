import { useEffect, useId, useRef, type KeyboardEvent } from 'react';
import type { FindingEntry } from '../../analysis/model/findings.ts';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import { dateTime } from '../i18n/format.ts';
import { t, type TextKey } from '../i18n/index.ts';
import { Button } from '../parts/button.tsx';
import { openedAddress } from '../parts/save/pin.ts';
import { go } from '../state/address.ts';
import { editPage, titleOf, worded, type Placed } from '../state/findings.ts';
import { FindingContent } from './finding-content.tsx';

export interface FindingCardProps {
  readonly one: Placed;
  /** Null until it has been read. */
  readonly entry: FindingEntry | null;
  readonly info: ProjectInfo;
  /** The address leads to it. */
  readonly chosen: boolean;
  readonly first: boolean;
  readonly last: boolean;
  readonly onMove: (by: number) => void;
  readonly onDelete: () => void;
  /** Adds a note behind it. */
  readonly onNote: () => void;
}

interface Tool {
  readonly icon: 'up' | 'down' | 'plus' | 'trash';
  readonly label: TextKey;
  readonly off?: boolean;
  readonly onClick: () => void;
}

/** One entry: its title and note as they are edited, what was pinned, and what it stands on. */
export function FindingCard(props: FindingCardProps) {
  const { one, entry, info, chosen, onNote } = props;
  const card = useRef<HTMLLIElement>(null);
  const words = useRef<HTMLTextAreaElement>(null);
  const heading = useId();
  useEffect(() => {
    if (!chosen) return;
    const leave = card.current === null ? undefined : holdInView(card.current);
    // Whoever has just added a note writes it.
    const blank = entry?.result === null && one.title === '' && one.note === '' && !info.readOnly;
    (blank ? words.current : card.current)?.focus({ preventScroll: true });
    return leave;
  }, [chosen]);
  const move = (by: number) => {
    const focused = document.activeElement;
    props.onMove(by);
    // A moved element loses the focus.
    requestAnimationFrame(() => {
      if (focused instanceof HTMLElement && focused.isConnected) focused.focus();
    });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!event.altKey || event.ctrlKey || event.metaKey || info.readOnly) return;
    if (event.key === 'ArrowUp') move(-1);
    else if (event.key === 'ArrowDown') move(1);
    else return;
    event.preventDefault();
  };
  const title = titleOf(one);
  const tools: readonly Tool[] = [
    { icon: 'up', label: 'findings.up', off: props.first, onClick: () => move(-1) },
    { icon: 'down', label: 'findings.down', off: props.last, onClick: () => move(1) },
    { icon: 'plus', label: 'findings.noteAfter', onClick: onNote },
    { icon: 'trash', label: 'findings.delete', onClick: props.onDelete },
  ];
  return (
    <li
      ref={card}
      className={`panel pinned ${chosen ? 'chosen' : ''}`}
      tabIndex={-1}
      aria-labelledby={heading}
      data-testid="finding"
      onKeyDown={onKeyDown}
    >
      <header>
        <h2 id={heading} className="hidden-visually">
          {title}
        </h2>
        <input
          className="input pinned-title"
          aria-label={t('findings.titleOf', { title })}
          placeholder={t('findings.untitled')}
          value={one.title}
          maxLength={200}
          readOnly={info.readOnly || entry?.maskedTitle === true}
          {...(entry?.maskedTitle === true ? { title: t('findings.titleMasked') } : {})}
          onChange={({ target: { value } }) =>
            editPage(`title ${one.findingId}`, (all) => worded(all, one.findingId, { title: value }))
          }
        />
        <span className="actions">
          {tools.map(({ icon, label, off = false, onClick }) => (
            <Button
              key={icon}
              small
              look="quiet"
              icon={icon}
              aria-label={t(label, { title })}
              disabled={info.readOnly || off}
              onClick={onClick}
            />
          ))}
        </span>
      </header>
      <div className={`body ${entry?.result === null ? 'only-note' : ''}`}>
        {entry?.result ? <FindingContent {...{ entry, title }} result={entry.result} timezone={info.timezone} /> : null}
        <div className="pinned-beside">
          <textarea
            ref={words}
            className="input"
            aria-label={t('findings.noteOf', { title })}
            placeholder={t('findings.notePlaceholder')}
            value={one.note}
            rows={Math.min(16, Math.max(entry?.result === null ? 2 : 4, one.note.split('\n').length + 1))}
            maxLength={20_000}
            readOnly={info.readOnly}
            onChange={({ target: { value } }) =>
              editPage(`note ${one.findingId}`, (all) => worded(all, one.findingId, { note: value }))
            }
          />
          {entry?.result ? <Stands entry={entry} result={entry.result} info={info} /> : null}
        </div>
      </div>
    </li>
  );
}

/** Pictures above come into sight as they are fetched: it stays in its place until a person moves on, or a moment has passed. */
function holdInView(card: HTMLElement): () => void {
  const hold = () => card.scrollIntoView({ block: 'start' });
  hold();
  const observer = new ResizeObserver(hold);
  if (card.parentElement !== null) observer.observe(card.parentElement);
  const leave = () => {
    observer.disconnect();
    clearTimeout(timer);
    for (const act of acts) document.removeEventListener(act, leave, true);
  };
  const timer = setTimeout(leave, heldMs);
  for (const act of acts) document.addEventListener(act, leave, true);
  return leave;
}

const heldMs = 3000;
const acts = ['wheel', 'pointerdown', 'keydown'] as const;

interface StandsProps {
  readonly entry: FindingEntry;
  readonly result: NonNullable<FindingEntry['result']>;
  readonly info: ProjectInfo;
}

/** What a result stands on, whether that is still so, and the way back. */
function Stands({ entry, result: { facts, query, address, dataVersion }, info }: StandsProps) {
  return (
    <>
      {query === null ? null : query.hidden ? (
        <p className="note">{t('findings.queryHidden')}</p>
      ) : (
        <details className="pinned-query">
          <summary>{t('sql.query')}</summary>
          <pre>{query.text}</pre>
        </details>
      )}
      <dl className="pinned-facts">
        {[...facts, [t('findings.pinnedAt'), dateTime(entry.pinnedAt, info.timezone)] as const].map(
          ([name, text], at) => (
            <div key={at}>
              <dt>{name}</dt>
              <dd>{text}</dd>
            </div>
          ),
        )}
      </dl>
      {dataVersion === info.dataVersion ? null : (
        <p className="row wrap">
          <span className="tag warn">{t('findings.earlier')}</span>
          <span className="note">{t('findings.earlierNote')}</span>
        </p>
      )}
      {address === null ? (
        <p className="note">{t('findings.addressHidden')}</p>
      ) : (
        <Button small icon="right" className="pinned-back" onClick={() => go(openedAddress(address))}>
          {t('findings.back')}
        </Button>
      )}
    </>
  );
}
