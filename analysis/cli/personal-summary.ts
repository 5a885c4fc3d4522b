import type { Deletion, Held, StoredReport } from '../model/personal-data.ts';
import { fill } from '../model/messages/index.ts';
import { cliMessages, type Language } from './messages.ts';
import { count, counts } from './told-rows.ts';

/** What a deletion is about, and its record once it was made. */
export interface Forgotten {
  readonly held: Held;
  readonly deletion: Deletion | null;
}

/** What a project holds, in lines for a person. */
export function storedSummary(report: StoredReport, language: Language): string[] {
  const { personal: texts } = cliMessages(language);
  const { tables, columns, files, places, cards, deletions } = report;
  return [
    ...places.map(({ path, bytes }) => fill(texts.place, { path, bytes: count(bytes) })),
    ...files.map(({ fileName, rows, importedAt, oldest, newest }) =>
      fill(texts.file, {
        name: fileName,
        rows: count(rows),
        at: day(importedAt),
        from: oldest === null ? '–' : day(oldest),
        to: newest === null ? '–' : day(newest),
      }),
    ),
    ...tables.map(({ table, rows }) => fill(texts.table, { table, rows: count(rows) })),
    ...columns
      .filter(({ pii }) => pii !== 'none')
      .map(({ table, column, pii, filled, of }) =>
        fill(texts.column, { column: `${table}.${column}`, pii, filled: count(filled), of: count(of) }),
      ),
    fill(texts.cards, { replaced: count(cards.replaced), tokens: count(cards.tokens) }),
    ...deletions.map((deletion) => deletionLine(deletion, texts.deletion)),
  ];
}

/** What was counted, and what was deleted. */
export function forgetSummary({ held, deletion }: Forgotten, language: Language): string[] {
  const { personal: texts } = cliMessages(language);
  const counted = counts({ ...held });
  return [
    fill(texts.held, counted),
    ...(held.named === 0 ? [] : [fill(texts.named, counted)]),
    deletion === null ? texts.unsure : deletionLine(deletion, texts.deletion),
  ];
}

function deletionLine({ at, what, mode, reason, held, rewritten }: Deletion, text: string): string {
  return fill(text, { at: day(at), what, mode, reason, orders: count(held.orders), rewritten: rewritten ? '✓' : '–' });
}

/** The day (UTC) of an instant. */
const day = (at: number): string => new Date(at).toISOString().slice(0, 10);
