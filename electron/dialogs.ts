import { dialog, type BrowserWindow, type FileFilter, type OpenDialogOptions } from 'electron';
import { basename, dirname, join } from 'node:path';
import type { FileKind } from '../analysis/model/bridge.ts';
import { tableExtensions } from '../analysis/model/table-names.ts';
import { projectExtension } from './project-identity.ts';
import type { SettingsStore } from './settings.ts';
import type { ShellTexts } from './shell-texts.ts';

/** The paths a person chose; null when nothing was chosen. They never go to the page. */
export interface Dialogs {
  /** A history may be several files, outcomes and order lines too; all others are one. */
  readonly chooseFiles: (window: BrowserWindow, kind: FileKind) => Promise<readonly string[]>;
  readonly chooseProject: (window: BrowserWindow | null) => Promise<string | null>;
  readonly newProject: (window: BrowserWindow | null) => Promise<string | null>;
  readonly saveAs: (window: BrowserWindow, suggestedName: string) => Promise<string | null>;
}

export function createDialogs(settings: SettingsStore, texts: () => ShellTexts): Dialogs {
  const inLastFolder = (name = ''): { defaultPath?: string } => {
    const folder = settings.get().lastFolder;
    if (folder !== undefined) return { defaultPath: join(folder, name) };
    return name === '' ? {} : { defaultPath: name };
  };
  const remembered = (path: string | undefined): string | null => {
    if (path === undefined || path === '') return null;
    settings.update({ lastFolder: dirname(path) });
    return path;
  };
  const openAll = async (window: BrowserWindow | null, options: OpenDialogOptions): Promise<readonly string[]> => {
    const all = { ...inLastFolder(), ...options };
    const { canceled, filePaths } = await (window === null
      ? dialog.showOpenDialog(all)
      : dialog.showOpenDialog(window, all));
    return canceled || remembered(filePaths[0]) === null ? [] : filePaths;
  };
  const open = async (window: BrowserWindow | null, options: OpenDialogOptions): Promise<string | null> =>
    (await openAll(window, options))[0] ?? null;
  const save = async (window: BrowserWindow | null, name: string, filters: FileFilter[]): Promise<string | null> => {
    const options = { ...inLastFolder(name), filters };
    const { canceled, filePath } = await (window === null
      ? dialog.showSaveDialog(options)
      : dialog.showSaveDialog(window, options));
    return canceled ? null : remembered(filePath);
  };
  const projects = (): FileFilter[] => [{ name: texts().projectFiles, extensions: [projectExtension.slice(1)] }];
  return {
    chooseFiles: (window, kind) => openAll(window, fileDialog(kind, texts())),
    chooseProject: (window) => open(window, { filters: projects(), properties: ['openFile'] }),
    newProject: async (window) => {
      const path = await save(window, '', projects());
      return path === null || path.endsWith(projectExtension) ? path : `${path}${projectExtension}`;
    },
    saveAs: (window, name) => save(window, basename(name), []),
  };
}

function fileDialog(kind: FileKind, texts: ShellTexts): OpenDialogOptions {
  const tables = [...tableExtensions];
  switch (kind) {
    case 'history':
      return several(filesOnly(texts.chooseHistory, texts.orderFiles, tables));
    case 'history-folder':
      return { title: texts.chooseHistoryFolder, properties: ['openDirectory'] };
    case 'outcomes':
      return several(filesOnly(texts.chooseOutcomes, texts.outcomeFiles, tables));
    case 'list':
      return filesOnly(texts.chooseList, texts.listFiles, tables);
    case 'verdicts':
      return filesOnly(texts.chooseVerdicts, texts.verdictFiles, tables);
    case 'recorded':
      return filesOnly(texts.chooseRecorded, texts.recordedFiles, tables);
    case 'lines':
      return several(filesOnly(texts.chooseLines, texts.lineFiles, tables));
    case 'ruleset':
      return filesOnly(texts.chooseRuleset, texts.rulesetFiles, ['json']);
    case 'mapping':
      return filesOnly(texts.chooseMapping, texts.mappingFiles, ['json']);
    case 'package':
      return { title: texts.choosePackage, properties: ['openDirectory'] };
    case 'package-file':
      return filesOnly(texts.choosePackage, texts.packageFiles, ['shinsapkg', 'zip']);
  }
}

/** Files that are read as one. */
const several = (options: OpenDialogOptions): OpenDialogOptions => ({
  ...options,
  properties: ['openFile', 'multiSelections'],
});

function filesOnly(title: string, name: string, extensions: string[]): OpenDialogOptions {
  return { title, filters: [{ name, extensions }], properties: ['openFile'] };
}
