import type { Staged } from '../../analysis/engine-api.ts';
import { t } from '../i18n/index.ts';
import { answer, bridge } from './backend.ts';
import { attempt, showDone } from './toasts.ts';

/** Moves what the engine has written to where the person says; false when they cancelled. */
export async function saveStaged(staged: Staged): Promise<boolean> {
  const saved = await answer(bridge().saveStaged(staged.staged, staged.suggestedName));
  if (saved.kind === 'cancelled') return false;
  showDone(t('saved.done', { name: saved.name }), {
    label: t('saved.reveal'),
    run: () => attempt(() => answer(bridge().reveal(saved.id))),
  });
  return true;
}
