import { useEffect, useReducer, useState } from 'react';
import type { FeatureEstimate, FeaturePreview, HindsightDifference } from '../../../analysis/model/feature-preview.ts';
import type { Feature } from '../../../analysis/model/features.ts';
import type { ProjectInfo } from '../../../analysis/model/project.ts';
import type { RuleSet } from '../../../analysis/model/ruleset.ts';
import { address } from '../../state/address.ts';
import { useLatest, type Latest } from '../../state/request.ts';
import { useStore } from '../../state/store.ts';

const pause = 450;

/** A text once it has stood still for a moment. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), pause);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}

/** Up to so many orders hindsight is computed without being asked for. */
const usualOrders = 500_000;

/** Computed without being asked for: what is expected to take less than this, or where nothing was timed yet, is of no more events. */
const usualMs = 5000;
const usualEvents = 1_000_000;

/** Whether a feature is large enough that a person should want it first. */
export const waitsFor = ({ events, expectedMs }: FeatureEstimate): boolean =>
  expectedMs === null ? events > usualEvents : expectedMs > usualMs;

/** Keys of questions that a person wanted answered: they do not wait a second time. */
const started = new Set<string>();

export interface ShownPreview {
  /** What it would cost, counted first. */
  readonly estimate: Latest<FeatureEstimate>;
  /** Computing waits to be asked for; null when it does not. */
  readonly start: (() => void) | null;
  readonly preview: Latest<FeaturePreview>;
  readonly hindsight: Latest<FeaturePreview> & { readonly differences: readonly HindsightDifference[] | null };
  /** Hindsight waits to be asked for; null when it does not. */
  readonly ask: (() => void) | null;
}

/** What a feature says of the orders in view, and then what hindsight would; names and ids change neither. */
export function usePreview(feature: Feature, ruleSet: RuleSet, info: ProjectInfo, ready: boolean): ShownPreview {
  const { filter } = useStore(address);
  const { currency, timezone } = ruleSet;
  const { names: _names, ...own } = feature;
  const question = { feature: own, currency, timezone, filter };
  const key = JSON.stringify([question, info.dataVersion]);
  const settled = useSettled(ready ? key : '');
  const still = ready && settled === key;
  const costKey = JSON.stringify([own, currency, timezone, info.dataVersion]);
  const estimate = useLatest(
    'features.cost',
    still ? { feature: own, currency, timezone } : null,
    still ? costKey : '',
  );
  const [, again] = useReducer((n: number) => n + 1, 0);
  const known = still && estimate.fresh && estimate.value !== null ? estimate.value : null;
  const waits = known !== null && waitsFor(known) && !started.has(costKey);
  const computes = known !== null && !waits;
  const preview = useLatest(
    'features.preview',
    computes ? { ...question, hindsight: false } : null,
    computes ? key : '',
  );
  const [wanted, setWanted] = useState<string | null>(null);
  const asked = info.orders <= usualOrders || wanted === key;
  const compares = still && asked && preview.fresh;
  const compared = useLatest(
    'features.preview',
    compares ? { ...question, hindsight: true } : null,
    compares ? key : '',
  );
  return {
    estimate,
    start: waits
      ? () => {
          started.add(costKey);
          again();
        }
      : null,
    preview,
    hindsight: {
      ...compared,
      differences: compared.value?.hindsight ?? null,
    },
    ask: asked ? null : () => setWanted(key),
  };
}
