/** A started child process seen from its parent: messages both ways, its end, and a way to stop it at once. */
export interface ChildProcess {
  readonly post: (message: unknown) => void;
  readonly onMessage: (listener: (message: unknown) => void) => void;
  /** Called once with the exit code (null when killed). */
  readonly onExit: (listener: (code: number | null) => void) => void;
  readonly kill: () => void;
}

/** Entry files that may run in a process of their own. */
export type ProcessEntry = 'import-process' | 'engine-proof-process' | 'sql-process';

/**
 * Starts processes: `utilityProcess` through the shell in the app, plain Node in the command line and tests. The
 * engine knows only this interface.
 */
export interface ProcessStarter {
  readonly start: (entry: ProcessEntry) => Promise<ChildProcess>;
}

/** The child's side of the same channel. */
export interface ParentPort {
  readonly post: (message: unknown) => void;
  readonly onMessage: (listener: (message: unknown) => void) => void;
}

/** A file a person chose, bound to what it was at that moment; checked again when reading ends. Sizes in bytes. */
export interface GrantedFile {
  readonly path: string;
  readonly inode: number;
  readonly size: number;
  readonly mtimeMs: number;
}

/** Turns a token into the file it was issued for; both throw 'token-unknown' for any other. */
export interface FileGrants {
  /** Looks at the file without using the token up: for previews, and for work that may have to be tried again. */
  readonly peek: (token: string) => GrantedFile;
  /** Uses the token up. */
  readonly take: (token: string) => GrantedFile;
}
