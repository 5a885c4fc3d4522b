import { rooms } from '../rooms.ts';
import { go, undoFilter } from '../state/address.ts';
import { bridge } from '../state/backend.ts';
import { chooseForImport } from '../state/incoming.ts';
import { layer, openLayer } from './layers.ts';

function inText(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable="true"]') !== null;
}

function onKeyDown(event: KeyboardEvent): void {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
  if (event.key === 'k') openLayer('palette');
  else if (event.key === 'z' && layer.get() === null && !inText(event.target) && !event.defaultPrevented) {
    if (!undoFilter()) return;
  } else if (/^[1-9]$/.test(event.key)) {
    const room = rooms[Number(event.key) - 1];
    if (!room) return;
    go({ room: room.id });
  } else return;
  event.preventDefault();
}

export function listenToKeysAndMenu(): () => void {
  document.addEventListener('keydown', onKeyDown);
  const stop = bridge().onMenu((command) => {
    if (command === 'import') chooseForImport();
    else openLayer(command);
  });
  return () => {
    document.removeEventListener('keydown', onKeyDown);
    stop();
  };
}
