import { rmSync } from 'node:fs';
import type { Handlers } from './engine-api.ts';
import { guardOver, type Guard } from './personal/guard.ts';
import { openProject, type OpenOptions } from './store/open-project.ts';
import type { OpenProject } from './store/project.ts';
import { rewriteProject } from './store/rewrite.ts';

/** What answers calls on an open project. */
export interface Served {
  readonly project: OpenProject;
  readonly handlers: Handlers;
  readonly guard: Guard;
  /** To be told when other classes of personal data are masked than before. */
  readonly onMasks: () => void;
}

/** A project whose file may be put in the place of another while it is served. */
export interface LivingProject {
  /** What serves it now, once no file is being exchanged. */
  readonly now: () => Promise<Served>;
  readonly close: () => Promise<void>;
}

export interface LivingOptions {
  readonly open: OpenOptions;
  /** The handlers over a project; `renew` closes it, writes its file anew and answers it opened again. */
  readonly handlers: (
    project: OpenProject,
    renew: () => Promise<OpenProject>,
  ) => { readonly handlers: Handlers; readonly onMasks: () => void };
  /** Told after every exchange. */
  readonly onRenewed: (project: OpenProject) => void;
}

/** Serves an open project. */
export function livingProject(first: OpenProject, options: LivingOptions): LivingProject {
  const renew = (): Promise<OpenProject> => {
    const renewing = exchange();
    settled = renewing.catch(() => undefined);
    return renewing;
  };
  const serve = (project: OpenProject): Served => ({
    project,
    ...options.handlers(project, renew),
    guard: guardOver(project),
  });
  let served = serve(first);
  let settled: Promise<unknown> = Promise.resolve();

  /** Whatever becomes of the new file, the project is open again after it. */
  async function exchange(): Promise<OpenProject> {
    const { project } = served;
    await project.close();
    const failed = await rewriteProject(project.path).then(
      () => null,
      (error: unknown) => ({ error }),
    );
    // They hold values of persons that are no longer in the file.
    rmSync(project.allColumnsDir, { recursive: true, force: true });
    const again = await openProject(project.path, options.open);
    served = serve(again);
    options.onRenewed(again);
    if (failed !== null) throw failed.error;
    return again;
  }

  return {
    now: async () => {
      await settled;
      return served;
    },
    close: async () => {
      await settled;
      await served.project.close();
    },
  };
}
