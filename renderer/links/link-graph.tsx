import { useMemo, useRef, useState } from 'react';
import { graphKinds, type OrderGraph } from '../../analysis/model/order-graph.ts';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import { date } from '../i18n/format.ts';
import { t } from '../i18n/index.ts';
import { Button } from '../parts/button.tsx';
import { FailureCallout } from '../parts/callout.tsx';
import { Choices } from '../parts/choices.tsx';
import { Split, SplitHandle, SplitPart } from '../parts/panels.tsx';
import { keyNode, orderNode, shownOf, timesOf } from './graph-model.ts';
import { GraphTables } from './graph-tables.tsx';
import { GraphView, type GraphHandle } from './graph-view.tsx';
import { looksIn } from './graph-words.ts';
import { Legend } from './legend.tsx';
import { colourings, type Colouring } from './looks.ts';
import { closeLinks, openOrdersOf, type LinksStart } from './open-links.ts';
import { SaveGraph } from './save-graph.tsx';
import { Selected } from './selected.tsx';
import { TimeWalk } from './time-walk.tsx';
import { useGraph, type GrowingGraph } from './use-graph.ts';
import './links.css';

export interface LinkGraphProps {
  readonly start: LinksStart;
  readonly info: ProjectInfo;
}

/** The network around an order or an entity, with its tables beside it. */
export default function LinkGraph({ start, info }: LinkGraphProps) {
  const growing = useGraph(start, info);
  const { value, failure, fresh, busy } = growing.answer;
  const begun = value?.orders.find(({ seq }) => seq === start.seq)?.orderId;
  return (
    <section className="links" aria-labelledby="links-title">
      <header className="row">
        <h2 id="links-title">{t('links.title')}</h2>
        {begun === undefined ? null : (
          <span className="muted">{t(start.entity ? 'links.ofEntity' : 'links.ofOrder', { order: begun })}</span>
        )}
        {busy ? (
          <span className="row" role="status">
            <span className="note">{t('links.loading')}</span>
            <Button small onClick={growing.stop}>
              {t('links.stop')}
            </Button>
          </span>
        ) : null}
        {growing.stopped || failure ? (
          <Button small onClick={growing.again}>
            {t('links.again')}
          </Button>
        ) : null}
        <span className="grow" />
        <Button look="quiet" icon="close" aria-label={t('links.close')} onClick={closeLinks} />
      </header>
      {failure ? <FailureCallout failure={failure} /> : null}
      {value === null ? (
        <div className="skeleton tall" />
      ) : (
        <Drawn {...{ start, info, growing, graph: value, fresh: fresh || growing.stopped }} />
      )}
    </section>
  );
}

interface DrawnProps extends LinkGraphProps {
  readonly growing: GrowingGraph;
  readonly graph: OrderGraph;
  readonly fresh: boolean;
}

function Drawn({ start, info, growing, graph, fresh }: DrawnProps) {
  const [hideHubs, setHideHubs] = useState(false);
  const [by, setBy] = useState<Colouring>('outcome');
  const [until, setUntil] = useState<number | null>(null);
  const [selected, setSelected] = useState<string | null>(orderNode(start.seq));
  const picture = useRef<GraphHandle>(null);
  const shown = useMemo(() => shownOf(graph, { until, hideHubs }), [graph, until, hideHubs]);
  const all = useMemo(() => shownOf(graph, { until: null, hideHubs }), [graph, hideHubs]);
  const looks = useMemo(() => looksIn(graph, by, start), [graph, by, start]);
  const times = useMemo(() => timesOf(all), [all]);
  const expand = (node: string): void => {
    setSelected(node);
    const order = graph.orders.find(({ seq }) => orderNode(seq) === node);
    const key = graph.keys.find(({ id }) => keyNode(id) === node);
    if (order?.expanded === false && !graph.full) growing.expandOrders([order.seq]);
    if (key?.opened === false) growing.expandKey(key);
  };
  const seqs = shown.orders.map(({ seq }) => seq);
  return (
    <>
      <div className="links-bar">
        <Choices
          title={t('links.kinds')}
          all={graphKinds}
          chosen={growing.kinds}
          word={(kind) => t(`links.kind.${kind}`)}
          onChange={growing.setKinds}
        />
        <label className="row">
          <input type="checkbox" checked={hideHubs} onChange={({ target }) => setHideHubs(target.checked)} />
          {t('links.hideHubs')}
        </label>
        <label className="row">
          <span className="label">{t('links.colour')}</span>
          <select
            className="select"
            value={by}
            onChange={({ target }) => setBy(colourings.find((one) => one === target.value) ?? 'outcome')}
          >
            {colourings.map((one) => (
              <option key={one} value={one}>
                {t(`links.colour.${one}`)}
              </option>
            ))}
          </select>
        </label>
        <span className="grow" />
        <Button
          small
          icon="plus"
          disabled={graph.full || shown.orders.every(({ expanded }) => expanded)}
          title={graph.full ? t('links.full') : undefined}
          onClick={() => growing.expandOrders(seqs)}
        >
          {t('links.expandAll')}
        </Button>
        <Button small icon="undo" disabled={!growing.grown} onClick={growing.reset}>
          {t('links.reset')}
        </Button>
        <Button
          small
          icon="table"
          onClick={() =>
            openOrdersOf(
              'event_id',
              shown.orders.map(({ orderId }) => orderId),
            )
          }
        >
          {t('links.openAll')}
        </Button>
        <SaveGraph
          {...{ graph, shown, start, info, by, looks }}
          places={() => picture.current?.places() ?? []}
          picture={(masked) => picture.current?.picture(masked) ?? Promise.reject(new Error('not drawn'))}
        />
      </div>
      <Split id="links" direction="horizontal" className={fresh ? '' : 'old-figures'}>
        <SplitPart id="picture" order={1} minSize={30} className="links-picture">
          <GraphView
            handle={picture}
            {...{ graph, shown, looks, selected }}
            arrangedBy={String(hideHubs)}
            onSelect={setSelected}
            onExpand={expand}
          />
          <div className="links-foot">
            <div className="row wrap">
              <Legend orders={shown.orders} by={by} target={info.target} />
              <span className="grow" />
              <Button small look="quiet" onClick={() => picture.current?.fit()}>
                {t('links.fit')}
              </Button>
            </div>
            <TimeWalk
              {...{ times, until, shown: shown.orders.length, all: all.orders.length, timezone: info.timezone }}
              onChange={setUntil}
            />
            <Stands {...{ graph, info }} />
          </div>
        </SplitPart>
        <SplitHandle />
        <SplitPart id="tables" order={2} defaultSize={46} minSize={25} className="links-side">
          <Selected {...{ shown, selected, info }} full={graph.full} onExpand={expand} />
          <GraphTables
            {...{ shown, selected, start, info, hubPersons: graph.hubPersons }}
            onSelect={setSelected}
            onExpand={expand}
          />
        </SplitPart>
      </Split>
    </>
  );
}

/** What is in the graph, what is not, and by when its outcomes are known. */
function Stands({ graph, info }: { readonly graph: OrderGraph; readonly info: ProjectInfo }) {
  const { orders, keys, outside } = graph;
  const parts = [
    t('links.count', { orders: orders.length, keys: keys.length }),
    ...(keys.length === 0 ? [t('links.alone')] : []),
    ...(outside.orders === 0 ? [] : [t('links.outside', { orders: outside.orders })]),
    ...(outside.expanded === 0 ? [] : [t('links.outsideExpanded', { orders: outside.expanded })]),
    ...(graph.full ? [t('links.full')] : []),
    ...(outside.keys === 0 ? [] : [t('links.outsideKeys', { keys: outside.keys })]),
    info.asOf === null ? t('links.hindsightNow') : t('links.hindsight', { asOf: date(info.asOf, info.timezone) }),
  ];
  return (
    <p className="note" data-testid="links-stands">
      {parts.join(' · ')}
    </p>
  );
}
