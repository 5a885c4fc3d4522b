import { judgedSchema, type Judged } from '../../analysis/model/results/judged.ts';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import { date } from '../i18n/format.ts';
import { createStore } from './store.ts';

/** How the figures on screen judge orders; null where they do as the project does. */
export const judgedOnScreen = createStore<Judged | null>(null);

/** What the project would have to be set to in order to judge so; null where it does. */
export function judgedOtherwise(
  judged: Judged,
  info: Pick<ProjectInfo, 'asOf' | 'asOfChosen' | 'target' | 'timezone'>,
): Required<Pick<Judged, 'target' | 'asOf'>> | null {
  // A day that the data give by themselves is not fixed: it goes on following them.
  const given = info.asOfChosen === null && info.asOf !== null ? date(info.asOf, info.timezone) : null;
  const told = judged.asOf ?? null;
  const asOf = told === given ? null : (told ?? info.asOfChosen);
  const target = judged.target ?? info.target;
  const same = JSON.stringify(target) === JSON.stringify(info.target) && asOf === info.asOfChosen;
  return same ? null : { target, asOf };
}

export const judgedParam = (judged: Judged): string => JSON.stringify(judged);

/** What a parameter of the address says; null for anything else. */
export function judgedOfParam(text: string | undefined): Judged | null {
  try {
    const read = judgedSchema.safeParse(JSON.parse(text ?? ''));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}
