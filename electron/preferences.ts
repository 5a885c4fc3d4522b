import { app, nativeTheme } from 'electron';
import type { Language, PersonalView, Preferences, Theme } from '../analysis/model/bridge.ts';
import type { SettingsStore } from './settings.ts';

export interface PreferencesStore {
  readonly get: () => Preferences;
  readonly setTheme: (theme: Theme) => void;
  readonly setLanguage: (language: Language) => void;
  readonly setPersonal: (personal: PersonalView) => void;
}

/** Theme, language and whether personal values are seen, stored for this person and told to every window and menu through `onChange`. */
export function createPreferences(settings: SettingsStore, onChange: () => void): PreferencesStore {
  nativeTheme.themeSource = settings.get().theme;
  return {
    get: () => ({
      theme: settings.get().theme,
      language: settings.get().language ?? systemLanguage(),
      personal: settings.get().personal,
    }),
    setTheme: (theme) => {
      nativeTheme.themeSource = theme;
      settings.update({ theme });
      onChange();
    },
    setLanguage: (language) => {
      settings.update({ language });
      onChange();
    },
    setPersonal: (personal) => {
      settings.update({ personal });
      onChange();
    },
  };
}

function systemLanguage(): Language {
  return app.getLocale().toLowerCase().startsWith('ja') ? 'ja' : 'en';
}

/** The page's own ground colour (renderer/theme/tokens.css), so that nothing flashes before it is drawn. */
export function backgroundColor(): string {
  return nativeTheme.shouldUseDarkColors ? '#12171d' : '#f3f5f8';
}
