import type { Language, Preferences } from '../../analysis/model/bridge.ts';
import type { Role, RoleMasks } from '../../analysis/model/personal-roles.ts';
import { language } from '../i18n/index.ts';
import { theme } from '../theme/theme.ts';
import { answer, bridge } from './backend.ts';
import { createStore } from './store.ts';

/** Who is before the screen, and what is masked for them. */
export type PersonalView = Pick<Preferences, 'role' | 'masks' | 'unmaskings'>;

/** Null until the shell has told. */
export const personalView = createStore<PersonalView | null>(null);

export function applyPreferences(preferences: Pick<Preferences, 'theme' | 'language'>): void {
  theme.set(preferences.theme);
  document.documentElement.lang = preferences.language;
  language.set(preferences.language);
}

/** What the shell told, whoever changed it. */
export function followPreferences(preferences: Preferences): void {
  const { role, masks, unmaskings } = preferences;
  applyPreferences(preferences);
  personalView.set({ role, masks, unmaskings });
}

export async function chooseLanguage(choice: Language): Promise<void> {
  applyPreferences({ theme: theme.get(), language: choice });
  await answer(bridge().setLanguage(choice));
}

/** The engine masks by that from here on; where other values are masked than before, the shell loads this page anew. */
export async function choosePersonal(role: Role, masks: RoleMasks): Promise<void> {
  await answer(bridge().setRole(role, masks));
}
