import { app, shell, type WebContents } from 'electron';
import { isAllowedExternal } from './external-address.ts';

/** Applies to every contents ever made, also to ones this app never meant to make. */
export function lockContents(): void {
  app.on('web-contents-created', (_created, contents) => {
    if (contents.getType() === 'remote') return;
    stayOnPage(contents);
    contents.setWindowOpenHandler(({ url }) => {
      void openExternal(url);
      return { action: 'deny' };
    });
    contents.on('will-attach-webview', (event) => event.preventDefault());
  });
}

/** The page is one address with a fragment; a change of fragment is no navigation and is not asked for here. */
function stayOnPage(contents: WebContents): void {
  contents.on('will-navigate', (event) => event.preventDefault());
  contents.on('will-frame-navigate', (event) => event.preventDefault());
  contents.on('will-redirect', (event) => event.preventDefault());
}

/** Opens an allowed address and says whether it was one. */
export async function openExternal(address: string): Promise<boolean> {
  if (!isAllowedExternal(address)) return false;
  await shell.openExternal(new URL(address).href);
  return true;
}
