import type { OrderDetail } from '../../analysis/engine-api.ts';
import type { ProjectColumn } from '../../analysis/model/columns.ts';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import { outcomeStates } from '../../analysis/model/target.ts';
import { named, t } from '../i18n/index.ts';
import { cellText, type Cell } from '../i18n/values.ts';
import { openLinks } from '../links/open-links.ts';
import { Button } from '../parts/button.tsx';
import { FailureCallout } from '../parts/callout.tsx';
import { StateTag } from '../parts/result-tag.tsx';
import { useLatest } from '../state/request.ts';
import { groupOf, groups, type DetailGroup } from './detail-groups.ts';
import { LineList } from './line-list.tsx';
import { RelatedList } from './related-list.tsx';
import { PutOnList } from './put-on-list.tsx';
import { TimeLine } from './time-line.tsx';
import { WhyDecided } from './why-decided.tsx';

export interface OrderDetailPanelProps {
  readonly info: ProjectInfo;
  readonly seq: number;
  readonly onClose: () => void;
}

/** Everything known of one order. */
export function OrderDetailPanel({ info, seq, onClose }: OrderDetailPanelProps) {
  const { value, failure, fresh } = useLatest('orders.detail', { seq }, `${info.dataVersion} ${seq}`);
  const orderId = value?.order['event_id'];
  const state = outcomeStates.find((name) => name === value?.state);
  return (
    <aside className="detail" aria-label={t('orders.detail')}>
      <header>
        <h2 className="clip mono">{orderId ?? t('orders.detail')}</h2>
        {state ? <StateTag state={state} target={info.target} /> : null}
        <span className="ways">
          <Button
            look="quiet"
            small
            icon="links"
            title={t('links.open')}
            aria-label={t('links.open')}
            onClick={() => openLinks({ seq, entity: false }, info)}
          />
          <Button look="quiet" small icon="close" aria-label={t('orders.closeDetail')} onClick={onClose} />
        </span>
      </header>
      <div
        className={`detail-body ${fresh ? '' : 'old-figures'}`}
        tabIndex={0}
        role="region"
        aria-label={t('orders.detailFields')}
      >
        {failure ? <FailureCallout failure={failure} /> : null}
        {value ? <DetailBody detail={value} info={info} seq={seq} /> : <div className="skeleton tall" />}
      </div>
    </aside>
  );
}

interface DetailBodyProps {
  readonly detail: OrderDetail;
  readonly info: ProjectInfo;
  readonly seq: number;
}

function DetailBody({ detail, info, seq }: DetailBodyProps) {
  const { currency } = detail.order;
  const code = typeof currency === 'string' ? currency : info.currency;
  return (
    <>
      <TimeLine detail={detail} info={info} currency={code} />
      <LineList lines={detail.lines} currency={code} />
      <RelatedList info={info} seq={seq} />
      <WhyDecided info={info} seq={seq} />
      <PutOnList info={info} detail={detail} />
      {groups.map((group) => (
        <FieldGroup key={group} group={group} detail={detail} info={info} currency={code} />
      ))}
    </>
  );
}

interface PartProps {
  readonly detail: OrderDetail;
  readonly info: ProjectInfo;
  readonly currency: string;
}

function FieldGroup({ group, detail, info, currency }: PartProps & { readonly group: DetailGroup }) {
  const fields = info.columns.filter((column) => groupOf(column) === group && column.present);
  const filled = fields.filter((column) => (detail.order[column.name] ?? null) !== null);
  const blank = fields.filter((column) => !filled.includes(column));
  if (fields.length === 0) return null;
  const text = (column: ProjectColumn): string => {
    const value: Cell = detail.order[column.name] ?? null;
    return cellText(value, column, info, currency);
  };
  return (
    <section>
      <h3>{t(`detail.${group}`)}</h3>
      <dl className="fields">
        {filled.map((column) => (
          <div key={column.name}>
            <dt title={column.path}>{named(column.label)}</dt>
            <dd>{text(column)}</dd>
          </div>
        ))}
      </dl>
      {blank.length === 0 ? null : (
        <p className="note">
          {t('orders.blank', { names: blank.map((column) => named(column.label)).join(t('orders.listMark')) })}
        </p>
      )}
    </section>
  );
}
