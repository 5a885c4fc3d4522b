import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import { count, dateTime, money } from '../i18n/format.ts';
import { t } from '../i18n/index.ts';
import { ResultTag, StateTag } from '../parts/result-tag.tsx';
import { Tabs } from '../parts/tabs.tsx';
import { degrees, keyNode, orderNode, type Shown } from './graph-model.ts';
import { kindWord } from './graph-words.ts';
import type { LinksStart } from './open-links.ts';

export interface GraphTablesProps {
  readonly shown: Shown;
  readonly selected: string | null;
  readonly start: LinksStart;
  readonly info: ProjectInfo;
  readonly hubPersons: number;
  readonly onSelect: (node: string) => void;
  readonly onExpand: (node: string) => void;
}

const kinds = ['orders', 'values'] as const;

/** The graph as two tables; up and down go from row to row, Enter selects one. */
export function GraphTables(props: GraphTablesProps) {
  const { shown, selected } = props;
  const [kind, setKind] = useState<(typeof kinds)[number]>('orders');
  const isKey = selected?.startsWith('key ') === true;
  // What is selected in the picture is brought before the eyes.
  useEffect(() => {
    if (selected !== null) setKind(isKey ? 'values' : 'orders');
  }, [selected, isKey]);
  const { orders, keys } = shown;
  return (
    <div className="links-tables">
      <Tabs
        id="links"
        label={t('links.tables')}
        chosen={kind}
        onChoose={setKind}
        tabs={[
          { key: 'orders', title: t('links.orders', { count: count(orders.length) }) },
          { key: 'values', title: t('links.values', { count: count(keys.length) }) },
        ]}
      />
      <div className="scroll grow" id="links-panel" role="tabpanel" aria-labelledby={`links-${kind}`} tabIndex={0}>
        {kind === 'orders' ? <OrderRows {...props} /> : <KeyRows {...props} />}
      </div>
    </div>
  );
}

function OrderRows({ shown, selected, start, info, onSelect, onExpand }: GraphTablesProps) {
  const { ofOrder } = degrees(shown);
  return (
    <table className="table sticky" data-testid="links-orders">
      <thead>
        <tr>
          <th scope="col">{t('links.order')}</th>
          <th scope="col">{t('links.when')}</th>
          <th scope="col" className="num">
            {t('links.amount')}
          </th>
          <th scope="col">{t('links.outcome')}</th>
          <th scope="col">{t('links.result')}</th>
          <th scope="col" className="num">
            {t('links.shares')}
          </th>
        </tr>
      </thead>
      <Rows>
        {shown.orders.map((order) => (
          <Row key={order.seq} node={orderNode(order.seq)} {...{ selected, onExpand }}>
            <th scope="row">
              <Pick node={orderNode(order.seq)} {...{ selected, onSelect }}>
                {order.orderId}
              </Pick>{' '}
              {order.seq === start.seq ? <span className="tag">{t('links.start')}</span> : null}
            </th>
            <td className="nowrap">{dateTime(order.time, info.timezone)}</td>
            <td className="num">
              {order.amount === null ? '–' : money(order.amount, order.currency ?? info.currency)}
            </td>
            <td>
              <StateTag state={order.state} target={info.target} />
            </td>
            <td>{order.result === null ? '–' : <ResultTag result={order.result} />}</td>
            <td className="num">{count(ofOrder.get(order.seq) ?? 0)}</td>
          </Row>
        ))}
      </Rows>
    </table>
  );
}

function KeyRows({ shown, selected, hubPersons, onSelect, onExpand }: GraphTablesProps) {
  const { ofKey } = degrees(shown);
  return (
    <table className="table sticky" data-testid="links-values">
      <thead>
        <tr>
          <th scope="col">{t('links.kindHead')}</th>
          <th scope="col">{t('links.value')}</th>
          <th scope="col" className="num">
            {t('links.all')}
          </th>
          <th scope="col" className="num">
            {t('links.shownHead')}
          </th>
          <th scope="col" className="num">
            {t('links.persons')}
          </th>
        </tr>
      </thead>
      <Rows>
        {shown.keys.map((key) => (
          <Row key={key.id} node={keyNode(key.id)} {...{ selected, onExpand }}>
            <td className="nowrap">{kindWord(key)}</td>
            <th scope="row" className="links-value">
              <Pick node={keyNode(key.id)} {...{ selected, onSelect }}>
                {key.value}
              </Pick>{' '}
              {key.hub ? (
                <span className="tag warn" title={t('links.hubHint', { persons: count(hubPersons) })}>
                  {t('links.hub')}
                </span>
              ) : null}
            </th>
            <td className="num">{count(key.orders)}</td>
            <td className="num">{count(ofKey.get(key.id) ?? 0)}</td>
            <td className="num">{count(key.persons)}</td>
          </Row>
        ))}
      </Rows>
    </table>
  );
}

function Rows({ children }: { readonly children: ReactNode }) {
  const onKeyDown = (event: KeyboardEvent<HTMLTableSectionElement>) => {
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (by === 0) return;
    const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>('button[data-node]')];
    const at = buttons.findIndex((button) => button === document.activeElement);
    event.preventDefault();
    buttons[at + by]?.focus();
  };
  return <tbody onKeyDown={onKeyDown}>{children}</tbody>;
}

interface NodeProps {
  readonly node: string;
  readonly selected: string | null;
  readonly children: ReactNode;
}

function Row({ node, selected, onExpand, children }: NodeProps & { readonly onExpand: (node: string) => void }) {
  const row = useRef<HTMLTableRowElement>(null);
  const isSelected = selected === node;
  useEffect(() => {
    if (isSelected) row.current?.scrollIntoView({ block: 'nearest' });
  }, [isSelected]);
  return (
    <tr ref={row} className={isSelected ? 'links-chosen' : undefined} onDoubleClick={() => onExpand(node)}>
      {children}
    </tr>
  );
}

function Pick({ node, selected, onSelect, children }: NodeProps & { readonly onSelect: (node: string) => void }) {
  return (
    <button
      type="button"
      className="link mono"
      data-node={node}
      aria-pressed={selected === node}
      onClick={() => onSelect(node)}
    >
      {children}
    </button>
  );
}
