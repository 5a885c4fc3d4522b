import { createHash } from 'node:crypto';
import { realpath, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** What makes two paths the same project: one real path, or one file behind two of them. */
export interface ProjectIdentity {
  readonly realPath: string;
  /** Device and inode; null while the file does not exist yet. */
  readonly inode: string | null;
}

export async function identityOf(path: string): Promise<ProjectIdentity> {
  const realPath = await realpath(path).catch(() => realParent(path));
  const inode = await stat(realPath, { bigint: true }).then(
    ({ dev, ino }) => `${dev}:${ino}`,
    () => null,
  );
  return { realPath, inode };
}

async function realParent(path: string): Promise<string> {
  const folder = await realpath(dirname(path)).catch(() => dirname(path));
  return join(folder, basename(path));
}

export function sameProject(a: ProjectIdentity, b: ProjectIdentity): boolean {
  return a.realPath === b.realPath || (a.inode !== null && a.inode === b.inode);
}

/** A name for the file that says nothing of where it lies. */
export function fileKey({ realPath }: ProjectIdentity): string {
  return createHash('sha256').update(realPath).digest('hex').slice(0, 16);
}

export const projectExtension = '.shinsa';

export function projectName(path: string): string {
  return basename(path, projectExtension);
}
