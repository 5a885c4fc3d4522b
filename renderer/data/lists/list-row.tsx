import { isDated, type ListMatchCount, type ListTime, type ProjectList } from '../../../analysis/model/lists.ts';
import type { ProjectInfo } from '../../../analysis/model/project.ts';
import { count, period } from '../../i18n/format.ts';
import { named, t } from '../../i18n/index.ts';
import { columnName } from '../../i18n/values.ts';
import { Button } from '../../parts/button.tsx';
import { go, openOrders } from '../../state/address.ts';
import { hasOrders } from '../../state/project.ts';
import { useLatest } from '../../state/request.ts';
import { removeList } from './lists-actions.ts';
import { listsPath } from './lists-path.ts';

interface RowProps {
  readonly info: ProjectInfo;
  readonly list: ProjectList;
  readonly onEdit: () => void;
  readonly onRefresh: () => void;
}

/** One list: what it is, since when its values stand there, and which orders are on it. */
export function ListRow({ info, list, onEdit, onRefresh }: RowProps) {
  const name = named(list.names);
  const { entries, open, rejected } = list;
  return (
    <tr>
      <th scope="row">
        <button
          type="button"
          className="link"
          title={t('lists.entriesOf', { name })}
          onClick={() => go({ path: [listsPath, list.id] })}
        >
          {name}
        </button>
        <div className="note mono">lists.{list.id}</div>
        <div className="note">{t(`lists.purpose.${list.purpose}`)}</div>
      </th>
      <td>{t(`lists.match.${list.match}`)}</td>
      <td className="num">
        {t('lists.openOfAll', { open: count(open), entries: count(entries) })}
        {rejected > 0 ? <div className="note">{t('lists.rejectedRows', { count: rejected })}</div> : null}
      </td>
      <td className="validity">
        <Validity info={info} list={list} />
      </td>
      <td>
        <Source list={list} />
      </td>
      <td>
        {hasOrders(info) ? <Matches info={info} list={list} /> : <span className="note">{t('start.noOrders')}</span>}
      </td>
      <td>
        <div className="row end">
          <Button small disabled={info.readOnly} aria-label={t('lists.refreshOf', { name })} onClick={onRefresh}>
            {t('lists.refresh')}
          </Button>
          <Button small disabled={info.readOnly} aria-label={t('lists.editOf', { name })} onClick={onEdit}>
            {t('lists.edit')}
          </Button>
          <Button
            small
            look="quiet"
            icon="trash"
            disabled={info.readOnly}
            aria-label={t('lists.deleteOf', { name })}
            onClick={() => removeList(list)}
          />
        </div>
      </td>
    </tr>
  );
}

function Validity({ info, list }: Pick<RowProps, 'info' | 'list'>) {
  const { firstAdded, lastChange, snapshotAt, undated } = list;
  const span = firstAdded === null ? null : period({ from: firstAdded, to: lastChange ?? firstAdded }, info.timezone);
  return (
    <>
      {isDated(list) ? null : (
        <>
          <span className="tag warn" title={t('lists.hindsightHint', { count: undated })}>
            {t('lists.hindsight')}
          </span>
          <div>{t('lists.snapshot', { date: snapshotAt })}</div>
        </>
      )}
      {span === null ? null : <div className={isDated(list) ? '' : 'note'}>{span}</div>}
    </>
  );
}

function Source({ list: { source } }: Pick<RowProps, 'list'>) {
  if (source.kind === 'own') return <span className="clip">{source.fileName}</span>;
  return (
    <>
      {source.package} {source.fileName === undefined ? source.version : null}
      <div className="note">{source.licence}</div>
      {source.fileName === undefined ? null : (
        <div className="note clip" title={source.fileName}>
          {t('lists.laterFile', { file: source.fileName })}
        </div>
      )}
    </>
  );
}

function Matches({ info, list }: Pick<RowProps, 'info' | 'list'>) {
  const { value, fresh } = useLatest('lists.matches', { listId: list.id }, `${info.dataVersion} ${list.id}`);
  if (value === null) return <div className="skeleton" />;
  if (value.length === 0)
    return <span className="note">{t(list.match === 'exact' ? 'lists.noHit' : 'lists.noField')}</span>;
  return (
    <ul className={`list-matches ${fresh ? '' : 'old-figures'}`}>
      {value.map((found) => (
        <Match key={found.column} {...{ info, list, found }} />
      ))}
    </ul>
  );
}

interface MatchProps extends Pick<RowProps, 'info' | 'list'> {
  readonly found: ListMatchCount;
}

function Match({ info, list, found }: MatchProps) {
  const column = columnName(info, found.column);
  const button = (when: ListTime, orders: number, text: string) => {
    if (orders === 0) return text;
    const params = { column, name: named(list.names), count: orders };
    return (
      <button
        type="button"
        className="link"
        aria-label={t(when === 'order' ? 'lists.openAsOf' : 'lists.openToday', params)}
        onClick={() => openOrders({ clauses: [{ kind: 'listed', list: list.id, column: found.column, when }] })}
      >
        {text}
      </button>
    );
  };
  const hits = t('lists.hits', { asOf: count(found.asOf), orders: count(info.orders) });
  return (
    <li>
      <span className="muted">{column}</span> {button('order', found.asOf, hits)}
      {found.today === found.asOf ? null : (
        <div className="note">{button('today', found.today, t('lists.todayHits', { today: count(found.today) }))}</div>
      )}
    </li>
  );
}
