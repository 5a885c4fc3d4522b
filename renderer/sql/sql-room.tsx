import { useId, useMemo, useState } from 'react';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import { t } from '../i18n/index.ts';
import { Button } from '../parts/button.tsx';
import { Tabs } from '../parts/tabs.tsx';
import { hasOrders, useProject } from '../state/project.ts';
import { useStore } from '../state/store.ts';
import { HistoryList } from './history-list.tsx';
import { Running } from './running.tsx';
import { SaveDialog } from './save-dialog.tsx';
import { SqlEditor } from './sql-editor.tsx';
import { SqlOutcome } from './sql-outcome.tsx';
import { run, sqlConsole, useBeside, write } from './sql-store.ts';
import { TableList } from './table-list.tsx';
import { ViewList } from './view-list.tsx';
import './sql.css';

/** The SQL console: a query, what it answers, and beside them what it may read, what was saved and what was run. */
export default function SqlRoom() {
  const info = useProject();
  return hasOrders(info) ? <SqlOf info={info} /> : null;
}

const tabs = ['tables', 'views', 'history'] as const;
type Tab = (typeof tabs)[number];

function SqlOf({ info }: { readonly info: ProjectInfo }) {
  const { text, running, answered } = useStore(sqlConsole);
  const beside = useBeside(info);
  const [tab, setTab] = useState<Tab>('tables');
  const [place, setPlace] = useState<{ readonly from: number } | null>(null);
  const [saving, setSaving] = useState(false);
  const id = useId();
  const names = useMemo(() => ({ tables: beside.tables, views: beside.views }), [beside.tables, beside.views]);
  const blank = text.trim() === '';
  const runIt = () => run(info);
  const open = (query: string) => {
    write(query);
    setPlace({ from: query.length });
  };
  return (
    <div className="sql-room">
      <div className="sql-main scroll" tabIndex={0} role="region" aria-label={t('sql.title')}>
        <section className="panel" aria-labelledby={`${id}-title`}>
          <header>
            <h2 id={`${id}-title`}>{t('sql.query')}</h2>
            <span className="actions">
              <Button small disabled={blank || info.readOnly} icon="save" onClick={() => setSaving(true)}>
                {t('sql.saveAs')}
              </Button>
            </span>
          </header>
          <div className="body stack tight">
            <SqlEditor
              {...{ text, answered, names, place }}
              labelledBy={`${id}-title`}
              onChange={write}
              onRun={runIt}
            />
            <div className="row wrap">
              <Button look="primary" icon="play" disabled={blank || running !== null} onClick={runIt}>
                {t('sql.run')}
              </Button>
              {running === null ? null : <Running running={running} />}
            </div>
            <p className="note">
              {t('sql.about', { timezone: info.timezone })} {info.masked ? t('sql.masked') : ''}
            </p>
          </div>
        </section>
        <SqlOutcome {...{ info, answered, text }} busy={running !== null} onRun={runIt} onPlace={setPlace} />
      </div>
      <div className="sql-beside">
        <Tabs
          id={`${id}-beside`}
          label={t('sql.tabs')}
          tabs={tabs.map((key) => ({ key, title: t(`sql.tab.${key}`) }))}
          chosen={tab}
          onChoose={setTab}
        />
        <div
          id={`${id}-beside-panel`}
          className="sql-list scroll"
          role="tabpanel"
          aria-labelledby={`${id}-beside-${tab}`}
          tabIndex={0}
        >
          {tab === 'tables' ? <TableList tables={beside.tables} onInsert={(name) => open(joined(text, name))} /> : null}
          {tab === 'views' ? <ViewList info={info} views={beside.views} states={beside.states} onOpen={open} /> : null}
          {tab === 'history' ? <HistoryList info={info} history={beside.history} onOpen={open} /> : null}
        </div>
      </div>
      {saving ? <SaveDialog text={text} views={beside.views} onClose={() => setSaving(false)} /> : null}
    </div>
  );
}

/** A name behind what is written, apart from it by a blank. */
const joined = (text: string, name: string): string =>
  `${text}${text === '' || /\s$|[(.,]$/.test(text) ? '' : ' '}${name}`;
