import { t } from '../../i18n/index.ts';
import { attempt, showDone } from '../../state/toasts.ts';
import { harmless } from './harmless.ts';

/** Puts a table on the clipboard as a spreadsheet takes it: numbers plain, texts that look like formulas disarmed. */
export function copyTable(rows: readonly (readonly (string | number | null)[])[]): void {
  const cell = (value: string | number | null) =>
    value === null ? '' : typeof value === 'number' ? String(value) : harmless(value);
  const text = rows.map((row) => row.map(cell).join('\t')).join('\n');
  attempt(async () => {
    await navigator.clipboard.writeText(text);
    showDone(t('common.copied'));
  });
}
