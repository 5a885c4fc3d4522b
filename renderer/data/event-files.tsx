import type { EventsReport, EventTotals } from '../../analysis/model/events.ts';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import { count, period } from '../i18n/format.ts';
import { t } from '../i18n/index.ts';
import { Button } from '../parts/button.tsx';
import { Panel } from '../parts/panel.tsx';
import { call } from '../state/jobs.ts';
import { useLatest } from '../state/request.ts';
import { saveStaged } from '../state/save-staged.ts';
import { attempt } from '../state/toasts.ts';
import { eventWords } from './events-flow.ts';
import { FileTable, NumberHeads } from './file-table.tsx';
import { RemoveImport } from './remove-import.tsx';

/** The events a project has, by kind, and the files that brought them. */
export function EventFiles({ info }: { readonly info: ProjectInfo }) {
  const { value } = useLatest('import.eventFiles', {}, info.dataVersion);
  if (value === null || value.files.length === 0) return null;
  return (
    <Panel title={t('events.title')} note={t('events.note')}>
      <div className="scroll" tabIndex={0} role="group" aria-label={t('events.title')}>
        <table className="table" data-testid="event-kinds">
          <thead>
            <tr>
              <th scope="col">{t('events.kind')}</th>
              <NumberHeads
                keys={['events.count', 'events.succeeded', 'events.failed', 'events.otherOrders', 'events.noOrder']}
              />
              <th scope="col">{t('top.period')}</th>
            </tr>
          </thead>
          <tbody>
            {value.kinds.map((totals) => (
              <KindRow key={totals.kind} totals={totals} timezone={info.timezone} />
            ))}
          </tbody>
        </table>
      </div>
      <div className="event-files">
        <FileTable
          label={t('events.files')}
          testId="event-files"
          texts={['events.files', 'events.kind']}
          numbers={['data.read', 'data.accepted', 'data.rejected', 'events.count']}
        >
          {value.files.map((file) => (
            <FileRow key={file.importId} file={file} />
          ))}
        </FileTable>
      </div>
    </Panel>
  );
}

function KindRow({ totals, timezone }: { readonly totals: EventTotals; readonly timezone: string }) {
  const { kind, events, passed, failed, otherOrders, noOrder, from, to } = totals;
  return (
    <tr>
      <td>{eventWords().kinds[kind]}</td>
      <td className="num">{count(events)}</td>
      {[passed, failed].map((value, index) => (
        <td key={index} className="num">
          {passed + failed === 0 ? <span className="muted">{t('events.noResults')}</span> : count(value)}
        </td>
      ))}
      <td className="num">{count(otherOrders)}</td>
      <td className="num">{count(noOrder)}</td>
      <td>{period({ from, to }, timezone)}</td>
    </tr>
  );
}

function FileRow({ file }: { readonly file: EventsReport }) {
  const { importId, fileName, kind, read, accepted, rejected, events } = file;
  const save = () => attempt(async () => saveStaged(await call('import.rejects', { importId })));
  return (
    <tr>
      <td>{fileName}</td>
      <td>{eventWords().kinds[kind]}</td>
      {[read, accepted, rejected, events].map((value, index) => (
        <td key={index} className="num">
          {count(value)}
        </td>
      ))}
      <td>
        <div className="row end">
          {rejected > 0 ? (
            <Button small icon="save" aria-label={t('data.saveRejectsOf', { name: fileName })} onClick={save}>
              {t('data.saveRejects')}
            </Button>
          ) : null}
          <RemoveImport importId={importId} name={fileName} rows={events} of="events" />
        </div>
      </td>
    </tr>
  );
}
