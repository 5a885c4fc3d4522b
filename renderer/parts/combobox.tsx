import { useId, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { t } from '../i18n/index.ts';
import { Popover } from './popover.tsx';

export interface Choice {
  readonly value: string;
  readonly label: string;
  readonly hint?: string;
}

export interface ComboboxProps {
  readonly label: string;
  readonly value: string | null;
  readonly choices: readonly Choice[];
  readonly onChoose: (value: string) => void;
  readonly placeholder?: string;
  readonly small?: boolean;
  readonly invalid?: boolean;
  readonly disabled?: boolean;
}

/** A select one can search by typing. The label is for assistive technology; draw the visible one beside it. */
export function Combobox({ label, value, choices, onChoose, placeholder, small, invalid, disabled }: ComboboxProps) {
  const [open, setOpen] = useState(false);
  const [text, setText] = useState('');
  const [active, setActive] = useState(0);
  const input = useRef<HTMLInputElement>(null);
  const listId = useId();
  const shown = useMemo(() => matching(choices, text), [choices, text]);
  const current = choices.find((choice) => choice.value === value);

  const close = () => {
    setOpen(false);
    setText('');
  };
  const openList = () => {
    setActive(
      Math.max(
        0,
        choices.findIndex((choice) => choice.value === value),
      ),
    );
    setOpen(true);
  };
  const choose = (choice: Choice | undefined) => {
    if (choice) onChoose(choice.value);
    close();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && open) choose(shown[active]);
    else if (event.key === 'Escape' && open) close();
    else if (event.key === 'ArrowDown' && !open) openList();
    else if (event.key === 'ArrowDown') setActive(Math.min(active + 1, shown.length - 1));
    else if (event.key === 'ArrowUp') setActive(Math.max(active - 1, 0));
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <>
      <input
        ref={input}
        className={`select combobox ${small ? 'small' : ''}`}
        role="combobox"
        aria-label={label}
        aria-expanded={open}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-invalid={invalid ? true : undefined}
        aria-activedescendant={open && shown[active] ? `${listId}-${active}` : undefined}
        disabled={disabled}
        placeholder={current?.label ?? placeholder ?? ''}
        value={open ? text : (current?.label ?? '')}
        onClick={() => (open ? undefined : openList())}
        onChange={(event) => {
          setText(event.target.value);
          setActive(0);
          setOpen(true);
        }}
        onKeyDown={onKeyDown}
        onBlur={close}
      />
      {open ? (
        <Popover anchor={input} onClose={close} role="presentation" matchWidth>
          <ul id={listId} role="listbox" aria-label={label}>
            {shown.map((choice, index) => (
              <ChoiceRow
                key={choice.value}
                id={`${listId}-${index}`}
                choice={choice}
                active={index === active}
                onChoose={choose}
              />
            ))}
          </ul>
          {shown.length === 0 ? <p className="note pad">{t('common.noneFound')}</p> : null}
        </Popover>
      ) : null}
    </>
  );
}

interface ChoiceRowProps {
  readonly id: string;
  readonly choice: Choice;
  readonly active: boolean;
  readonly onChoose: (choice: Choice) => void;
}

function ChoiceRow({ id, choice, active, onChoose }: ChoiceRowProps) {
  return (
    <li
      id={id}
      role="option"
      aria-selected={active}
      className="menu-item"
      ref={(node) => (active ? node?.scrollIntoView({ block: 'nearest' }) : undefined)}
      onPointerDown={(event) => {
        event.preventDefault();
        onChoose(choice);
      }}
    >
      <span className="clip">{choice.label}</span>
      {choice.hint === undefined ? null : <span className="hint">{choice.hint}</span>}
    </li>
  );
}

/** Compared after NFKC and lower case, so that half-width kana and full-width letters are found. */
export function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

function matching(choices: readonly Choice[], text: string): readonly Choice[] {
  const wanted = fold(text.trim());
  if (wanted === '') return choices;
  return choices.filter((choice) => fold(`${choice.label} ${choice.hint ?? ''} ${choice.value}`).includes(wanted));
}
