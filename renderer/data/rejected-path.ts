import { rejectedFindings, type RejectedFinding } from '../../analysis/model/quality.ts';

/** The place in the address, behind the room, of the rejected rows that a finding is of. */
export const rejectedPath = (finding: RejectedFinding | undefined): readonly string[] =>
  finding === undefined ? [qualityPath] : [qualityPath, finding];

/** The finding whose rejected rows that place shows; null for the findings themselves. */
export const rejectedAt = ([, code]: readonly string[]): RejectedFinding | null =>
  rejectedFindings.find((one) => one === code) ?? null;

/** The place of the findings. */
export const qualityPath = 'quality';
