import { app, nativeTheme } from 'electron';
import type { Language, Preferences, Theme } from '../analysis/model/bridge.ts';
import { unmaskingsAfter, type PersonalClass, type Role, type RoleMasks } from '../analysis/model/personal-roles.ts';
import type { SettingsStore } from './settings.ts';

export interface PreferencesStore {
  readonly get: () => Preferences;
  readonly setTheme: (theme: Theme) => void;
  readonly setLanguage: (language: Language) => void;
  /** `project` names the window in which it was asked for. */
  readonly setRole: (role: Role, masks: RoleMasks, project: string) => void;
}

/** Theme, language and which personal values are masked, stored for this person and told to every window and menu through `onChange`. */
export function createPreferences(settings: SettingsStore, onChange: () => void): PreferencesStore {
  nativeTheme.themeSource = settings.get().theme;
  return {
    get: () => ({
      theme: settings.get().theme,
      language: settings.get().language ?? systemLanguage(),
      role: settings.get().role,
      masks: settings.get().masks,
      unmaskings: settings.get().unmaskings,
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
    setRole: (role, masks, project) => {
      const unmaskings = unmaskingsAfter(settings.get(), { role, masks, project, at: Date.now() });
      settings.update({ role, masks, unmaskings });
      onChange();
    },
  };
}

/** The classes that are masked now. */
export const maskedIn = ({ role, masks }: Pick<Preferences, 'role' | 'masks'>): readonly PersonalClass[] => masks[role];

function systemLanguage(): Language {
  return app.getLocale().toLowerCase().startsWith('ja') ? 'ja' : 'en';
}

/** The page's own ground colour (renderer/theme/tokens.css), so that nothing flashes before it is drawn. */
export function backgroundColor(): string {
  return nativeTheme.shouldUseDarkColors ? '#12171d' : '#f3f5f8';
}
