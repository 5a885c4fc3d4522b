import type { Language } from '../../analysis/model/bridge.ts';
import { createStore, useStore } from '../state/store.ts';
import { fill, type Params } from './fill.ts';
import { ja } from './ja/index.ts';
import { en } from './en/index.ts';

export type TextKey = keyof typeof ja;

const catalogues: Record<Language, Record<TextKey, string>> = { ja, en };

export const language = createStore<Language>('ja');

/** The text in the chosen language. A component that calls it re-renders through `useLanguage`. */
export function t(key: TextKey, params: Params = {}): string {
  return fill(catalogues[language.get()][key], params);
}

export function useLanguage(): Language {
  return useStore(language);
}

/** The name of something that carries its own two names. */
export function named(name: { readonly ja: string; readonly en: string }): string {
  const chosen = name[language.get()];
  return chosen === '' ? name.ja || name.en : chosen;
}
