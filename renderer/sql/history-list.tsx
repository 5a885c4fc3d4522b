import type { ProjectInfo } from '../../analysis/model/project.ts';
import { historyKept, type SqlRun } from '../../analysis/model/sql-console.ts';
import { count, dateTime } from '../i18n/format.ts';
import { t } from '../i18n/index.ts';
import { Button } from '../parts/button.tsx';
import { clearHistory } from './sql-store.ts';

interface HistoryListProps {
  readonly info: ProjectInfo;
  readonly history: readonly SqlRun[];
  readonly onOpen: (text: string) => void;
}

/** Queries that were run, with when, how long and how they ended. */
export function HistoryList({ info, history, onOpen }: HistoryListProps) {
  if (history.length === 0) return <p className="empty">{t('sql.historyNone')}</p>;
  return (
    <>
      <div className="row">
        <span className="note grow">{t('sql.historyNote', { count: historyKept })}</span>
        <Button small disabled={info.readOnly} onClick={clearHistory}>
          {t('sql.historyClear')}
        </Button>
      </div>
      <ul className="sql-history" aria-label={t('sql.history')} data-testid="sql-history">
        {history.map(({ queryId, at, text, hidden, ms, ...run }) => (
          <li key={queryId}>
            {hidden ? (
              <span className="note">{t('sql.historyHidden')}</span>
            ) : (
              <button type="button" className="sql-text link" title={t('sql.historyOpen')} onClick={() => onOpen(text)}>
                {text}
              </button>
            )}
            <span className="note">
              {[dateTime(at, info.timezone), t('sql.elapsed', { seconds: (ms / 1000).toFixed(2) }), endText(run)].join(
                ' · ',
              )}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

function endText({ end, rows }: Pick<SqlRun, 'end' | 'rows'>): string {
  if (end === 'cancelled') return t('sql.end.cancelled');
  if (end !== 'rows') return t('sql.end.failed');
  return rows === null ? t('sql.end.uncounted') : t('sql.end.rows', { rows: count(rows) });
}
