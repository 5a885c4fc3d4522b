import { randomBytes } from 'node:crypto';
import { readFile, realpath } from 'node:fs/promises';
import { extname, join, resolve, sep } from 'node:path';
import { protocol, type Session } from 'electron';
import { appOrigin, styleNonceMeta } from '../analysis/model/page.ts';
import { contentPolicy } from './content-policy.ts';

const scheme = 'app';
const pageFile = 'index.html';

const mimeTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.ttf': 'font/ttf',
};

/** Must run exactly once and before the app is ready: a second registration would drop `secure`. */
export function registerPageScheme(): void {
  const privileges = { standard: true, secure: true, supportFetchAPI: true };
  protocol.registerSchemesAsPrivileged([{ scheme, privileges }]);
}

export function servePage(session: Session, root: string): void {
  session.protocol.handle(scheme, async (request) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return refusal(405);
    const file = await servedFile(request.url, root);
    return file === null ? refusal(404) : answer(file);
  });
}

/** The real path of the file behind an address, or null: nothing outside the root exists, whatever the spelling. */
export async function servedFile(address: string, root: string): Promise<string | null> {
  const path = plainPath(address);
  if (path === null) return null;
  try {
    const realRoot = await realpath(root);
    const wanted = resolve(realRoot, path === '' ? pageFile : path);
    const real = await realpath(wanted);
    return real === wanted && real.startsWith(realRoot + sep) && extname(real) in mimeTypes ? real : null;
  } catch {
    return null;
  }
}

/** Path below the root, or null where the address is not ours or is spelt in a way no link of ours is. */
function plainPath(address: string): string | null {
  try {
    const { protocol: scheme, host, pathname } = new URL(address);
    if (`${scheme}//${host}` !== appOrigin) return null;
    const path = decodeURIComponent(pathname).replace(/^\//, '');
    const segments = path.split('/');
    const odd = /[\\\0%:]/.test(path) || segments.some((part) => part === '..' || part === '.');
    return odd || (path !== '' && segments.includes('')) ? null : path;
  } catch {
    return null;
  }
}

async function answer(file: string): Promise<Response> {
  const body = await readFile(file);
  const nonce = randomBytes(18).toString('base64');
  const isPage = file.endsWith(`${sep}${pageFile}`);
  return new Response(isPage ? withNonce(body.toString('utf8'), nonce) : new Uint8Array(body), {
    headers: {
      'Content-Type': mimeTypes[extname(file)] ?? 'application/octet-stream',
      'Content-Security-Policy': contentPolicy(nonce),
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'no-referrer',
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Cross-Origin-Resource-Policy': 'same-origin',
      'Cache-Control': 'no-store',
    },
  });
}

function withNonce(html: string, nonce: string): string {
  return html.replace('<head>', `<head><meta name="${styleNonceMeta}" content="${nonce}">`);
}

function refusal(status: number): Response {
  return new Response(null, { status, headers: { 'Content-Security-Policy': contentPolicy('none') } });
}

export const rendererRoot = (appRoot: string): string => join(appRoot, 'renderer');
