import type { Theme } from '../../analysis/model/bridge.ts';
import { answer, bridge } from '../state/backend.ts';
import { createStore } from '../state/store.ts';

export const theme = createStore<Theme>('system');

/** Counts up whenever the colours on screen may have changed, so that canvases are drawn again. */
export const paintVersion = createStore(0);

export function applyTheme(): void {
  const show = () => {
    const choice = theme.get();
    if (choice === 'system') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = choice;
    paintVersion.set(paintVersion.get() + 1);
  };
  show();
  theme.subscribe(show);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', show);
}

export async function chooseTheme(choice: Theme): Promise<void> {
  theme.set(choice);
  await answer(bridge().setTheme(choice));
}

/** The opposite of what is on screen now. */
export function toggleTheme(): Promise<void> {
  return chooseTheme(isDark() ? 'light' : 'dark');
}

export function isDark(): boolean {
  const choice = theme.get();
  return choice === 'dark' || (choice === 'system' && matchMedia('(prefers-color-scheme: dark)').matches);
}

export const paintIn =
  (scheme: 'light' | 'dark') =>
  (token: string): string =>
    tokenColour(token, scheme);

let probe: HTMLElement | null = null;

/** The colour a token has now, or in another theme than the one on screen, as text a canvas understands. */
export function tokenColour(token: string, scheme: 'light' | 'dark' | '' = ''): string {
  if (!probe) {
    probe = document.createElement('span');
    probe.hidden = true;
    document.body.append(probe);
  }
  probe.style.colorScheme = scheme;
  probe.style.color = `var(--${token})`;
  return getComputedStyle(probe).color;
}
