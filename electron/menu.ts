import { app, Menu, type MenuItemConstructorOptions, type WebContents } from 'electron';
import { languages, themes, type MenuCommand, type Theme } from '../analysis/model/bridge.ts';
import type { PreferencesStore } from './preferences.ts';
import type { ShellTexts } from './shell-texts.ts';
import { isDevelopment } from './window-frame.ts';
import type { Workbench } from './workbench.ts';

type Item = MenuItemConstructorOptions;

export interface MenuNeeds {
  readonly texts: ShellTexts;
  readonly preferences: PreferencesStore;
  readonly workbench: Workbench;
  /** Tells the window in front to carry out a command. */
  readonly command: (command: MenuCommand) => void;
  /** Work that may fail is begun here, so that a failure is shown and not lost. */
  readonly begin: (work: () => Promise<unknown>) => void;
}

/** The application menu, made anew whenever language, theme or the recent projects change. */
export function applicationMenu(needs: MenuNeeds): Menu {
  const mac: Item[] = process.platform === 'darwin' ? [{ role: 'appMenu' }] : [];
  return Menu.buildFromTemplate([...mac, fileMenu(needs), editMenu(needs.texts), viewMenu(needs), helpMenu(needs)]);
}

function fileMenu({ texts, workbench, command, begin }: MenuNeeds): Item {
  const recent: Item[] = workbench.recent().map(({ id, name }) => ({
    label: name.replaceAll('&', '&&'),
    click: () => begin(() => workbench.openRecent(id)),
  }));
  return {
    label: texts.file,
    submenu: [
      { label: texts.newProject, accelerator: 'CmdOrCtrl+N', click: () => begin(() => workbench.newProject()) },
      { label: texts.openProject, accelerator: 'CmdOrCtrl+O', click: () => begin(() => workbench.openProject()) },
      { label: texts.openSample, accelerator: 'CmdOrCtrl+Shift+O', click: () => begin(() => workbench.openSample()) },
      { label: texts.recent, submenu: recent.length > 0 ? recent : [{ label: texts.noRecent, enabled: false }] },
      { type: 'separator' },
      { label: texts.import, accelerator: 'CmdOrCtrl+I', click: () => command('import') },
      { type: 'separator' },
      { label: texts.quit, role: process.platform === 'darwin' ? 'close' : 'quit' },
    ],
  };
}

function editMenu(texts: ShellTexts): Item {
  return {
    label: texts.edit,
    submenu: [
      { label: texts.undo, role: 'undo' },
      { label: texts.redo, role: 'redo' },
      { type: 'separator' },
      { label: texts.cut, role: 'cut' },
      { label: texts.copy, role: 'copy' },
      { label: texts.paste, role: 'paste' },
      { label: texts.selectAll, role: 'selectAll' },
    ],
  };
}

function viewMenu({ texts, preferences, command }: MenuNeeds): Item {
  const { theme, language } = preferences.get();
  const themeNames: Record<Theme, string> = {
    system: texts.themeSystem,
    light: texts.themeLight,
    dark: texts.themeDark,
  };
  const developer: Item[] = [
    { type: 'separator' },
    { label: texts.reload, role: 'reload' },
    { label: texts.developerTools, role: 'toggleDevTools' },
  ];
  return {
    label: texts.view,
    submenu: [
      { label: texts.palette, accelerator: 'CmdOrCtrl+K', click: () => command('palette') },
      { type: 'separator' },
      {
        label: texts.theme,
        submenu: themes.map((each) => ({
          label: themeNames[each],
          type: 'radio',
          checked: each === theme,
          click: () => preferences.setTheme(each),
        })),
      },
      {
        label: texts.language,
        submenu: languages.map((each) => ({
          label: { ja: '日本語', en: 'English' }[each],
          type: 'radio',
          checked: each === language,
          click: () => preferences.setLanguage(each),
        })),
      },
      { type: 'separator' },
      { label: texts.zoomReset, role: 'resetZoom' },
      { label: texts.zoomIn, role: 'zoomIn' },
      { label: texts.zoomOut, role: 'zoomOut' },
      { label: texts.fullScreen, role: 'togglefullscreen' },
      ...(isDevelopment ? developer : []),
    ],
  };
}

function helpMenu({ texts, command }: MenuNeeds): Item {
  return {
    label: texts.help,
    role: 'help',
    submenu: [
      { label: texts.shortcuts, accelerator: 'CmdOrCtrl+/', click: () => command('shortcuts') },
      { label: texts.about, click: () => command('about') },
    ],
  };
}

/** Cut, copy and paste on a right click in text, which a page cannot offer by itself. */
export function addContextMenus(texts: () => ShellTexts): void {
  app.on('web-contents-created', (_created, contents: WebContents) => {
    contents.on('context-menu', (_event, { isEditable, selectionText, editFlags }) => {
      if (!isEditable && selectionText === '') return;
      const { cut, copy, paste, selectAll } = texts();
      const items: Item[] = [
        { label: cut, role: 'cut', visible: isEditable, enabled: editFlags.canCut },
        { label: copy, role: 'copy', enabled: editFlags.canCopy },
        { label: paste, role: 'paste', visible: isEditable, enabled: editFlags.canPaste },
        { label: selectAll, role: 'selectAll' },
      ];
      Menu.buildFromTemplate(items).popup();
    });
  });
}
