import { contextBridge, ipcRenderer, webUtils } from 'electron';
import type { Bridge, BridgeEvents, CommandInput, CommandName, CommandOutput } from '../analysis/model/bridge.ts';
import { appOrigin, enginePortMessage } from '../analysis/model/page.ts';
import type { Result } from '../analysis/model/failure.ts';

interface PageWindow {
  readonly location: { readonly origin: string };
  readonly postMessage: (message: string, origin: string, transfer: unknown[]) => void;
}
declare const window: PageWindow;

const send = async <N extends CommandName>(name: N, input: CommandInput<N>): Promise<Result<CommandOutput<N>>> =>
  ipcRenderer.invoke(`shinsa:${name}`, input);

const listen =
  <E extends keyof BridgeEvents>(name: E) =>
  (listener: (value: BridgeEvents[E]) => void): (() => void) => {
    const heard = (_event: unknown, value: BridgeEvents[E]): void => listener(value);
    ipcRenderer.on(`shinsa:on:${name}`, heard);
    return () => ipcRenderer.removeListener(`shinsa:on:${name}`, heard);
  };

const nowhere: Result<never> = { ok: false, failure: { code: 'file-unreadable', params: {} } };

/** The path of a dropped file goes to the shell and never to the page. */
function pathOf(file: object): string {
  try {
    return webUtils.getPathForFile(file as File);
  } catch {
    return '';
  }
}

const bridge: Bridge = {
  chooseFile: (kind) => send('chooseFile', { kind }),
  dropFile: async (file) => {
    const path = pathOf(file);
    return path === '' ? nowhere : send('dropFile', { path });
  },
  saveStaged: (staged, suggestedName, keep = false) => send('saveStaged', { staged, suggestedName, keep }),
  discardStaged: (staged) => send('discardStaged', { staged }),
  signStaged: (staged, wanted) => send('signStaged', { staged, wanted }),
  reveal: (id) => send('reveal', { id }),
  newProject: () => send('newProject', {}),
  openProject: () => send('openProject', {}),
  openSample: () => send('openSample', {}),
  openRecent: (id) => send('openRecent', { id }),
  recentProjects: () => send('recentProjects', {}),
  sampleOffer: () => send('sampleOffer', {}),
  appInfo: () => send('appInfo', {}),
  setTheme: (theme) => send('setTheme', { theme }),
  setLanguage: (language) => send('setLanguage', { language }),
  setRole: (role, masks) => send('setRole', { role, masks }),
  keptMappings: () => send('keptMappings', {}),
  keepMapping: (named) => send('keepMapping', named),
  forgetMapping: ({ of, name }) => send('forgetMapping', { of, name }),
  connectEngine: () => send('connectEngine', {}),
  restartEngine: () => send('restartEngine', {}),
  openExternal: (url) => send('openExternal', { url }),
  onEngineState: listen('engineState'),
  onMenu: listen('menu'),
  onPreferences: listen('preferences'),
  onShellFailure: listen('shellFailure'),
};

if (window.location.origin === appOrigin) {
  contextBridge.exposeInMainWorld('shinsa', bridge);
  ipcRenderer.on('shinsa:engine-port', (event) => window.postMessage(enginePortMessage, appOrigin, [...event.ports]));
}
