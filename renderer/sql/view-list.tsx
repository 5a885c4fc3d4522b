import { useEffect, useState } from 'react';
import { sqlProblemText } from '../../analysis/model/messages/sql.ts';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import type { SqlView, SqlViewState } from '../../analysis/model/sql-console.ts';
import { language, t } from '../i18n/index.ts';
import { Button } from '../parts/button.tsx';
import { attempt, showDone } from '../state/toasts.ts';
import { checkViews, deleteView, renameView, restoreView } from './sql-store.ts';

interface ViewListProps {
  readonly info: ProjectInfo;
  readonly views: readonly SqlView[];
  readonly states: readonly SqlViewState[] | null;
  readonly onOpen: (text: string) => void;
}

/** Queries saved by name: what each reads, whether it runs, and what may be done with it. */
export function ViewList({ info, views, states, onOpen }: ViewListProps) {
  const asked = states === null && views.length > 0;
  useEffect(() => {
    if (asked) checkViews();
  }, [asked]);
  if (views.length === 0) return <p className="empty">{t('sql.viewsNone')}</p>;
  return (
    <ul className="sql-views" aria-label={t('sql.views')} data-testid="sql-views">
      {views.map((view) => (
        <ViewItem
          key={view.viewId}
          {...{ info, view, onOpen }}
          state={states?.find(({ viewId }) => viewId === view.viewId) ?? null}
        />
      ))}
    </ul>
  );
}

interface ItemProps extends Pick<ViewListProps, 'info' | 'onOpen'> {
  readonly view: SqlView;
  readonly state: SqlViewState | null;
}

function ViewItem({ info, view, state, onOpen }: ItemProps) {
  const { viewId, name, text, hidden } = view;
  const [now, setNow] = useState<string | null>(null);
  const rename = () => {
    if (now !== null && now.trim() !== '' && now.trim() !== name) attempt(() => renameView(viewId, now));
    setNow(null);
  };
  const remove = () =>
    attempt(async () => {
      await deleteView(viewId);
      showDone(t('sql.deleted', { name }), {
        label: t('sql.undo'),
        run: () => attempt(() => restoreView(viewId)),
      });
    });
  return (
    <li>
      {now === null ? (
        <strong>{name}</strong>
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            rename();
          }}
        >
          <input
            className="input small"
            autoFocus
            aria-label={t('sql.renameOf', { name })}
            maxLength={80}
            value={now}
            onChange={({ target }) => setNow(target.value)}
            onBlur={rename}
          />
        </form>
      )}
      {hidden ? <p className="note">{t('sql.viewHidden')}</p> : <pre className="sql-text">{text}</pre>}
      <State state={state} />
      <div className="row wrap">
        {hidden ? null : (
          <Button small aria-label={t('sql.openOf', { name })} onClick={() => onOpen(text)}>
            {t('sql.open')}
          </Button>
        )}
        <Button small aria-label={t('sql.renameOf', { name })} disabled={info.readOnly} onClick={() => setNow(name)}>
          {t('sql.rename')}
        </Button>
        <Button small icon="trash" aria-label={t('sql.deleteOf', { name })} disabled={info.readOnly} onClick={remove}>
          {t('sql.delete')}
        </Button>
      </div>
    </li>
  );
}

function State({ state }: Pick<ItemProps, 'state'>) {
  if (state === null) return <p className="note">{t('sql.checking')}</p>;
  const { problem, reads } = state;
  return (
    <>
      {reads.length === 0 ? null : (
        <p className="note">{t('sql.viewReads', { names: reads.join(t('orders.listMark')) })}</p>
      )}
      {problem === null ? (
        <p className="note">{t('sql.viewRuns')}</p>
      ) : (
        <p className="note bad-text">{t('sql.viewBroken', { why: sqlProblemText(problem, language.get()).text })}</p>
      )}
    </>
  );
}
