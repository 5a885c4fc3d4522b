import { useEffect, useMemo, useState } from 'react';
import type { RuleImpact } from '../../analysis/model/backtest.ts';
import type { Feature } from '../../analysis/model/features.ts';
import type { Filter } from '../../analysis/model/filter.ts';
import { failureOf } from '../../analysis/model/failure.ts';
import { call } from '../state/jobs.ts';
import { latestOf, noneEnded, type Ended, type Latest } from '../state/latest.ts';

/** A rule text and the orders it is measured on. */
export interface ImpactQuestion {
  readonly when: string;
  readonly currency: string;
  readonly timezone: string;
  /** Features of its rule set that it reads. */
  readonly features?: Feature[];
  readonly filter: Filter;
}

const kept = new Map<string, RuleImpact>();
const mostKept = 1000;

function keep(key: string, impact: RuleImpact): void {
  kept.set(key, impact);
  for (const oldest of kept.keys()) {
    if (kept.size <= mostKept) return;
    kept.delete(oldest);
  }
}

const keyOf = (dataVersion: string, question: ImpactQuestion) => JSON.stringify([dataVersion, question]);

const pause = 180;
const writingPause = 500;

/**
 * The figures of the text as it stands after a short pause. While the text does not check (null) or its figures are on
 * the way, the last ones stay, not fresh.
 */
export function useImpact(dataVersion: string, question: ImpactQuestion | null): Latest<RuleImpact> {
  const [ended, setEnded] = useState<Ended<RuleImpact, ImpactQuestion>>(noneEnded);
  const key = question === null ? null : keyOf(dataVersion, question);
  useEffect(() => {
    if (key === null || question === null) return;
    const known = kept.get(key);
    const show = (value: RuleImpact) => setEnded({ answered: { key, asked: question, value }, failed: null });
    if (known) {
      show(known);
      return;
    }
    const abort = new AbortController();
    const timer = setTimeout(() => {
      call('rules.impact', question, { signal: abort.signal }).then(
        (value) => {
          keep(key, value);
          if (!abort.signal.aborted) show(value);
        },
        (error: unknown) => {
          if (abort.signal.aborted) return;
          setEnded(({ answered }) => ({ answered, failed: { key, failure: failureOf(error) } }));
        },
      );
    }, pause);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
    // The key holds the whole question.
  }, [key]);
  const failure = ended.failed?.key === key ? ended.failed.failure : null;
  return { ...latestOf(ended, key), failure };
}

/** How many rules are measured at the same time; the others wait, so that a rule being written is not kept waiting. */
const atOnce = 4;

export interface Impacts {
  /** Per question; null where there are no figures. */
  readonly of: readonly (RuleImpact | null)[];
  /** Figures are still on their way. */
  readonly waiting: boolean;
}

/** The figures of many rules. A single one that is new is being written: the list waits as its panel does. */
export function useImpacts(dataVersion: string, questions: readonly (ImpactQuestion | null)[]): Impacts {
  const keys = questions.map((question) => (question === null ? null : keyOf(dataVersion, question)));
  const all = keys.join('\n');
  const [round, setRound] = useState(0);
  const [answered, setAnswered] = useState<string | null>(null);
  useEffect(() => {
    const abort = new AbortController();
    const next = questions.entries();
    const ask = async () => {
      for (const [index, question] of next) {
        const key = keys[index];
        if (!question || !key || kept.has(key)) continue;
        try {
          keep(key, await call('rules.impact', question, { signal: abort.signal }));
        } catch {
          // The rule's own panel tells why; a list without a number is complete all the same.
        }
        if (abort.signal.aborted) return;
        setRound((n) => n + 1);
      }
    };
    const askAll = async () => {
      await Promise.all(Array.from({ length: atOnce }, ask));
      if (!abort.signal.aborted) setAnswered(all);
    };
    const unknown = keys.filter((key) => key !== null && !kept.has(key)).length;
    const timer = setTimeout(() => void askAll(), unknown === 1 ? writingPause : 0);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [all]);
  const of = useMemo(() => keys.map((key) => (key === null ? null : (kept.get(key) ?? null))), [all, round, answered]);
  return { of, waiting: answered !== all };
}
