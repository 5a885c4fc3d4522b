import type { Language, PersonalView, Preferences } from '../../analysis/model/bridge.ts';
import { language } from '../i18n/index.ts';
import { theme } from '../theme/theme.ts';
import { answer, bridge } from './backend.ts';

export function applyPreferences(preferences: Omit<Preferences, 'personal'>): void {
  theme.set(preferences.theme);
  document.documentElement.lang = preferences.language;
  language.set(preferences.language);
}

export async function chooseLanguage(choice: Language): Promise<void> {
  applyPreferences({ theme: theme.get(), language: choice });
  await answer(bridge().setLanguage(choice));
}

/** The engine masks or shows from here on, and the shell loads this page anew. */
export async function choosePersonal(choice: PersonalView): Promise<void> {
  await answer(bridge().setPersonal(choice));
}
