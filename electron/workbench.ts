import { app, BrowserWindow } from 'electron';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Opened, RecentProject } from '../analysis/model/bridge.ts';
import { ShinsaError } from '../analysis/model/failure.ts';
import { sampleProject } from './folders.ts';
import { identityOf, projectName } from './project-identity.ts';
import { ProjectWindow, type Surroundings } from './project-window.ts';

const recentKept = 10;

/** All open projects: one window and one engine each; a project that is open already is brought to the front. */
export class Workbench {
  readonly #windows = new Set<ProjectWindow>();
  readonly #around: Surroundings;
  readonly #onRecentChange: () => void;
  #opening: Promise<unknown> = Promise.resolve();

  constructor(parts: Omit<Surroundings, 'projects'>, onRecentChange: () => void) {
    this.#onRecentChange = onRecentChange;
    this.#around = {
      ...parts,
      projects: {
        newProject: () => this.newProject(),
        openProject: () => this.openProject(),
        openSample: () => this.openSample(),
        openRecent: ({ id }) => this.openRecent(id),
        recentProjects: async () => this.recent(),
      },
    };
  }

  get focused(): ProjectWindow | null {
    const frame = BrowserWindow.getFocusedWindow();
    return [...this.#windows].find((window) => window.frame === frame) ?? [...this.#windows][0] ?? null;
  }

  async newProject(): Promise<Opened> {
    const path = await this.#around.dialogs.newProject(this.focused?.frame ?? null);
    if (path === null) return 'cancelled';
    // The dialog asked about replacing, but a project is never lost to a click.
    if (existsSync(path)) throw new ShinsaError('project-exists', { file: projectName(path) });
    return this.open(path, 'create');
  }

  async openProject(): Promise<Opened> {
    const path = await this.#around.dialogs.chooseProject(this.focused?.frame ?? null);
    return path === null ? 'cancelled' : this.open(path, 'open');
  }

  async openSample(): Promise<Opened> {
    const path = sampleProject();
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    return this.open(path, existsSync(path) ? 'open' : 'create');
  }

  async openRecent(id: string): Promise<Opened> {
    const found = this.#around.settings.get().recent.find((recent) => recent.id === id);
    if (found === undefined) throw new ShinsaError('project-not-found');
    return this.open(found.path, 'open');
  }

  recent(): readonly RecentProject[] {
    return this.#around.settings.get().recent.map(({ id, name, openedAt }) => ({ id, name, openedAt }));
  }

  /** One opening after the other, so that two for the same project cannot both find it closed. */
  open(path: string, mode: 'open' | 'create'): Promise<Opened> {
    const opening = this.#opening.then(() => this.#open(path, mode));
    this.#opening = opening.catch(() => undefined);
    return opening;
  }

  preferencesChanged(): void {
    for (const window of this.#windows) window.preferencesChanged();
  }

  /** Settles when every engine has let go of its project. */
  async close(): Promise<void> {
    const windows = [...this.#windows];
    for (const { frame } of windows) if (!frame.isDestroyed()) frame.close();
    await Promise.all(windows.map(({ gone }) => gone));
  }

  async #open(path: string, mode: 'open' | 'create'): Promise<Opened> {
    const identity = await identityOf(path);
    const open = [...this.#windows].find((window) => window.shows(identity));
    if (open !== undefined && !open.frame.isDestroyed()) {
      open.focus();
      return 'focused';
    }
    await open?.gone;
    const sample = path === sampleProject();
    const window = new ProjectWindow({ path, mode, identity, sample }, this.#around);
    this.#windows.add(window);
    void window.gone.then(() => this.#windows.delete(window));
    if (!sample) this.#remember(path);
    return 'opened';
  }

  #remember(path: string): void {
    const { settings } = this.#around;
    const id = createHash('sha256').update(path).digest('hex').slice(0, 16);
    const others = settings.get().recent.filter((recent) => recent.path !== path);
    const first = { id, path, name: projectName(path), openedAt: Date.now() };
    settings.update({ recent: [first, ...others].slice(0, recentKept) });
    app.addRecentDocument(path);
    this.#onRecentChange();
  }
}
