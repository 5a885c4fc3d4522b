import type { ViewProps } from '../views.tsx';
import { AsOfPanel } from './as-of-panel.tsx';
import { RipeningPanel } from './ripening-panel.tsx';
import { TargetsPanel } from './targets-panel.tsx';
import './judged.css';

/** The same decisions under other judgements: how ripe the labels are, what was known earlier, other targets. */
export const judgedView = (props: ViewProps) => (
  <>
    <RipeningPanel {...props} />
    <AsOfPanel {...props} />
    <TargetsPanel {...props} />
  </>
);
