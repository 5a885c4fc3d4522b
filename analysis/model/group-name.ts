import type { RuleGroup } from './ruleset.ts';
import { results } from './screening.ts';

type Named = Pick<RuleGroup, 'priority' | 'result' | 'kind'>;

/** `単発` as production writes it; its word for combinations is not published, this one is ours. */
const kinds = { single: '単発', combination: '組み合わせ' } as const;

/** The name production reports for a group that decided: `優先度3_OK_ルール単発`. */
export const groupName = ({ priority, result, kind }: Named): string =>
  `優先度${priority}_${result}_ルール${kinds[kind]}`;

const form = new RegExp(`^優先度([1-9][0-9]{0,8})_(${results.join('|')})_ルール(単発|組み?合わ?せ)$`, 'u');

/** What such a name says; null for any other text. */
export function readGroupName(name: string): Named | null {
  const [, priority, given, kind] = form.exec(name.normalize('NFKC').trim()) ?? [];
  const result = results.find((one) => one === given);
  if (result === undefined) return null;
  return { priority: Number(priority), result, kind: kind === kinds.single ? 'single' : 'combination' };
}
