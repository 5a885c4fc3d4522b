import { useMemo, type ReactNode } from 'react';
import type { Overview } from '../../analysis/model/explore.ts';
import type { Filter } from '../../analysis/model/filter.ts';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import type { ResultFacts } from '../../analysis/model/results/result-file.ts';
import { count, date, period, rate } from '../i18n/format.ts';
import { named, t, useLanguage } from '../i18n/index.ts';
import { clauseText } from '../i18n/values.ts';
import { Facts } from '../parts/save/save-context.ts';
import { address } from '../state/address.ts';
import { agedShare } from '../state/maturity.ts';
import { useOverview } from '../state/overview.ts';
import { app, hasOrders, useProject } from '../state/project.ts';
import { useStore } from '../state/store.ts';

/** What results stand on that say nothing else of it: the orders in view as the project judges them. */
export function FactsInView({ children }: { readonly children: ReactNode }) {
  const lang = useLanguage();
  const info = useProject();
  const { filter } = useStore(address);
  const { value } = useOverview();
  const facts = useMemo(() => (hasOrders(info) ? factsOf(info, filter, value) : []), [info, filter, value, lang]);
  return <Facts.Provider value={facts}>{children}</Facts.Provider>;
}

function factsOf(info: ProjectInfo, filter: Filter, seen: Overview | null): ResultFacts {
  const { target, asOf, timezone } = info;
  const days = info.maturity === 'measured' ? ` ${t('top.days', { days: target.horizonDays })}` : '';
  const asked = filter.clauses.map((clause) => clauseText(clause, info)).join(' / ');
  return [
    [t('top.target'), `${named(target.name)}${days}`],
    [t('top.period'), info.period === null ? '–' : period(info.period, timezone)],
    [t('top.asOf'), asOf === null ? t('top.asOfNoEffect') : date(asOf, timezone)],
    [t('findings.filter'), asked === '' ? t('findings.noFilter') : asked],
    ...(seen === null ? [] : inView(seen)),
    ['Shinsa', app.get()?.version ?? ''],
  ];
}

function inView({ orders, ordersAll, mature }: Overview): ResultFacts {
  const share = mature === null ? null : agedShare({ old: mature, all: orders });
  return [
    [t('backtest.rows'), t('status.orders', { shown: count(orders), all: count(ordersAll) })],
    [
      t('backtest.maturity'),
      share === null
        ? t('status.maturityNotMeasured')
        : t('status.maturity', { share: rate(share), old: count(mature ?? 0), orders: count(orders) }),
    ],
  ];
}
