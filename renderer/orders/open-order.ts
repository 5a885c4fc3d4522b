import type { ProjectInfo } from '../../analysis/model/project.ts';

type Version = Pick<ProjectInfo, 'dataVersion'>;

/** What the address says of an open order. Imports number orders anew, so a number only holds for its data. */
export function orderParam(seq: number, { dataVersion }: Version): string {
  return `${seq}@${dataVersion}`;
}

/** The order open in the address; null when none is, or when it was opened in data that has changed since. */
export function openOrder(param: string | undefined, info: Version): number | null {
  const seq = Number.parseInt(param ?? '', 10);
  return Number.isSafeInteger(seq) && seq >= 0 && param === orderParam(seq, info) ? seq : null;
}
