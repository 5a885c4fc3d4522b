import { useEffect, useState } from 'react';
import type { ProjectInfo } from '../../../analysis/model/project.ts';
import type { RuleFindings } from '../../../analysis/model/rule-findings.ts';
import type { RuleSet } from '../../../analysis/model/ruleset.ts';
import { address } from '../../state/address.ts';
import { useLatest, type Latest } from '../../state/request.ts';
import { useStore } from '../../state/store.ts';

/** Orders times rules that are looked at without being asked. */
const atOnce = 20_000_000;

/** A rule being written is left alone for so long (ms). */
const pause = 900;

export interface Findings extends Latest<RuleFindings> {
  /** The set cannot be looked at as it stands. */
  readonly waits: boolean;
  /** Looks at them now; null where that happens by itself. */
  readonly start: (() => void) | null;
}

/** What is wrong with the rules on the orders in view, some time after the last change. */
export function useFindings(ruleSet: RuleSet, info: ProjectInfo, ready: boolean): Findings {
  const { filter } = useStore(address);
  const key = JSON.stringify([info.dataVersion, ruleSet, filter]);
  const [settled, setSettled] = useState<string | null>(null);
  const large = info.orders * ruleSet.rules.length > atOnce;
  useEffect(() => {
    if (large) return;
    const timer = setTimeout(() => setSettled(key), settled === null ? 0 : pause);
    return () => clearTimeout(timer);
  }, [key, large]);
  const asks = ready && settled === key;
  const answer = useLatest('rules.findings', asks ? { ruleSet, filter } : null, `${asks} ${settled}`);
  const fresh = asks && answer.fresh;
  return { ...answer, fresh, waits: !ready, start: large && settled !== key ? () => setSettled(key) : null };
}
