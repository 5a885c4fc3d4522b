import type { ProjectTarget } from '../../../analysis/model/project-target.ts';
import type { Target } from '../../../analysis/model/target.ts';
import { go } from '../../state/address.ts';

/** Its place in the address behind the room; the target's id stands behind it. */
export const targetsPath = 'targets';

/** A row of the list: as it is saved, as it is being edited, or both. */
export interface ListedTarget {
  /** As it would be saved now. */
  readonly target: Target;
  readonly known: ProjectTarget | null;
  readonly changed: boolean;
}

export const openTarget = (id: string): void => go({ path: [targetsPath, id] });
