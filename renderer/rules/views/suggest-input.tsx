import { useId, useRef, useState, type KeyboardEvent } from 'react';
import { fold, type Choice } from '../../parts/combobox.tsx';
import { Popover } from '../../parts/popover.tsx';

export interface SuggestInputProps {
  readonly label: string;
  readonly value: string;
  /** The value as it reads while nobody writes: a code with its name. */
  readonly reads?: string;
  readonly onChange: (text: string) => void;
  /** Enter on what was typed, or a choice: for inputs that take one value after another. */
  readonly onTake?: (text: string) => void;
  readonly choices: readonly Choice[];
  readonly placeholder?: string;
  readonly invalid?: boolean;
  readonly numeric?: boolean;
  readonly describedBy?: string | undefined;
}

const most = 60;

/** A text one types freely, with what there is to choose from below. */
export function SuggestInput(props: SuggestInputProps) {
  const { label, value, reads, onChange, onTake, choices, placeholder, invalid, numeric, describedBy } = props;
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const [focused, setFocused] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const listId = useId();
  const wanted = fold(value.trim());
  const exact = choices.some((choice) => choice.value === value);
  const shown = (exact ? choices : choices.filter((one) => fold(`${one.label} ${one.value}`).includes(wanted))).slice(
    0,
    most,
  );
  const isOpen = open && shown.length > 0;
  const take = (text: string) => {
    if (onTake) onTake(text);
    else onChange(text);
    setOpen(false);
    setActive(-1);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const chosen = isOpen ? shown[active] : undefined;
    if (event.key === 'Enter' && chosen) take(chosen.value);
    else if (event.key === 'Enter' && onTake && value !== '') take(value);
    else if (event.key === 'Escape' && isOpen) setOpen(false);
    else if (event.key === 'ArrowDown' && !isOpen && shown.length > 0) setOpen(true);
    else if (event.key === 'ArrowDown' && isOpen) setActive(Math.min(active + 1, shown.length - 1));
    else if (event.key === 'ArrowUp' && isOpen) setActive(Math.max(active - 1, -1));
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <>
      <input
        ref={input}
        className="input small"
        role="combobox"
        aria-label={label}
        aria-expanded={isOpen}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-invalid={invalid ? true : undefined}
        aria-describedby={describedBy}
        aria-activedescendant={isOpen && active >= 0 ? `${listId}-${active}` : undefined}
        placeholder={placeholder}
        inputMode={numeric ? 'decimal' : undefined}
        spellCheck={false}
        value={focused ? value : (reads ?? value)}
        onFocus={() => setFocused(true)}
        onClick={() => setOpen(true)}
        onChange={(event) => {
          onChange(event.target.value);
          setActive(-1);
          setOpen(true);
        }}
        onKeyDown={onKeyDown}
        onBlur={() => {
          setOpen(false);
          setFocused(false);
        }}
      />
      {isOpen ? (
        <Popover anchor={input} onClose={() => setOpen(false)} role="presentation" matchWidth>
          <ul id={listId} role="listbox" aria-label={label}>
            {shown.map((choice, index) => (
              <li
                key={choice.value}
                id={`${listId}-${index}`}
                role="option"
                aria-selected={index === active}
                className="menu-item"
                ref={(node) => (index === active ? node?.scrollIntoView({ block: 'nearest' }) : undefined)}
                onPointerDown={(event) => {
                  event.preventDefault();
                  take(choice.value);
                }}
              >
                <span className="clip">{choice.label}</span>
                {choice.hint === undefined ? null : <span className="hint">{choice.hint}</span>}
              </li>
            ))}
          </ul>
        </Popover>
      ) : null}
    </>
  );
}
