import type { Handlers } from '../engine-api.ts';
import { makingFeatures } from '../store/features/making.ts';
import type { ProjectHandle } from '../store/project-handle.ts';
import { FeatureCosts } from './cost.ts';
import { estimateOf, previewOf } from './preview.ts';

/** The calls of features: what one would cost and say, before it is in a rule set. */
export function featuresHandlers(project: ProjectHandle): Pick<Handlers, 'features.preview' | 'features.cost'> {
  const costs = new FeatureCosts(project);
  return {
    'features.cost': (input, { signal }) => project.read({ signal }, (db) => estimateOf(project, db, input, costs)),
    'features.preview': (input, context) => {
      let computed = false;
      const { making, ...job } = makingFeatures(context);
      const heard = (share: number): void => {
        computed = true;
        making?.(share);
      };
      return project.read({ ...job, making: heard }, (db) => previewOf(project, db, input, () => computed, costs));
    },
  };
}
