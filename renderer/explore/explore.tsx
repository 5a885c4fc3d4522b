import { useId } from 'react';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import { t } from '../i18n/index.ts';
import { openOrder, orderParam } from '../orders/open-order.ts';
import { OrderDetailPanel } from '../orders/order-detail.tsx';
import { OrderTable } from '../orders/order-table.tsx';
import { FailureCallout } from '../parts/callout.tsx';
import { JudgeAs } from '../parts/judge-as.tsx';
import { Split, SplitHandle, SplitPart } from '../parts/panels.tsx';
import { Tabs } from '../parts/tabs.tsx';
import { address, go } from '../state/address.ts';
import { judgedOfParam } from '../state/judged.ts';
import { useOverview } from '../state/overview.ts';
import { hasOrders, useProject } from '../state/project.ts';
import { useStore } from '../state/store.ts';
import { useAdjusted } from './adjusted-weeks.ts';
import { CompareView } from './compare/compare-view.tsx';
import { DiffersPanel } from './differs-panel.tsx';
import { KeyColumns } from './key-columns.tsx';
import { OverviewFigures } from './overview-figures.tsx';
import { SegmentsButton } from './segments/segments-dialog.tsx';
import { WeeklyPanel } from './weekly-panel.tsx';
import './explore.css';

export default function Explore() {
  const info = useProject();
  return hasOrders(info) ? <ExploreOf info={info} /> : null;
}

function ExploreOf({ info }: { readonly info: ProjectInfo }) {
  const { params } = useStore(address);
  const openSeq = openOrder(params['order'], info);
  return (
    <div className="explore">
      <Split id="explore.detail" direction="horizontal">
        <SplitPart id="main" order={1} minSize={40}>
          {params['view'] === 'orders' ? <Orders info={info} full /> : <Views info={info} />}
        </SplitPart>
        {openSeq === null ? null : (
          <>
            <SplitHandle />
            <SplitPart id="detail" order={2} defaultSize={28} minSize={18}>
              <OrderDetailPanel info={info} seq={openSeq} onClose={closeDetail} />
            </SplitPart>
          </>
        )}
      </Split>
    </div>
  );
}

function closeDetail(): void {
  go({ params: { order: null }, replace: true });
}

const views = ['charts', 'compare'] as const;

/** Linked charts over the orders, or two sides of them beside each other. */
function Views({ info }: { readonly info: ProjectInfo }) {
  const id = useId();
  const { params } = useStore(address);
  const chosen = params['view'] === 'compare' ? 'compare' : 'charts';
  return (
    <div className="explore-main">
      <div className="row">
        <Tabs
          id={id}
          label={t('sides.views')}
          tabs={views.map((key) => ({ key, title: t(`sides.${key}`) }))}
          chosen={chosen}
          onChoose={(key) => go({ params: { view: key === 'charts' ? null : key } })}
        />
        <SegmentsButton info={info} />
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${chosen}`}>
        {chosen === 'charts' ? (
          <ChartsAndOrders info={info} />
        ) : (
          <div className="explore-charts" tabIndex={0} role="region" aria-label={t('sides.compare')}>
            <CompareView info={info} />
          </div>
        )}
      </div>
    </div>
  );
}

/** In a low window the charts get more of it, so that more than their headings is in sight. */
const lowWindow = 760;

function ChartsAndOrders({ info }: { readonly info: ProjectInfo }) {
  const overview = useOverview();
  const adjusted = useAdjusted(overview.value !== null);
  return (
    <Split id="explore.orders" direction="vertical">
      <SplitPart id="charts" order={1} defaultSize={window.innerHeight < lowWindow ? 76 : 64} minSize={20}>
        <div className="explore-charts" tabIndex={0} role="region" aria-label={t('explore.charts')}>
          {overview.failure ? <FailureCallout failure={overview.failure} /> : null}
          <OverviewFigures info={info} overview={overview} adjusted={adjusted} />
          <div className="chart-grid">
            <WeeklyPanel info={info} overview={overview} adjusted={adjusted} />
            <KeyColumns info={info} />
          </div>
          <DiffersPanel info={info} />
        </div>
      </SplitPart>
      <SplitHandle vertical />
      <SplitPart id="orders" order={2} minSize={18}>
        <Orders info={info} full={false} />
      </SplitPart>
    </Split>
  );
}

function Orders({ info, full }: { readonly info: ProjectInfo; readonly full: boolean }) {
  const { filter, params } = useStore(address);
  const openSeq = openOrder(params['order'], info);
  const open = (seq: number | null) =>
    go({ params: { order: seq === null ? null : orderParam(seq, info) }, replace: openSeq !== null });
  const extra = full
    ? { icon: 'down' as const, label: t('explore.showCharts'), run: () => go({ params: { view: null } }) }
    : { icon: 'up' as const, label: t('explore.onlyOrders'), run: () => go({ params: { view: 'orders' } }) };
  const judged = judgedOfParam(params['judged']);
  return (
    <OrderTable
      key={info.projectId}
      {...{ info, filter, openSeq, extra }}
      onOpen={open}
      note={judged === null ? null : <JudgeAs judged={judged} info={info} says={t('orders.judgedNow')} />}
    />
  );
}
