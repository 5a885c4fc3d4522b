import { rooms } from '../rooms.ts';
import { go, redoFilter, undoFilter } from '../state/address.ts';
import { bridge } from '../state/backend.ts';
import { chooseForImport } from '../state/incoming.ts';
import { undoHere } from '../state/undo-here.ts';
import { layer, openLayer } from './layers.ts';

const textFields =
  'input:not([type=checkbox], [type=radio], [type=range], [type=button]), textarea, [contenteditable="true"]';

/** Whether typing there has steps of its own. */
const inText = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest(textFields) !== null;

/** The step that a key takes back or does again; null for another key. */
function stepOf(event: KeyboardEvent): (() => boolean) | null {
  const key = event.key.toLowerCase();
  if (key === 'y' || (key === 'z' && event.shiftKey)) return () => undoHere.get()?.redo() === true || redoFilter();
  return key === 'z' ? () => undoHere.get()?.undo() === true || undoFilter() : null;
}

function onKeyDown(event: KeyboardEvent): void {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
  const step = stepOf(event);
  if (step !== null) {
    if (layer.get() !== null || inText(event.target) || event.defaultPrevented || !step()) return;
  } else if (event.shiftKey) return;
  else if (event.key === 'k') openLayer('palette');
  else if (/^[1-9]$/.test(event.key)) {
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
