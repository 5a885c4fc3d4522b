import type { Certificate } from '../../analysis/model/package-certificate.ts';
import type { TextKey } from '../i18n/index.ts';

interface Compared {
  readonly engine: string;
  readonly version: string;
  readonly compared: number;
  readonly mismatches: number;
}

/** Over all engines of a proof: answers compared, those that differ, and by how many engines. */
export function comparedByAll(engines: readonly Compared[]): {
  readonly answers: number;
  readonly mismatches: number;
  readonly engines: number;
} {
  const sum = (of: 'compared' | 'mismatches') => engines.reduce((all, one) => all + one[of], 0);
  const names = new Set(engines.map(({ engine, version }) => `${engine} ${version}`));
  return { answers: sum('compared'), mismatches: sum('mismatches'), engines: names.size };
}

/** What a rule answers, in the words of the window. */
export const answerWords = {
  true: 'conform.fired',
  false: 'conform.notFired',
  unknown: 'conform.unevaluable',
} as const satisfies Record<Certificate['notReached'][number]['answer'], TextKey>;
