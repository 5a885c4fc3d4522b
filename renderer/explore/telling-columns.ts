import { useEffect, useState } from 'react';
import type { ColumnProfile } from '../../analysis/model/explore.ts';
import { everything } from '../../analysis/model/filter.ts';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import { failureOf } from '../../analysis/model/failure.ts';
import { call } from '../state/jobs.ts';

/** A bin of fewer known outcomes says little about its rate. */
const leastKnown = 50;
const mostValues = 500;
const mostAsked = 24;

/**
 * How far the bad rates of a column's bins lie from the overall one, weighted by their orders; 0 says nothing. A column
 * of one value, or of nearly as many values as orders, tells nothing.
 */
export function tells(profile: ColumnProfile): number {
  const { bins, distinct } = profile;
  if (distinct !== null && (distinct < 2 || distinct > mostValues)) return 0;
  const known = bins.reduce((sum, bin) => sum + bin.bad + bin.good, 0);
  const bad = bins.reduce((sum, bin) => sum + bin.bad, 0);
  if (known === 0 || bad === 0) return 0;
  const overall = bad / known;
  return (
    bins
      .filter((bin) => bin.bad + bin.good >= leastKnown)
      .reduce((sum, bin) => {
        const own = bin.bad + bin.good;
        return sum + (own / known) * Math.abs(bin.bad / own - overall);
      }, 0) / overall
  );
}

const found = new Map<string, readonly string[]>();

/** The columns of `candidates` that tell most about bad orders, best first; null while they are being looked at. */
export function useTellingColumns(info: ProjectInfo, candidates: readonly string[]): readonly string[] | null {
  const key = `${info.projectId} ${info.dataVersion}`;
  const [best, setBest] = useState<readonly string[] | null>(found.get(key) ?? null);
  useEffect(() => {
    const known = found.get(key);
    if (known || candidates.length === 0) {
      setBest(known ?? []);
      return;
    }
    const abort = new AbortController();
    void ranked(candidates.slice(0, mostAsked), abort.signal).then((names) => {
      if (abort.signal.aborted) return;
      found.set(key, names);
      setBest(names);
    });
    return () => abort.abort();
  }, [key, candidates.length]);
  return best;
}

async function ranked(names: readonly string[], signal: AbortSignal): Promise<readonly string[]> {
  const scores: { readonly name: string; readonly score: number }[] = [];
  for (const name of names) {
    try {
      const profile = await call('explore.column', { column: name, filter: everything }, { signal });
      scores.push({ name, score: tells(profile) });
    } catch (error) {
      if (failureOf(error).code === 'cancelled') return [];
      scores.push({ name, score: 0 });
    }
  }
  return scores.sort((a, b) => b.score - a.score).map(({ name }) => name);
}
