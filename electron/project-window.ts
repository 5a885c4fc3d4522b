import { app, shell, type BrowserWindow } from 'electron';
import { randomUUID } from 'node:crypto';
import { watchFile, unwatchFile } from 'node:fs';
import { rm } from 'node:fs/promises';
import { totalmem } from 'node:os';
import { basename } from 'node:path';
import type { AppInfo, ChosenFile, CommandInput, Saved } from '../analysis/model/bridge.ts';
import { ShinsaError } from '../analysis/model/failure.ts';
import { personalClasses, type PersonalClass } from '../analysis/model/personal-roles.ts';
import { appOrigin } from '../analysis/model/page.ts';
import { copyStaged, moveStaged } from '../analysis/move-staged.ts';
import { handleCommands, sendEvent, type CommandHandlers } from './commands.ts';
import { openExternal } from './contents-lockdown.ts';
import type { Dialogs } from './dialogs.ts';
import { EngineHost } from './engine-host.ts';
import type { MappingsStore } from './kept-mappings.ts';
import { chosenFile, filesChosen, grantFile } from './file-tokens.ts';
import { defaultCacheDir } from '../analysis/cache-folder.ts';
import { backgroundColor, maskedIn, type PreferencesStore } from './preferences.ts';
import { fileKey, identityOf, projectName, sameProject, type ProjectIdentity } from './project-identity.ts';
import { createRestartPolicy } from './restart-policy.ts';
import { offerSample } from './sample-shop.ts';
import type { Signing } from './signing-key.ts';
import { stagedPath } from './staged-path.ts';
import type { SettingsStore } from './settings.ts';
import { shellTexts } from './shell-texts.ts';
import { createFrame, developmentNote, isDevelopment } from './window-frame.ts';

/** What every window shares. */
export interface Surroundings {
  readonly settings: SettingsStore;
  readonly preferences: PreferencesStore;
  readonly mappings: MappingsStore;
  readonly dialogs: Dialogs;
  readonly sandboxed: boolean;
  readonly signing: Signing;
  /** Commands that concern other projects than the window's own. */
  readonly projects: Pick<
    CommandHandlers,
    'newProject' | 'openProject' | 'openSample' | 'openRecent' | 'recentProjects'
  >;
}

export interface ProjectToOpen {
  readonly path: string;
  readonly mode: 'open' | 'create';
  readonly sample: boolean;
  readonly identity: ProjectIdentity;
}

/** One project: its window and its engine process, from opening to the end of both. */
export class ProjectWindow {
  readonly frame: BrowserWindow;
  /** Settles when window and engine are gone and the file is free again. */
  readonly gone: Promise<void>;
  readonly #project: ProjectToOpen;
  /** Classes of personal data that the page was told nothing of. */
  #masked: readonly PersonalClass[];
  readonly #around: Surroundings;
  readonly #engine: EngineHost;
  readonly #saved = new Map<string, string>();
  #identity: ProjectIdentity;

  constructor(project: ProjectToOpen, around: Surroundings) {
    this.#project = project;
    this.#around = around;
    this.#identity = project.identity;
    this.#masked = maskedIn(around.preferences.get());
    this.frame = createFrame(project.path, around.settings);
    this.#engine = this.#startEngine();
    this.gone = new Promise((resolve) => {
      this.frame.once('closed', () => void this.#engine.close().then(resolve));
    });
    const contents = this.frame.webContents;
    handleCommands(contents, this.#handlers());
    this.#reloadAfterCrash();
    if (isDevelopment) this.#reloadOnChange(developmentNote ?? '');
    this.preferencesChanged();
    void this.frame.loadURL(`${appOrigin}/`);
  }

  shows(identity: ProjectIdentity): boolean {
    return sameProject(this.#identity, identity);
  }

  focus(): void {
    if (this.frame.isDestroyed()) return;
    if (this.frame.isMinimized()) this.frame.restore();
    this.frame.show();
    this.frame.focus();
  }

  preferencesChanged(): void {
    if (this.frame.isDestroyed()) return;
    this.frame.setBackgroundColor(backgroundColor());
    this.frame.setTitle(`${this.#name()} — Shinsa 審査`);
    sendEvent(this.frame.webContents, 'preferences', this.#around.preferences.get());
    this.#followMasks();
  }

  /** Nothing the page was told before stays on screen or in its memory: it is loaded anew. */
  #followMasks(): void {
    const masked = maskedIn(this.#around.preferences.get());
    if (personalClasses.every((one) => masked.includes(one) === this.#masked.includes(one))) return;
    const more = masked.some((one) => !this.#masked.includes(one));
    this.#masked = masked;
    this.#engine.mask(masked);
    if (more) this.#loadWithoutQuestion();
    else this.frame.webContents.reload();
  }

  /** The address may ask for orders by values that are masked from now on, and so may the addresses behind it. */
  #loadWithoutQuestion(): void {
    const contents = this.frame.webContents;
    const url = new URL(contents.getURL());
    const [place = '', question] = url.hash.split('?', 2);
    const reload = (): void => {
      contents.navigationHistory.clear();
      contents.reload();
    };
    if (question === undefined) return reload();
    url.hash = place;
    contents.once('did-navigate-in-page', reload);
    void contents.loadURL(url.href);
  }

  #startEngine(): EngineHost {
    const { path, mode } = this.#project;
    const contents = this.frame.webContents;
    return new EngineHost({
      projectPath: path,
      mode,
      cacheDir: defaultCacheDir(),
      masked: () => maskedIn(this.#around.preferences.get()),
      onState: (state) => {
        sendEvent(contents, 'engineState', state);
        // A project that is being made has a file only now.
        if (state.kind === 'ready') void identityOf(path).then((identity) => (this.#identity = identity));
      },
      onPort: (port) => {
        if (!contents.isDestroyed()) contents.postMessage('shinsa:engine-port', null, [port]);
      },
    });
  }

  #handlers(): CommandHandlers {
    const { preferences, projects, mappings } = this.#around;
    return {
      ...projects,
      chooseFile: async ({ kind }) => {
        const paths = await this.#around.dialogs.chooseFiles(this.frame, kind);
        return this.#granted(paths, kind);
      },
      dropFile: async ({ path }) => {
        const dropped = await this.#granted([path], 'dropped');
        if (dropped === null) throw new ShinsaError('file-unreadable');
        return dropped;
      },
      saveStaged: (wish) => this.#save(wish),
      discardStaged: async ({ staged }) => {
        await rm(await stagedPath(this.#engine.stagingDir, staged), { recursive: true, force: true });
        return null;
      },
      signStaged: async ({ staged, wanted }) => {
        const folder = await stagedPath(this.#engine.stagingDir, staged);
        const { signing } = this.#around;
        return { fingerprint: wanted ? signing.sign(folder).fingerprint : signing.unsign(folder) };
      },
      reveal: async ({ id }) => {
        const path = this.#saved.get(id);
        if (path === undefined) throw new ShinsaError('token-unknown');
        shell.showItemInFolder(path);
        return null;
      },
      sampleOffer: async () => (this.#project.sample ? offerSample((grant) => this.#engine.grant(grant)) : null),
      appInfo: async () => this.#info(),
      setTheme: async ({ theme }) => {
        preferences.setTheme(theme);
        return null;
      },
      setLanguage: async ({ language }) => {
        preferences.setLanguage(language);
        return null;
      },
      setRole: async ({ role, masks }) => {
        preferences.setRole(role, masks, this.#name());
        return null;
      },
      keptMappings: async () => mappings.list(),
      keepMapping: async (named) => mappings.keep(named),
      forgetMapping: async (asked) => mappings.forget(asked),
      connectEngine: async () => {
        this.#engine.connectPage();
        return this.#engine.state;
      },
      restartEngine: async () => {
        this.#engine.restart();
        return null;
      },
      openExternal: ({ url }) => openExternal(url),
    };
  }

  /** Grants what was chosen; of a folder of order files, its tables. */
  async #granted(paths: readonly string[], kind: Parameters<typeof grantFile>[1]): Promise<ChosenFile | null> {
    const chosen: ChosenFile[] = [];
    for (const path of (await Promise.all(paths.map((one) => filesChosen(one, kind)))).flat()) {
      const grant = await grantFile(path, kind);
      await this.#engine.grant(grant);
      chosen.push(chosenFile(grant));
    }
    const [first, ...more] = chosen;
    return first === undefined ? null : more.length === 0 ? first : { ...first, more };
  }

  async #save({ staged, suggestedName, keep }: CommandInput<'saveStaged'>): Promise<Saved> {
    const from = await stagedPath(this.#engine.stagingDir, staged);
    const to = await this.#around.dialogs.saveAs(this.frame, suggestedName);
    if (to === null) return { kind: 'cancelled' };
    await (keep ? copyStaged : moveStaged)(from, to);
    const id = randomUUID();
    this.#saved.set(id, to);
    return { kind: 'saved', id, name: basename(to) };
  }

  #info(): AppInfo {
    return {
      version: app.getVersion(),
      platform: process.platform,
      sandboxed: this.#around.sandboxed,
      memory: totalmem(),
      locale: app.getLocale(),
      ...this.#around.preferences.get(),
      projectName: this.#name(),
      fileKey: fileKey(this.#identity),
      sample: this.#project.sample,
    };
  }

  #name(): string {
    const { sample, path } = this.#project;
    return sample ? shellTexts(this.#around.preferences.get().language).sampleName : projectName(path);
  }

  #reloadAfterCrash(): void {
    const policy = createRestartPolicy();
    this.frame.webContents.on('render-process-gone', (_event, { reason }) => {
      if (reason === 'clean-exit' || policy.next(Date.now()) === null) return;
      // Not within the event: the old renderer is still being taken apart.
      setTimeout(() => {
        if (!this.frame.isDestroyed()) this.frame.webContents.reload();
      }, 100);
    });
  }

  #reloadOnChange(note: string): void {
    watchFile(note, { interval: 200 }, () => this.frame.webContents.reloadIgnoringCache());
    this.frame.once('closed', () => unwatchFile(note));
  }
}
