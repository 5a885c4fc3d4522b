import { maturityFloor } from '../../analysis/model/maturity/adjusted-rate.ts';
import type { AdjustedRates } from '../../analysis/model/maturity/report.ts';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import { count, rate } from '../i18n/format.ts';
import { t } from '../i18n/index.ts';
import { outcomeText } from '../i18n/outcome-words.ts';
import { Figure, FigureSkeleton } from '../parts/figure.tsx';
import { go } from '../state/address.ts';
import type { Latest } from '../state/request.ts';

export interface AdjustedFigureProps {
  readonly info: ProjectInfo;
  readonly adjusted: Latest<AdjustedRates>;
}

/** The bad rate that the orders in view come to, beside the observed one; where there is none, why. */
export function AdjustedFigure({ info, adjusted }: AdjustedFigureProps) {
  const { value, failure, fresh } = adjusted;
  if (failure !== null) return null;
  if (value === null) return <FigureSkeleton />;
  const { total } = value;
  return (
    <Figure
      label={outcomeText(info.target, 'maturity.adjustedRate')}
      value={total === null ? absent(value) : rate(total.rate)}
      tone="bad"
      denominator={
        total === null
          ? reason(value, info)
          : t('maturity.adjustedOf', {
              bad: count(total.bad),
              expected: count(total.expected),
              orders: count(total.orders),
            })
      }
      note={
        value.state === 'not-measured' ? undefined : (
          <button type="button" className="link" onClick={() => go({ room: 'data', path: ['maturity'] })}>
            {t('maturity.seeCurve', { floor: maturityFloor * 100 })}
          </button>
        )
      }
      stale={!fresh}
    />
  );
}

const absent = ({ state }: AdjustedRates): string | null =>
  state === 'not-measured' ? null : t('maturity.adjustedNot');

function reason({ state, reports }: AdjustedRates, info: ProjectInfo): string {
  switch (state) {
    case 'not-measured':
      return t(info.outcomesKnown ? 'explore.noDates' : 'explore.noOutcomes');
    case 'too-few':
      return t('maturity.adjustedFew', { reports: count(reports) });
    case 'outcome-filter':
      return t('maturity.adjustedFilter');
    case 'measured':
      return t('maturity.adjustedNone', { floor: maturityFloor * 100 });
  }
}
