import { useEffect, useState } from 'react';
import type { FeaturePreview, HindsightDifference } from '../../../analysis/model/feature-preview.ts';
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

export interface ShownPreview {
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
  const preview = useLatest('features.preview', still ? { ...question, hindsight: false } : null, still ? key : '');
  const [wanted, setWanted] = useState<string | null>(null);
  const asked = info.orders <= usualOrders || wanted === key;
  const compares = still && asked && preview.fresh && preview.failure === null;
  const compared = useLatest(
    'features.preview',
    compares ? { ...question, hindsight: true } : null,
    compares ? key : '',
  );
  return {
    preview: { ...preview, fresh: preview.fresh && still },
    hindsight: {
      ...compared,
      fresh: compared.fresh && compares,
      differences: compared.value?.hindsight ?? null,
    },
    ask: asked ? null : () => setWanted(key),
  };
}
