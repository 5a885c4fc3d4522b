import type { Session } from 'electron';
import { appOrigin } from '../analysis/model/page.ts';

/** The one thing a page may ask of the system: to put a copied table on the clipboard. */
const allowedPermission = 'clipboard-sanitized-write';

/**
 * A peer connection is no request that the filter below would see. Sent through a proxy that nobody runs, loopback
 * included, it reaches nothing; our own scheme never asks for a proxy.
 */
const nowhere = { mode: 'fixed_servers', proxyRules: 'socks5://127.0.0.1:9', proxyBypassRules: '<-loopback>' } as const;

/** Electron approves every permission unless both handlers say otherwise. */
export async function lockSession(session: Session, { devTools }: { devTools: boolean }): Promise<void> {
  session.setPermissionRequestHandler((contents, permission, decide) => {
    decide(permission === allowedPermission && isOwn(contents.getURL()));
  });
  session.setPermissionCheckHandler(
    (_contents, permission, origin) => permission === allowedPermission && isOwn(origin),
  );
  session.setDevicePermissionHandler(() => false);
  session.setBluetoothPairingHandler?.((_details, decide) => decide({ confirmed: false }));
  session.setSpellCheckerEnabled(false);
  session.webRequest.onBeforeRequest((details, decide) => {
    decide({ cancel: !mayLoad(details.url, devTools) });
  });
  session.on('will-download', (event) => event.preventDefault());
  await session.setProxy(nowhere);
}

/** Everything the window is made of comes from our own scheme; small images may be written out in the style sheet. */
function mayLoad(url: string, devTools: boolean): boolean {
  return isOwn(url) || url.startsWith('data:image/') || (devTools && url.startsWith('devtools:'));
}

export function isOwn(url: string): boolean {
  return url === appOrigin || url.startsWith(`${appOrigin}/`);
}
