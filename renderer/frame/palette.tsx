import { useMemo, useState, type KeyboardEvent } from 'react';
import { t } from '../i18n/index.ts';
import { fold } from '../parts/combobox.tsx';
import { Dialog } from '../parts/dialog.tsx';
import type { Command } from '../state/commands.ts';
import { Icon } from '../theme/icons.tsx';
import { closeLayer } from './layers.ts';
import { useProject } from '../state/project.ts';
import { orderSearch } from './order-search.ts';
import { usePaletteCommands } from './palette-commands.ts';

const shownAtMost = 60;

export function Palette() {
  const [text, setText] = useState('');
  const [active, setActive] = useState(0);
  const all = usePaletteCommands();
  const info = useProject();
  const shown = useMemo(() => [...matching(all, text), ...orderSearch(info, text)], [all, text, info]);
  const run = (command: Command | undefined) => {
    if (!command) return;
    closeLayer();
    command.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') setActive(Math.min(active + 1, shown.length - 1));
    else if (event.key === 'ArrowUp') setActive(Math.max(active - 1, 0));
    else if (event.key === 'Enter') run(shown[active]);
    else return;
    event.preventDefault();
  };
  return (
    <Dialog title={t('palette.title')} onClose={closeLayer}>
      <input
        className="input"
        role="combobox"
        aria-expanded="true"
        aria-controls="palette-list"
        aria-activedescendant={shown[active] ? `palette-${active}` : undefined}
        aria-label={t('palette.placeholder')}
        placeholder={t('palette.placeholder')}
        value={text}
        autoFocus
        onChange={(event) => {
          setText(event.target.value);
          setActive(0);
        }}
        onKeyDown={onKeyDown}
      />
      <ul id="palette-list" className="palette-list" role="listbox" aria-label={t('palette.title')}>
        {shown.map((command, index) => (
          <li
            key={command.id}
            id={`palette-${index}`}
            role="option"
            aria-selected={index === active}
            className="menu-item"
            ref={(node) => (index === active ? node?.scrollIntoView({ block: 'nearest' }) : undefined)}
            onClick={() => run(command)}
          >
            {command.icon ? <Icon name={command.icon} /> : null}
            <span className="clip">{command.label}</span>
            {command.keys === undefined ? null : <kbd className="hint">{command.keys}</kbd>}
          </li>
        ))}
      </ul>
      {shown.length === 0 ? <p className="note">{t('palette.none')}</p> : null}
    </Dialog>
  );
}

function matching(commands: readonly Command[], text: string): readonly Command[] {
  const words = fold(text).split(/\s+/).filter(Boolean);
  const found = commands.filter((command) => {
    const label = fold(`${command.label} ${command.id}`);
    return words.every((word) => label.includes(word));
  });
  return found.slice(0, shownAtMost);
}
