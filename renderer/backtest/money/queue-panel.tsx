import { useMemo } from 'react';
import type { RunFigures } from '../../../analysis/model/results/of-run.ts';
import { count, plain, rate } from '../../i18n/format.ts';
import { Chart, type Row } from '../../chart/chart.tsx';
import type { Paint } from '../../chart/theme.ts';
import { t, useLanguage } from '../../i18n/index.ts';
import { Figure } from '../../parts/figure.tsx';
import { Panel } from '../../parts/panel.tsx';
import { reviewResults } from '../../../analysis/model/results/money.ts';
import type { OpenDecided } from '../alert-results.ts';
import { texts } from './words.ts';

export interface QueuePanelProps {
  readonly figures: RunFigures;
  readonly open: OpenDecided;
  /** Opens the reviews of one local day (ISO). */
  readonly openDay: (day: string) => void;
}

/** 目視審査の負荷: reviews a day beside what the team can do, and what is left at the cut-off. */
export function QueuePanel({ figures, open, openDay }: QueuePanelProps) {
  const { queue, assumptions } = figures;
  const { perDay, capacity, busiest, reviewersNeeded: needed } = queue;
  const one = (value: number) => plain(Number(value.toFixed(value < 10 ? 2 : 0)));
  const choice = texts().choices[assumptions.unreviewed];
  return (
    <Panel
      title={t('money.queue')}
      note={t('money.queueNote', { hours: plain(assumptions.hoursPerDay) })}
      table={() => [
        [t('save.figure'), t('save.value')],
        [t('money.perDay'), perDay],
        [t('money.busiest'), busiest?.orders ?? null, busiest?.day ?? null],
        [t('money.capacity'), capacity],
        [t('money.needed'), needed?.mean ?? null],
        [t('money.leftAt', { hour: count(assumptions.cutoffHour) }), queue.unreviewed],
        [t('decisions.orders'), queue.orders],
      ]}
    >
      <div className="figures" data-testid="queue">
        <Figure
          label={t('money.perDay')}
          value={perDay === null ? null : one(perDay)}
          unit={t('unit.orders')}
          denominator={t('money.perDayOf', { orders: count(queue.orders), days: count(queue.days) })}
          {...(queue.orders > 0 ? { onOpen: () => open(reviewResults) } : {})}
        />
        <Figure
          label={t('money.busiest')}
          value={busiest === null ? null : count(busiest.orders)}
          unit={t('unit.orders')}
          denominator={busiest?.day ?? ''}
          {...(busiest === null || busiest.orders === 0 ? {} : { onOpen: () => openDay(busiest.day) })}
        />
        <Figure
          label={t('money.capacity')}
          value={capacity === null ? null : one(capacity)}
          unit={t('money.capacityUnit')}
          denominator={t('money.capacityOf', {
            reviewers: plain(assumptions.reviewers),
            hours: plain(assumptions.hoursPerDay),
            minutes: plain(assumptions.reviewMinutes),
          })}
        />
        <Figure
          label={t('money.needed')}
          value={needed === null ? null : one(needed.mean)}
          unit={t('money.persons')}
          denominator={t('money.neededOf', {
            orders: perDay === null ? '–' : one(perDay),
            hours: plain(assumptions.hoursPerDay),
            minutes: plain(assumptions.reviewMinutes),
          })}
          {...(needed === null ? {} : { note: t('money.neededBusy', { value: one(needed.busy) }) })}
        />
        <Figure
          label={t('money.leftAt', { hour: count(assumptions.cutoffHour) })}
          value={count(Math.round(queue.unreviewed))}
          unit={t('unit.orders')}
          denominator={t('money.leftOf', {
            share: queue.orders === 0 ? '–' : rate(queue.unreviewed / queue.orders),
            orders: count(queue.orders),
            over: count(queue.daysOver),
            days: count(queue.days),
          })}
          note={
            assumptions.unreviewed === 'slip'
              ? t('money.leftSlip', {
                  count: count(Math.round(queue.longest)),
                  late: count(Math.round(queue.late.orders)),
                  mean: one(queue.late.mean),
                  most: count(queue.late.most),
                  waiting: count(Math.round(queue.late.waiting)),
                })
              : t('money.leftThen', { choice })
          }
        />
      </div>
      {queue.byHour === null ? null : <ByHour byHour={queue.byHour} cutoff={assumptions.cutoffHour} />}
    </Panel>
  );
}

/** When the orders come that a person has to look at, before the cut-off and after it. */
function ByHour({ byHour, cutoff }: { readonly byHour: readonly number[]; readonly cutoff: number }) {
  const lang = useLanguage();
  const rows = useMemo(
    () =>
      byHour.map((orders, hour): Row => {
        const leaves = t(hour < cutoff ? 'money.beforeCutoff' : 'money.afterCutoff');
        return { hour, orders, leaves, late: hour >= cutoff, tip: `${hour}:00 ${count(orders)} · ${leaves}` };
      }),
    [byHour, cutoff, lang],
  );
  const columns = [
    { title: t('money.hour'), text: (row: Row) => String(row['hour']) },
    { title: t('money.hourOrders'), text: (row: Row) => count(Number(row['orders'])), numeric: true },
    { title: t('money.cutoff', { hour: cutoff }), text: (row: Row) => String(row['leaves']) },
  ];
  return (
    <div className="queue-hours">
      <p className="note">
        {t('money.byHour')} · {t('money.cutoff', { hour: cutoff })}
      </p>
      <Chart
        label={t('money.byHour')}
        spec={byHourSpec}
        specKey={`by hour ${lang}`}
        rows={rows}
        columns={columns}
        height={110}
      />
    </div>
  );
}

function byHourSpec(paint: Paint): object {
  const leaves = [t('money.beforeCutoff'), t('money.afterCutoff')];
  return {
    mark: { type: 'bar' },
    encoding: {
      x: { field: 'hour', type: 'ordinal', axis: { title: t('money.hour'), labelAngle: 0 } },
      y: { field: 'orders', type: 'quantitative', axis: { title: null, tickCount: 3 } },
      color: {
        field: 'leaves',
        scale: { domain: leaves, range: [paint('review'), paint('blocked')] },
        legend: { title: null, symbolType: 'square' },
      },
      tooltip: { field: 'tip' },
    },
  };
}
