import type { EventsOverview, EventsReport } from '../model/events.ts';
import { eventMessages } from '../model/messages/events.ts';
import { fill, modelMessages } from '../model/messages/index.ts';
import { cliMessages, type Language } from './messages.ts';

const count = (value: number): string => value.toLocaleString('en-US');

/** What events a project has, in lines for a person. */
export function eventsSummary({ kinds, files }: EventsOverview, language: Language): string[] {
  const texts = cliMessages(language).events;
  const { kinds: names } = eventMessages(language);
  if (kinds.length === 0) return [texts.none];
  return [
    ...kinds.map(({ kind, events, passed, failed, otherOrders, noOrder }) =>
      fill(texts.kind, {
        name: names[kind],
        ...{ events: count(events), passed: count(passed), failed: count(failed) },
        ...{ otherOrders: count(otherOrders), noOrder: count(noOrder) },
      }),
    ),
    ...files.map(({ fileName, kind, events }) =>
      fill(texts.file, { file: fileName, events: count(events), name: names[kind] }),
    ),
  ];
}

/** What became of files of events that were taken in. */
export function eventFileSummary(report: EventsReport, language: Language): string[] {
  const texts = cliMessages(language);
  const shared = modelMessages(language);
  const { fileName, kind, read, accepted, replaced, rejected, otherOrders, noOrder } = report;
  return [
    fill(texts.events.taken, {
      ...{ file: fileName, name: eventMessages(language).kinds[kind], read: count(read), accepted: count(accepted) },
      ...{ replaced: count(replaced), rejected: count(rejected) },
      ...{ otherOrders: count(otherOrders), noOrder: count(noOrder) },
    }),
    ...report.rejects.map(({ reason, rows, column, firstLine, file = '' }) =>
      fill(texts.rejected, {
        ...{ rows: count(rows), reason: shared.rejects[reason], column: column ?? '', line: firstLine, file },
      }),
    ),
    ...report.warnings.map(({ code, params }) =>
      fill(texts.warning, { text: fill(shared.importWarnings[code], params) }),
    ),
  ];
}
