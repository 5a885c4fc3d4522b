import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { extname, sep } from 'node:path';
import { protocol, type Session } from 'electron';
import { styleNonceMeta } from '../analysis/model/page.ts';
import { contentPolicy } from './content-policy.ts';
import { mimeTypes, pageFile, servedFile } from './page-files.ts';

const scheme = 'app';

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
