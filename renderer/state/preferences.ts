import type { Language, Preferences } from '../../analysis/model/bridge.ts';
import { language } from '../i18n/index.ts';
import { theme } from '../theme/theme.ts';
import { answer, bridge } from './backend.ts';

export function applyPreferences(preferences: Preferences): void {
  theme.set(preferences.theme);
  document.documentElement.lang = preferences.language;
  language.set(preferences.language);
}

export async function chooseLanguage(choice: Language): Promise<void> {
  applyPreferences({ theme: theme.get(), language: choice });
  await answer(bridge().setLanguage(choice));
}
