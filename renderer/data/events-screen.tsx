import { eventColumns, eventKinds, type EventColumnName } from '../../analysis/model/events.ts';
import { bytes, count } from '../i18n/format.ts';
import { t } from '../i18n/index.ts';
import { Button } from '../parts/button.tsx';
import { Callout, FailureCallout } from '../parts/callout.tsx';
import { Combobox } from '../parts/combobox.tsx';
import { Panel } from '../parts/panel.tsx';
import { useProject } from '../state/project.ts';
import { addEvents, chooseKind, eventWords, importEvents, lackOf, setDraft, type EventsDraft } from './events-flow.ts';
import { FirstRows } from './first-rows.tsx';
import { fileIsGone, step, titleOf } from './import-flow.ts';

/** A file of events before anything of it is written: its kind, and which header holds what. */
export function EventsScreen({ draft }: { readonly draft: EventsDraft }) {
  const { file, preview, busy, failed } = draft;
  const readOnly = useProject()?.readOnly === true;
  const lack = lackOf(draft);
  return (
    <div className="mapping-screen" data-testid="events-screen">
      <div className="row wrap mapping-head">
        <h2 className="page-title clip">{titleOf(file)}</h2>
        <span className="note">
          {bytes(preview.bytes)} · {t('data.columnCount', { count: count(preview.columns.length) })}
        </span>
      </div>
      {failed === null ? null : failed.code === 'engine-stopped' ? (
        <Callout kind="error">{t('data.importStopped')}</Callout>
      ) : (
        <FailureCallout failure={failed} />
      )}
      <div className="mapping-body">
        <div className="mapping-main">
          <FirstRows preview={preview} />
          <Panel title={t('events.columns')}>
            <KindField draft={draft} />
            <ColumnChoosers draft={draft} />
            <p className="note">{t('events.repeatNote')}</p>
          </Panel>
        </div>
      </div>
      <div className="import-bar">
        {lack === null ? null : (
          <span className="tag warn wrapping">{t(lack === 'time' ? 'events.needsTime' : 'events.needsKey')}</span>
        )}
        <span className="grow" />
        <Button disabled={busy} onClick={() => step.set({ kind: 'home' })}>
          {t('common.cancel')}
        </Button>
        {failed === null || !fileIsGone(failed) ? (
          <Button look="primary" disabled={busy || lack !== null || readOnly} onClick={() => void addEvents(draft)}>
            {t('events.apply')}
          </Button>
        ) : (
          <Button look="primary" icon="file" onClick={importEvents}>
            {t('data.chooseAgain')}
          </Button>
        )}
      </div>
    </div>
  );
}

function KindField({ draft }: { readonly draft: EventsDraft }) {
  const names = eventWords().kinds;
  return (
    <div className="field event-kind">
      <span className="label">{t('events.kind')}</span>
      <Combobox
        label={t('events.kind')}
        value={draft.preview.kind}
        disabled={draft.busy}
        choices={eventKinds.map((kind) => ({ value: kind, label: names[kind] }))}
        onChoose={(value) => {
          const kind = eventKinds.find((one) => one === value);
          if (kind !== undefined) chooseKind(draft, kind);
        }}
      />
      <span className="note">{t('events.kindNote')}</span>
    </div>
  );
}

const none = '#none';
const samples = 3;

function ColumnChoosers({ draft }: { readonly draft: EventsDraft }) {
  const { preview, columns } = draft;
  const names = eventWords().columns;
  const headers = preview.columns.map(({ name }) => ({ value: name, label: name, hint: samplesOf(draft, name) }));
  const lack = lackOf(draft);
  const choose = (name: EventColumnName, header: string | null) =>
    setDraft({ ...draft, columns: { ...columns, [name]: header } });
  return (
    <table className="table outcome-columns">
      <tbody>
        {eventColumns.map(({ name }) => (
          <tr key={name}>
            <th scope="row">{names[name]}</th>
            <td className="becomes">
              <Combobox
                small
                label={t('events.columnOf', { name: names[name] })}
                value={columns[name] ?? none}
                choices={[{ value: none, label: t('events.noColumn') }, ...headers]}
                invalid={(name === 'happened_at' && lack === 'time') || (name === 'order_id' && lack === 'key')}
                disabled={draft.busy}
                onChoose={(value) => choose(name, value === none ? null : value)}
              />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function samplesOf({ preview }: EventsDraft, header: string): string {
  const at = preview.columns.findIndex(({ name }) => name === header);
  const values = preview.rows.map((row) => row[at] ?? '').filter((value) => value !== '');
  return [...new Set(values)].slice(0, samples).join(' · ');
}
