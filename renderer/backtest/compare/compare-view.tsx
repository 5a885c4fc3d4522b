import { t } from '../../i18n/index.ts';
import { Button } from '../../parts/button.tsx';
import { address, go } from '../../state/address.ts';
import { useStore } from '../../state/store.ts';
import type { ViewProps } from '../views.tsx';
import { ChampionPanel } from './champion-panel.tsx';
import { PersonsPanel } from './persons-panel.tsx';
import { RecordedPanel } from './recorded-panel.tsx';
import { RunsPanel } from './runs-panel.tsx';
import './compare.css';

const panels = {
  champion: ChampionPanel,
  recorded: RecordedPanel,
  persons: PersonsPanel,
  runs: RunsPanel,
} as const;
type Against = keyof typeof panels;
const all = Object.keys(panels) as readonly Against[];

/** 比較: a run beside another rule set, what was decided then, what persons decided, or other runs. */
export function CompareView(props: ViewProps) {
  const { params } = useStore(address);
  const chosen = all.find((one) => one === params['against']) ?? 'champion';
  const Chosen = panels[chosen];
  return (
    <>
      <div className="row wrap" role="group" aria-label={t('compare.against')}>
        {all.map((one) => (
          <Button
            key={one}
            small
            aria-pressed={one === chosen}
            onClick={() => go({ params: { against: one }, replace: true })}
          >
            {t(`compare.with.${one}`)}
          </Button>
        ))}
      </div>
      <Chosen {...props} />
    </>
  );
}
