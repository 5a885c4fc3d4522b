import { randomBytes } from 'node:crypto';
import { statSync } from 'node:fs';
import { basename } from 'node:path';
import { fileTokenSchema, type FileToken } from './engine-api.ts';
import { ShinsaError } from './model/failure.ts';
import type { FileGrants, GrantedFile } from './process.ts';

/** Grants of the command line and of tests, where the person names paths. */
export interface LocalGrants extends FileGrants {
  /** A one-use token for a file or a package folder; 'file-not-found' when there is none. */
  readonly grant: (path: string) => FileToken;
}

/** An empty table of grants. */
export function localGrants(): LocalGrants {
  const files = new Map<string, GrantedFile>();
  const peek = (token: string): GrantedFile => {
    const file = files.get(token);
    if (file === undefined) throw new ShinsaError('token-unknown');
    return file;
  };
  return {
    grant: (path) => {
      const token = fileTokenSchema.parse(randomBytes(24).toString('base64url'));
      files.set(token, lookAt(path));
      return token;
    },
    peek,
    take: (token) => {
      const file = peek(token);
      files.delete(token);
      return file;
    },
  };
}

function lookAt(path: string): GrantedFile {
  const place = { file: basename(path) };
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) throw new ShinsaError('file-not-found', {}, { place });
  if (!found.isFile() && !found.isDirectory()) throw new ShinsaError('file-unreadable', {}, { place });
  return { path, inode: found.ino, size: found.isDirectory() ? 0 : found.size, mtimeMs: found.mtimeMs };
}
