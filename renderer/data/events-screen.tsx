import { eventColumns, eventKinds } from '../../analysis/model/events.ts';
import { t } from '../i18n/index.ts';
import { Combobox } from '../parts/combobox.tsx';
import {
  addEvents,
  chooseKind,
  eventsSubject,
  eventWords,
  importEvents,
  lackOf,
  readEventsAgain,
  setDraft,
  type EventsDraft,
} from './events-flow.ts';
import { HeaderChoosers } from './header-choosers.tsx';
import { PickedFile } from './picked-file.tsx';

/** A file of events: its kind, and which header holds what. */
export function EventsScreen({ draft }: { readonly draft: EventsDraft }) {
  const { preview, columns, busy, failed } = draft;
  const lack = lackOf(draft);
  const names = eventWords().columns;
  return (
    <PickedFile
      {...{ testId: 'events-screen', draft, subject: eventsSubject(draft), busy, failed }}
      title={t('events.columns')}
      lack={lack === null ? null : t(lack === 'time' ? 'events.needsTime' : 'events.needsKey')}
      apply={t('events.apply')}
      onApply={() => void addEvents(draft)}
      onChooseAgain={importEvents}
      onRead={(reading) => readEventsAgain(draft, reading)}
    >
      <KindField draft={draft} />
      <HeaderChoosers
        preview={preview}
        names={eventColumns.map(({ name }) => [name, names[name]] as const)}
        columns={columns}
        times={['happened_at']}
        timezone={draft.timezone}
        invalid={(name) => (name === 'happened_at' && lack === 'time') || (name === 'order_id' && lack === 'key')}
        disabled={busy}
        onChoose={(name, source) => setDraft({ ...draft, columns: { ...columns, [name]: source } })}
      />
      <p className="note">{t('events.repeatNote')}</p>
    </PickedFile>
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
