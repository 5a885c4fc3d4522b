import { useEffect, useState } from 'react';
import type { RecentProject } from '../../analysis/model/bridge.ts';
import { dateTime } from '../i18n/format.ts';
import { t, type TextKey } from '../i18n/index.ts';
import { Dialog } from '../parts/dialog.tsx';
import { rooms } from '../rooms.ts';
import { answer, bridge } from '../state/backend.ts';
import { app } from '../state/project.ts';
import { useStore } from '../state/store.ts';
import { attempt } from '../state/toasts.ts';
import { Icon } from '../theme/icons.tsx';
import { closeLayer } from './layers.ts';
import { projectActions } from './palette-commands.ts';

const keys: readonly (readonly [TextKey, string])[] = [
  ['shortcuts.palette', 'Ctrl+K'],
  ['shortcuts.rooms', `Ctrl+1 – ${rooms.length}`],
  ['shortcuts.undo', 'Ctrl+Z'],
  ['shortcuts.redo', 'Ctrl+Y'],
  ['shortcuts.moveFinding', 'Alt+↑ / Alt+↓'],
  ['shortcuts.back', 'Alt+← / Alt+→'],
  ['shortcuts.grid', '↑ ↓ ← → / Ctrl+Home, End'],
  ['shortcuts.extend', 'Shift+↑ ↓'],
  ['shortcuts.copy', 'Ctrl+C'],
  ['shortcuts.open', 'Enter / Esc'],
];

export function ShortcutsDialog() {
  return (
    <Dialog title={t('shortcuts.title')} onClose={closeLayer}>
      <table className="table">
        <tbody>
          {keys.map(([name, combination]) => (
            <tr key={name}>
              <th scope="row">{t(name)}</th>
              <td>
                <kbd>{combination}</kbd>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Dialog>
  );
}

export function AboutDialog() {
  const info = useStore(app);
  return (
    <Dialog title={t('about.title')} onClose={closeLayer}>
      <p>{t('about.version', { version: info?.version ?? '' })}</p>
      <p>{t('about.local')}</p>
      {info?.sandboxed === false ? <p className="note">{t('about.noSandbox')}</p> : null}
    </Dialog>
  );
}

export function ProjectDialog() {
  const [recent, setRecent] = useState<readonly RecentProject[]>([]);
  useEffect(() => attempt(async () => setRecent(await answer(bridge().recentProjects()))), []);
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const openRecent = (id: string) => {
    closeLayer();
    attempt(() => answer(bridge().openRecent(id)));
  };
  return (
    <Dialog title={t('top.project')} onClose={closeLayer}>
      <ul>
        {projectActions().map((command) => (
          <li key={command.id}>
            <button
              type="button"
              className="menu-item"
              onClick={() => {
                closeLayer();
                command.run();
              }}
            >
              {command.icon ? <Icon name={command.icon} /> : null}
              {command.label}
            </button>
          </li>
        ))}
        {recent.map((entry) => (
          <li key={entry.id}>
            <button type="button" className="menu-item" onClick={() => openRecent(entry.id)}>
              <Icon name="data" />
              <span className="clip">{entry.name}</span>
              <span className="hint">{dateTime(entry.openedAt, zone)}</span>
            </button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
