import type { FileGrants, GrantedFile } from '../analysis/process.ts';
import { ShinsaError } from '../analysis/model/failure.ts';
import type { Grant } from './file-tokens.ts';

export interface GrantTable extends FileGrants {
  readonly add: (grant: Grant) => void;
}

/** The engine's side of the tokens: `onTaken` tells the shell that one is used up. */
export function createGrantTable(onTaken: (token: string) => void, now: () => number = Date.now): GrantTable {
  const grants = new Map<string, Grant>();
  const peek = (token: string): GrantedFile => {
    const grant = grants.get(token);
    if (grant !== undefined && grant.expiresAt > now()) return grant.file;
    grants.delete(token);
    throw new ShinsaError('token-unknown');
  };
  const take = (token: string): GrantedFile => {
    const file = peek(token);
    grants.delete(token);
    onTaken(token);
    return file;
  };
  return { add: (grant) => grants.set(grant.token, grant), peek, take };
}
