import type { Handlers } from '../engine-api.ts';
import { makingFeatures } from '../store/features/making.ts';
import type { ProjectHandle } from '../store/project-handle.ts';
import { previewOf } from './preview.ts';

/** The calls of features: what one would say, before it is in a rule set. */
export function featuresHandlers(project: ProjectHandle): Pick<Handlers, 'features.preview'> {
  return {
    'features.preview': (input, context) => {
      let computed = false;
      const { making, ...job } = makingFeatures(context);
      const heard = (share: number): void => {
        computed = true;
        making?.(share);
      };
      return project.read({ ...job, making: heard }, (db) => previewOf(project, db, input, () => computed));
    },
  };
}
