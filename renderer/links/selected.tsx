import type { ProjectInfo } from '../../analysis/model/project.ts';
import { t } from '../i18n/index.ts';
import { orderParam } from '../orders/open-order.ts';
import { Button } from '../parts/button.tsx';
import { go } from '../state/address.ts';
import { keyNode, orderNode, type Shown } from './graph-model.ts';
import { columnWord, keyText, orderText } from './graph-words.ts';
import { openOrdersOf } from './open-links.ts';

export interface SelectedProps {
  readonly shown: Shown;
  readonly selected: string | null;
  readonly info: ProjectInfo;
  /** No more orders can be expanded. */
  readonly full: boolean;
  readonly onExpand: (node: string) => void;
}

/** What is known of the selected node, and where it leads. */
export function Selected({ shown, selected, info, full, onExpand }: SelectedProps) {
  const order = shown.orders.find(({ seq }) => orderNode(seq) === selected);
  const key = shown.keys.find(({ id }) => keyNode(id) === selected);
  const text = order ? orderText(order, shown, info) : key ? keyText(key, shown) : t('links.none');
  const open = order ? order.expanded : key?.opened === true;
  const refused = order !== undefined && full;
  return (
    <div className="links-selected">
      <p role="status" data-testid="links-selected">
        {text}
      </p>
      {selected === null || (!order && !key) ? null : (
        <div className="row wrap">
          {open ? (
            <span className="note">{t(order ? 'links.expanded' : 'links.openedKey')}</span>
          ) : (
            <Button small look="primary" icon="plus" disabled={refused} onClick={() => onExpand(selected)}>
              {t('links.expand')}
            </Button>
          )}
          {!open && refused ? <span className="note">{t('links.full')}</span> : null}
          {order ? (
            <Button
              small
              onClick={() => go({ room: 'explore', params: { order: orderParam(order.seq, info), links: null } })}
            >
              {t('links.openOrder')}
            </Button>
          ) : null}
          {key
            ? columnsOf(shown, key.id).map((column) => (
                <Button key={column} small onClick={() => openOrdersOf(column, [key.value])}>
                  {t('links.openKey', { column: columnWord(column, info) })}
                </Button>
              ))
            : null}
        </div>
      )}
    </div>
  );
}

/** The columns in which orders on screen have a key. */
const columnsOf = ({ edges }: Shown, key: string): readonly string[] => [
  ...new Set(edges.filter((edge) => edge.key === key).flatMap(({ columns }) => columns)),
];
