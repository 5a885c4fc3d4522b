import type { Judged } from '../../analysis/model/results/judged.ts';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import { named, t } from '../i18n/index.ts';
import { call } from '../state/jobs.ts';
import { judgedOtherwise } from '../state/judged.ts';
import { project } from '../state/project.ts';
import { attempt } from '../state/toasts.ts';
import { Button } from './button.tsx';
import { Callout } from './callout.tsx';

export interface JudgeAsProps {
  readonly judged: Judged;
  readonly info: ProjectInfo;
  /** What follows from it where it stands. */
  readonly says: string;
}

/** Where orders are judged otherwise than the project judges: that they are, and the way to judge so. */
export function JudgeAs({ judged, info, says }: JudgeAsProps) {
  const other = judgedOtherwise(judged, info);
  if (other === null) return null;
  const switchBack = () => attempt(async () => project.set(await call('project.update', other)));
  return (
    <Callout kind="info">
      <div className="stack">
        <p>{says}</p>
        <div>
          <Button small disabled={info.readOnly} onClick={switchBack}>
            {t('backtest.judgeAsThen', {
              target: named(other.target.name),
              asOf: judged.asOf ?? other.asOf ?? t('top.asOfLatest'),
            })}
          </Button>
        </div>
      </div>
    </Callout>
  );
}
