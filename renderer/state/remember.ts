/** Choices of this person on this machine (panel sizes, theme, column widths); never data of a project. */
const prefix = 'shinsa.';

export function recall(name: string): string | null {
  try {
    return localStorage.getItem(prefix + name);
  } catch {
    return null;
  }
}

export function remember(name: string, value: string): void {
  try {
    localStorage.setItem(prefix + name, value);
  } catch {
    // A full or forbidden storage costs a remembered width, nothing else.
  }
}

export const panelStorage = {
  getItem: (name: string) => recall(`panels.${name}`),
  setItem: (name: string, value: string) => remember(`panels.${name}`, value),
};
