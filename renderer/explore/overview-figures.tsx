import type { Overview } from '../../analysis/model/explore.ts';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import type { OutcomeState } from '../../analysis/model/target.ts';
import { count, money, moneyShort, rate } from '../i18n/format.ts';
import { t } from '../i18n/index.ts';
import { Figure, FigureSkeleton, maturityKind } from '../parts/figure.tsx';
import { Period } from '../parts/period.tsx';
import { address, go } from '../state/address.ts';
import { maturedShare } from '../state/maturity.ts';
import type { Latest } from '../state/request.ts';
import { withClause } from './bin-filter.ts';

const skeletons = 6;

export interface OverviewFiguresProps {
  readonly info: ProjectInfo;
  readonly overview: Latest<Overview>;
}

export function OverviewFigures({ info, overview }: OverviewFiguresProps) {
  const { value } = overview;
  return (
    <section className="figures" aria-label={t('explore.overview')}>
      {value ? (
        <OverviewOf info={info} value={value} stale={!overview.fresh} />
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
}

/** Opens the order table on the orders in view that are in that state. */
function openState(state: OutcomeState): void {
  const filter = withClause(address.get().filter, { kind: 'state', states: [state] });
  go({ filter, params: { view: 'orders' } });
}

function OverviewOf({ info, value, stale }: OverviewOfProps) {
  const { bad, good, immature, blocked, excluded } = value.states;
  const mark = maturityKind(maturedShare(value, info));
  const span = info.period ? <Period of={info.period} timezone={info.timezone} /> : '';
  const { currency } = info;
  const known = bad.orders + good.orders;
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
        label={t('explore.badRate')}
        value={value.badRate === null ? null : rate(value.badRate)}
        maturity={mark}
        tone="bad"
        denominator={t('explore.badOfKnown', { bad: count(bad.orders), known: count(known) })}
        stale={stale}
        onOpen={() => openState('bad')}
      />
      <Figure
        label={t('explore.badRateAmount')}
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
        value={info.maturity === 'not measured' ? null : count(immature.orders)}
        unit={t('explore.ordersUnit')}
        stale={stale}
        {...(info.maturity === 'not measured'
          ? { denominator: t('explore.noDates') }
          : { denominator: t('explore.immatureBad', { count: count(value.immatureBad) }) })}
        {...(immature.orders > 0 ? { onOpen: () => openState('immature') } : {})}
      />
      <Figure
        label={t('explore.blocked')}
        value={count(blocked.orders)}
        unit={t('explore.ordersUnit')}
        denominator={t('explore.excluded', { count: count(excluded.orders) })}
        stale={stale}
        {...(blocked.orders > 0 ? { onOpen: () => openState('blocked') } : {})}
      />
    </>
  );
}
