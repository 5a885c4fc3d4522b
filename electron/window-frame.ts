import { BrowserWindow, screen, type Rectangle } from 'electron';
import { parts } from './folders.ts';
import { backgroundColor } from './preferences.ts';
import type { Bounds, SettingsStore } from './settings.ts';

const smallest = { minWidth: 1024, minHeight: 640 };
const usual = { width: 1280, height: 800 };

/** Set for development only: the file whose change reloads the page. Everything a product must not have hangs on it. */
export const developmentNote = process.env.SHINSA_DEV;
export const isDevelopment = developmentNote !== undefined && developmentNote !== '';

/** A window with the powers of design.md, where its project's window was last time. */
export function createFrame(projectPath: string, settings: SettingsStore): BrowserWindow {
  const last = settings.get().windows[projectPath];
  const place = last !== undefined && isOnSomeScreen(last.bounds) ? last.bounds : usual;
  const frame = new BrowserWindow({
    ...place,
    ...smallest,
    useContentSize: last === undefined,
    show: false,
    backgroundColor: backgroundColor(),
    webPreferences: {
      preload: parts.preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools: isDevelopment,
    },
  });
  // With the session's proxy that leads nowhere, peer connections have no way out: UDP here, TCP there.
  frame.webContents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
  if (last?.maximized === true) frame.maximize();
  frame.once('ready-to-show', () => frame.show());
  frame.on('page-title-updated', (event) => event.preventDefault());
  frame.on('close', () => rememberFrame(projectPath, frame, settings));
  return frame;
}

function rememberFrame(projectPath: string, frame: BrowserWindow, settings: SettingsStore): void {
  const { x, y, width, height } = frame.getNormalBounds();
  const bounds: Bounds = { x, y, width, height };
  const others = Object.entries(settings.get().windows).filter(([path]) => path !== projectPath);
  const windows = Object.fromEntries([...others.slice(-49), [projectPath, { bounds, maximized: frame.isMaximized() }]]);
  settings.update({ windows });
}

/** A screen that was unplugged must not take the window with it. */
function isOnSomeScreen(bounds: Bounds): boolean {
  const within = (area: Rectangle): boolean =>
    bounds.x < area.x + area.width - 100 &&
    bounds.x + bounds.width > area.x + 100 &&
    bounds.y >= area.y - 20 &&
    bounds.y < area.y + area.height - 50;
  return screen.getAllDisplays().some(({ workArea }) => within(workArea));
}
