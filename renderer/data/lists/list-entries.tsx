import { useState } from 'react';
import { isPersonal, type ListEntry, type ProjectList } from '../../../analysis/model/lists.ts';
import type { ProjectInfo } from '../../../analysis/model/project.ts';
import { count, dateTime } from '../../i18n/format.ts';
import { named, t } from '../../i18n/index.ts';
import { Button } from '../../parts/button.tsx';
import { FailureCallout } from '../../parts/callout.tsx';
import { go } from '../../state/address.ts';
import { useLatest } from '../../state/request.ts';
import { listsPath } from './lists-path.ts';

const pageSize = 100;

interface EntriesProps {
  readonly info: ProjectInfo;
  readonly list: ProjectList;
}

/** What stands on a list, the last added first. */
export function ListEntries({ info, list }: EntriesProps) {
  const [search, setSearch] = useState('');
  const [offset, setOffset] = useState(0);
  const { value, failure, fresh } = useLatest(
    'lists.entries',
    { listId: list.id, search, offset, limit: pageSize },
    `${info.dataVersion} ${list.id} ${offset} ${search}`,
  );
  const total = value?.total ?? 0;
  return (
    <div className="data-page stack">
      <div className="row wrap">
        <h2 className="page-title grow">
          {named(list.names)} <span className="note mono">lists.{list.id}</span>
        </h2>
        <Button onClick={() => go({ path: [listsPath] })}>{t('lists.back')}</Button>
      </div>
      <p className="note">
        {t('lists.dayNote')} {isPersonal(list.match) ? t('lists.masked') : null}
      </p>
      <div className="row wrap">
        <input
          className="input"
          type="search"
          aria-label={t('lists.search')}
          placeholder={t('lists.search')}
          value={search}
          maxLength={200}
          onChange={(event) => {
            setSearch(event.target.value);
            setOffset(0);
          }}
        />
        <span className="note grow" role="status">
          {total === 0
            ? ''
            : t('lists.of', {
                from: count(offset + 1),
                to: count(Math.min(offset + pageSize, total)),
                total: count(total),
              })}
        </span>
        <Button small disabled={offset === 0} onClick={() => setOffset(Math.max(0, offset - pageSize))}>
          {t('lists.earlier')}
        </Button>
        <Button small disabled={offset + pageSize >= total} onClick={() => setOffset(offset + pageSize)}>
          {t('lists.later')}
        </Button>
      </div>
      {failure === null ? null : <FailureCallout failure={failure} />}
      {value === null ? <div className="skeleton tall" /> : null}
      {value?.total === 0 ? <p>{t('lists.empty')}</p> : null}
      {value !== null && value.total > 0 ? (
        <EntriesTable info={info} list={list} entries={value.entries} stale={!fresh} />
      ) : null}
    </div>
  );
}

interface TableProps extends EntriesProps {
  readonly entries: readonly ListEntry[];
  readonly stale: boolean;
}

function EntriesTable({ info, list, entries, stale }: TableProps) {
  const time = (ms: number): string => dateTime(ms, info.timezone);
  return (
    <div className={`scroll ${stale ? 'old-figures' : ''}`} tabIndex={0} role="group" aria-label={t('lists.entries')}>
      <table className="table" data-testid="list-entries">
        <thead>
          <tr>
            <th scope="col">{t('lists.value')}</th>
            <th scope="col">{t('lists.addedAt')}</th>
            <th scope="col">{t('lists.removedAt')}</th>
            <th scope="col">{t('lists.memo')}</th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry, index) => (
            <tr key={index}>
              <td className="mono">{entry.value}</td>
              <td>
                {entry.addedAt === null ? (
                  <span className="muted">{t('lists.undated', { date: list.snapshotAt })}</span>
                ) : (
                  time(entry.addedAt)
                )}
              </td>
              <td>
                {entry.removedAt === null ? <span className="muted">{t('lists.stillOn')}</span> : time(entry.removedAt)}
              </td>
              <td>{entry.note}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
