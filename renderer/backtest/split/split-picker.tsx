import { useState } from 'react';
import type { Split } from '../../../analysis/model/results/split.ts';
import { t } from '../../i18n/index.ts';
import { Button } from '../../parts/button.tsx';
import { useStore } from '../../state/store.ts';
import { splitFrom, splitOf } from './split-store.ts';

/** The split of a run, once it is one. */
export function useSplit(runId: string): Split | null {
  const held = useStore(splitOf);
  return held?.runId === runId ? held.days : null;
}

/** Both days of a split; what is typed counts as soon as it is one. */
export function SplitPicker({ runId, period }: SplitPickerProps) {
  const split = useSplit(runId);
  const [typed, setTyped] = useState<readonly [string, string]>([split?.[0] ?? '', split?.[1] ?? '']);
  const [first, second] = typed;
  const set = (next: readonly [string, string]) => {
    setTyped(next);
    const days = splitFrom(...next);
    splitOf.set(days === null ? null : { runId, days });
  };
  const bounds = period === null ? {} : { min: period.from, max: period.to };
  return (
    <div className="row wrap split-picker">
      <label className="row">
        <span>{t('split.first')}</span>
        <input
          type="date"
          className="input"
          value={first}
          {...bounds}
          onChange={({ target }) => set([target.value, second])}
        />
      </label>
      <label className="row">
        <span>{t('split.second')}</span>
        <input
          type="date"
          className="input"
          value={second}
          {...bounds}
          onChange={({ target }) => set([first, target.value])}
        />
      </label>
      {split === null ? null : (
        <Button small onClick={() => set(['', ''])}>
          {t('split.clear')}
        </Button>
      )}
      {first !== '' && second !== '' && split === null ? (
        <span className="field-problem error" role="alert">
          {t('split.wrong')}
        </span>
      ) : null}
    </div>
  );
}

interface SplitPickerProps {
  readonly runId: string;
  readonly period: { readonly from: string; readonly to: string } | null;
}
