import type { Staged } from '../../analysis/engine-api.ts';
import { t } from '../i18n/index.ts';
import { answer, bridge } from './backend.ts';
import { attempt, showDone } from './toasts.ts';

/**
 * Moves what the engine has written to where the person says, or copies it there (`keep`); answers the name it has there, null
 * when they cancelled.
 */
export async function saveStaged(staged: Staged, { keep = false } = {}): Promise<string | null> {
  const saved = await answer(bridge().saveStaged(staged.staged, staged.suggestedName, keep));
  if (saved.kind === 'cancelled') return null;
  showDone(t('saved.done', { name: saved.name }), {
    label: t('saved.reveal'),
    run: () => attempt(() => answer(bridge().reveal(saved.id))),
  });
  return saved.name;
}
