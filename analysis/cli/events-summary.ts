import type { EventsOverview, EventsReport } from '../model/events.ts';
import { eventMessages } from '../model/messages/events.ts';
import { fill } from '../model/messages/index.ts';
import { cliMessages, type Language } from './messages.ts';
import { count, rejectedLines, warningLines } from './told-rows.ts';

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
  const { fileName, kind, read, accepted, replaced, rejected, otherOrders, noOrder } = report;
  return [
    fill(texts.events.taken, {
      ...{ file: fileName, name: eventMessages(language).kinds[kind], read: count(read), accepted: count(accepted) },
      ...{ replaced: count(replaced), rejected: count(rejected) },
      ...{ otherOrders: count(otherOrders), noOrder: count(noOrder) },
    }),
    ...rejectedLines(report.rejects, language),
    ...warningLines(report.warnings, language),
  ];
}

/** What was written as O-PLUX events, in lines for a person. */
export function eventsWritten(
  { path, events }: { readonly path: string; readonly events: number },
  language: Language,
): string[] {
  return [fill(cliMessages(language).eventsWritten, { path, events: count(events) })];
}
