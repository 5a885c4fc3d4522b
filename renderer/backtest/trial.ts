import type { Assumptions } from '../../analysis/model/results/assumptions.ts';
import { createStore } from '../state/store.ts';
import { edited, redone, stepsFrom, undone, type Steps } from '../state/steps.ts';
import type { WhatIf } from './what-if.ts';

/** How a run is tried otherwise; null where it is shown as it ran. */
export interface Trial {
  readonly whatIf: WhatIf | null;
  readonly assumptions: Assumptions | null;
}

export interface HeldTrial {
  readonly runId: string;
  readonly steps: Steps<Trial>;
}

/** What is being tried of which run; it stays while the orders behind its numbers are looked at, and is not kept with the run. */
export const trialOf = createStore<HeldTrial | null>(null);

const untried: Trial = { whatIf: null, assumptions: null };

const heldOf = (runId: string): HeldTrial => {
  const held = trialOf.get();
  return held?.runId === runId ? held : { runId, steps: stepsFrom(untried) };
};

/** One step; values that are typed or dragged in quick succession are one. */
export function tryOtherwise(runId: string, change: (now: Trial) => Trial): void {
  const { steps } = heldOf(runId);
  const next = change(steps.now);
  if (next === steps.now) return;
  trialOf.set({ runId, steps: edited(steps, next, tagOf(steps.now, next), Date.now()) });
}

/** Takes the last step of a run back, or does it again; answers whether there was one. */
export const undoTrial = (runId: string): boolean => step(runId, undone);
export const redoTrial = (runId: string): boolean => step(runId, redone);

function step(runId: string, take: (steps: Steps<Trial>) => Steps<Trial>): boolean {
  const { steps } = heldOf(runId);
  const next = take(steps);
  if (next === steps) return false;
  trialOf.set({ runId, steps: next });
  return true;
}

let taken = 0;

function tagOf(before: Trial, next: Trial): string {
  if (before.assumptions !== next.assumptions) return 'assumption';
  const [one, other] = [before.whatIf, next.whatIf];
  const typed = one !== null && other !== null && (one.texts !== other.texts || one.thresholds !== other.thresholds);
  taken += 1;
  return typed ? 'value' : `step ${taken}`;
}
