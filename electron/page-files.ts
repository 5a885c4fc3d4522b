import { realpath } from 'node:fs/promises';
import { extname, resolve, sep } from 'node:path';
import { appOrigin } from '../analysis/model/page.ts';

export const pageFile = 'index.html';

/** A file of any other kind is not part of the page. */
export const mimeTypes: Readonly<Record<string, string>> = {
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
