import { app, dialog, Menu, safeStorage, session } from 'electron';
import { resolve } from 'node:path';
import type { MenuCommand } from '../analysis/model/bridge.ts';
import { failureOf } from '../analysis/model/failure.ts';
import { sendEvent } from './commands.ts';
import { lockContents } from './contents-lockdown.ts';
import { createDialogs } from './dialogs.ts';
import { mappingsFile, parts, settingsFile, signingKeyFile } from './folders.ts';
import { addContextMenus, applicationMenu } from './menu.ts';
import { registerPageScheme, servePage } from './page-protocol.ts';
import { createPreferences } from './preferences.ts';
import { projectExtension } from './project-identity.ts';
import { lockSession } from './session-lockdown.ts';
import { openMappings } from './kept-mappings.ts';
import { openSettings, type SettingsStore } from './settings.ts';
import { shellTexts } from './shell-texts.ts';
import { createSigning } from './signing-key.ts';
import { isDevelopment } from './window-frame.ts';
import { Workbench } from './workbench.ts';

// 1. What must be settled before the app is ready: the page's scheme and the sandbox of every renderer.
registerPageScheme();
const sandboxed = process.env.SHINSA_NO_SANDBOX !== '1';
// enableSandbox overrides --no-sandbox, and Chromium's sandbox cannot start as root (containers).
if (sandboxed) app.enableSandbox();
app.commandLine.appendSwitch('disable-background-networking');
app.commandLine.appendSwitch('disable-component-update');

// 2. One instance per user; a second one hands its project over and leaves.
if (app.requestSingleInstanceLock()) begin();
else app.quit();

// No top-level await on readiness: the ready event waits for this module to end.
function begin(): void {
  lockContents();
  const settings = openSettings(settingsFile());
  // Chromium writes dates in its fields in the language it was started in.
  const { language } = settings.get();
  if (language !== undefined) app.commandLine.appendSwitch('lang', language);
  app
    .whenReady()
    .then(() => start(settings))
    .catch((error: unknown) => {
      dialog.showErrorBox('Shinsa 審査', failureOf(error).code);
      app.exit(1);
    });
}

async function start(settings: SettingsStore): Promise<void> {
  // 3. The session: no permission, no network, only our own files.
  await lockSession(session.defaultSession, { devTools: isDevelopment });
  servePage(session.defaultSession, parts.page);

  // 4. What is remembered of this person, and everything that follows from it.
  const preferences = createPreferences(settings, () => {
    workbench.preferencesChanged();
    drawMenu();
  });
  const texts = (): ReturnType<typeof shellTexts> => shellTexts(preferences.get().language);
  const dialogs = createDialogs(settings, texts);
  const signing = createSigning(signingKeyFile(), safeStorage);
  const mappings = openMappings(mappingsFile());
  const workbench = new Workbench({ settings, preferences, mappings, dialogs, sandboxed, signing }, () => drawMenu());

  // 5. Menus.
  const beginWork = (work: () => Promise<unknown>): void => {
    work().catch((error: unknown) => {
      const failure = failureOf(error);
      const window = workbench.focused;
      if (window !== null) sendEvent(window.frame.webContents, 'shellFailure', failure);
    });
  };
  const command = (name: MenuCommand): void => {
    const window = workbench.focused;
    if (window !== null) sendEvent(window.frame.webContents, 'menu', name);
  };
  const drawMenu = (): void =>
    Menu.setApplicationMenu(applicationMenu({ texts: texts(), preferences, workbench, command, begin: beginWork }));
  drawMenu();
  addContextMenus(texts);

  // 6. Other ways in, and the way out.
  app.on('second-instance', (_event, argv, workingDirectory) => {
    const path = projectIn(argv, workingDirectory);
    if (path === null) workbench.focused?.focus();
    else beginWork(() => workbench.open(path, 'open'));
  });
  app.on('open-file', (event, path) => {
    event.preventDefault();
    beginWork(() => workbench.open(path, 'open'));
  });
  closeInOrder(workbench);

  // 7. The project named on the command line, or the sample shop.
  const path = projectIn(process.argv, process.cwd());
  await (path === null ? workbench.openSample() : workbench.open(path, 'open'));
}

/** The app leaves only after every engine has let go of its project file. */
function closeInOrder(workbench: Workbench): void {
  let closed = false;
  app.on('window-all-closed', () => app.quit());
  app.on('will-quit', (event) => {
    if (closed) return;
    event.preventDefault();
    void workbench.close().then(() => {
      closed = true;
      // Not within this very event, where a second request to quit is not heard.
      setImmediate(() => app.quit());
    });
  });
}

function projectIn(argv: readonly string[], folder: string): string | null {
  const path = argv.slice(1).findLast((part) => part.endsWith(projectExtension) && !part.startsWith('-'));
  return path === undefined ? null : resolve(folder, path);
}
