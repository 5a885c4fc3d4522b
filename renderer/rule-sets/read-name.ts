import { velocityPath, type Feature } from '../../analysis/model/features.ts';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import { named } from '../i18n/index.ts';

/** What the column or feature that a rule reads is called; its path where it has no name. */
export function readName(
  path: string,
  info: Pick<ProjectInfo, 'columns'> | null,
  features: readonly Feature[] = [],
): string {
  const column = info?.columns.find((candidate) => candidate.path === path);
  const names = column?.label ?? features.find(({ id }) => velocityPath(id) === path)?.names;
  return (names === undefined ? '' : named(names)) || path;
}
