import type { Overview } from '../../analysis/model/explore.ts';
import type { AdjustedRates } from '../../analysis/model/maturity/report.ts';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import type { OutcomeState } from '../../analysis/model/target.ts';
import { count, money, moneyShort, rate } from '../i18n/format.ts';
import { t } from '../i18n/index.ts';
import { outcomeText } from '../i18n/outcome-words.ts';
import { Figure, FigureSkeleton } from '../parts/figure.tsx';
import { Period } from '../parts/period.tsx';
import { address, go } from '../state/address.ts';
import { knownOf } from '../state/maturity.ts';
import type { Latest } from '../state/request.ts';
import { AdjustedFigure } from './adjusted-figure.tsx';
import { withClause } from './bin-filter.ts';

const skeletons = 7;

export interface OverviewFiguresProps {
  readonly info: ProjectInfo;
  readonly overview: Latest<Overview>;
  readonly adjusted: Latest<AdjustedRates>;
}

export function OverviewFigures({ info, overview, adjusted }: OverviewFiguresProps) {
  const { value } = overview;
  return (
    <section className="figures" aria-label={t('explore.overview')}>
      {value ? (
        <OverviewOf info={info} value={value} stale={!overview.fresh} adjusted={adjusted} />
      ) : (
        Array.from({ length: skeletons }, (_, index) => <FigureSkeleton key={index} />)
      )}
    </section>
  );
}

interface OverviewOfProps {
  readonly info: ProjectInfo;
  readonly value: Overview;
  readonly stale: boolean;
  readonly adjusted: Latest<AdjustedRates>;
}

/** Opens the order table on the orders in view that are in that state. */
function openState(state: OutcomeState): void {
  const filter = withClause(address.get().filter, { kind: 'state', states: [state] });
  go({ filter, params: { view: 'orders' } });
}

function OverviewOf({ info, value, stale, adjusted }: OverviewOfProps) {
  const { bad, good, immature, blocked, excluded } = value.states;
  const counts = { orders: value.orders, bad: bad.orders, good: good.orders, immature: immature.orders };
  const { known, mark } = knownOf(counts, info.maturity);
  const measured = info.maturity === 'measured';
  const { target } = info;
  const span = value.period ? <Period of={value.period} timezone={info.timezone} /> : '';
  const { currency } = info;
  const knownAmount = bad.amount + good.amount;
  const full = (amount: number) => money(amount, currency);
  return (
    <>
      <Figure
        label={t('explore.orders')}
        value={count(value.orders)}
        unit={t('explore.ordersUnit')}
        denominator={t('explore.ofAll', { all: count(value.ordersAll) })}
        note={span}
        stale={stale}
        onOpen={() => go({ params: { view: 'orders' } })}
      />
      <Figure
        label={t('explore.amount')}
        value={moneyShort(value.amount, currency)}
        denominator={t('explore.average', {
          amount: value.orders === 0 ? '–' : full(Math.round(value.amount / value.orders)),
        })}
        stale={stale}
      />
      <Figure
        label={outcomeText(target, 'explore.badRate')}
        value={value.badRate === null ? null : rate(value.badRate)}
        maturity={mark}
        tone="bad"
        denominator={outcomeText(target, measured ? 'explore.badOfKnown' : 'explore.badOfKnownUndated', {
          bad: count(bad.orders),
          known: count(known),
        })}
        stale={stale}
        onOpen={() => openState('bad')}
      />
      <AdjustedFigure info={info} adjusted={adjusted} />
      <Figure
        label={outcomeText(target, 'explore.badRateAmount')}
        value={value.badRateAmount === null ? null : rate(value.badRateAmount)}
        maturity={mark}
        tone="bad"
        denominator={t('explore.badOfKnownAmount', {
          bad: moneyShort(bad.amount, currency),
          known: moneyShort(knownAmount, currency),
        })}
        stale={stale}
        onOpen={() => openState('bad')}
      />
      <Figure
        label={t('explore.immature')}
        value={measured ? count(immature.orders) : null}
        unit={t('explore.ordersUnit')}
        stale={stale}
        denominator={
          measured
            ? outcomeText(target, 'explore.immatureBad', { count: count(value.immatureBad) })
            : t(info.outcomesKnown ? 'explore.noDates' : 'explore.noOutcomes')
        }
        {...(immature.orders > 0 ? { onOpen: () => openState('immature') } : {})}
      />
      <Figure
        label={t('explore.blocked')}
        value={count(blocked.orders)}
        unit={t('explore.ordersUnit')}
        denominator={
          value.openBills === 0
            ? t('explore.excluded', { count: count(excluded.orders) })
            : t('explore.excludedOpen', { count: count(excluded.orders), open: count(value.openBills) })
        }
        stale={stale}
        {...(blocked.orders > 0 ? { onOpen: () => openState('blocked') } : {})}
      />
    </>
  );
}
