import { BackToData } from '../back-to-data.tsx';
import { useState } from 'react';
import type { ProjectInfo } from '../../../analysis/model/project.ts';
import type { ListReport, ProjectList } from '../../../analysis/model/lists.ts';
import { count } from '../../i18n/format.ts';
import { named, t } from '../../i18n/index.ts';
import { rejectText } from '../../i18n/messages.ts';
import { Button } from '../../parts/button.tsx';
import { Callout } from '../../parts/callout.tsx';
import { Panel } from '../../parts/panel.tsx';
import { useProject } from '../../state/project.ts';
import { useStore } from '../../state/store.ts';
import { EditList } from './edit-list.tsx';
import { ListEntries } from './list-entries.tsx';
import { ListForm } from './list-form.tsx';
import { ListRow } from './list-row.tsx';
import { chooseListFile, lastReport, type Chosen } from './lists-actions.ts';
import { OfferedLists } from './offered-lists.tsx';
import './lists.css';

/** The lists that rules may ask, or what stands on one of them. */
export function Lists({ open }: { readonly open: string | null }) {
  const info = useProject();
  if (info === null) return <div className="empty" aria-busy="true" />;
  const list = info.lists.find(({ id }) => id === open);
  return list === undefined ? <AllLists info={info} /> : <ListEntries info={info} list={list} />;
}

function AllLists({ info }: { readonly info: ProjectInfo }) {
  const report = useStore(lastReport);
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [edited, setEdited] = useState<ProjectList | null>(null);
  return (
    <div className="data-page stack">
      <div className="row wrap">
        <h2 className="page-title grow">{t('lists.title')}</h2>
        <BackToData />
        <Button look="primary" icon="plus" disabled={info.readOnly} onClick={() => chooseListFile(null, setChosen)}>
          {t('lists.addFile')}
        </Button>
      </div>
      <p className="note">
        {t('lists.note')} {t('lists.dayNote')}
      </p>
      {report === null ? null : <Report report={report} />}
      <Panel title={t('lists.own')}>
        {info.lists.length === 0 ? <p>{t('lists.none')}</p> : null}
        {info.lists.length === 0 ? null : (
          <div className="scroll" tabIndex={0} role="group" aria-label={t('lists.own')}>
            <table className="table lists-table" data-testid="lists">
              <thead>
                <tr>
                  <th scope="col">{t('lists.name')}</th>
                  <th scope="col">{t('lists.match')}</th>
                  <th scope="col" className="num">
                    {t('lists.entries')}
                  </th>
                  <th scope="col">{t('lists.validity')}</th>
                  <th scope="col">{t('lists.source')}</th>
                  <th scope="col">{t('lists.orders')}</th>
                  <th scope="col">
                    <span className="hidden-visually">{t('lists.edit')}</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {info.lists.map((list) => (
                  <ListRow
                    key={list.id}
                    {...{ info, list }}
                    onEdit={() => setEdited(list)}
                    onRefresh={() => chooseListFile(list, setChosen)}
                  />
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Panel>
      <OfferedLists info={info} />
      {chosen === null ? null : <ListForm info={info} chosen={chosen} onClose={() => setChosen(null)} />}
      {edited === null ? null : <EditList list={edited} onClose={() => setEdited(null)} />}
    </div>
  );
}

function Report({ report }: { readonly report: ListReport }) {
  const { list, read, accepted, added, kept, removed, rejected, rejects } = report;
  const counts = { read, accepted, added, kept, removed, rejected };
  const written = Object.fromEntries(Object.entries(counts).map(([name, value]) => [name, count(value)]));
  return (
    <Callout kind={rejected > 0 ? 'warn' : 'info'}>
      <p>{t('lists.added', { name: named(list.names), ...written })}</p>
      {rejects.map(({ reason, rows, firstLine }) => (
        <p key={reason} className="note">
          {t('lists.rejects', { reason: rejectText(reason), rows, line: firstLine })}
        </p>
      ))}
    </Callout>
  );
}
