import type { EventKind } from './events.ts';
import type { FileFormat } from './import-report.ts';
import type { MappingFit } from './mapping-fit.ts';
import type { Mapping } from './mapping.ts';

/** The beginning of a history as it would be read. */
export interface FilePreview {
  readonly fileName: string;
  readonly format: FileFormat;
  readonly packing: 'gzip' | 'zip' | null;
  /** Names of the tables read as one: of the file, of files in a zip, or of several files. */
  readonly tables: readonly string[];
  /** Of a workbook: its sheets, and the one that is shown. */
  readonly sheets: readonly string[];
  readonly sheet: string | null;
  /** The texts look as if read in a wrong encoding: the one in which they do not, null where none does. */
  readonly garbled: { readonly encoding: string | null } | null;
  readonly bytes: number;
  readonly encoding: string;
  readonly delimiter: string | null;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  /** First rows, card numbers masked, one string per cell. */
  readonly rows: readonly (readonly string[])[];
  /** Proposed by header synonyms and values; `confidence` 0..1 per canonical column. */
  readonly proposal: Mapping;
  readonly confidence: Readonly<Record<string, number>>;
  /** The published layout the headers are of, which the proposal then follows; null for any other. */
  readonly layout: string | null;
  /** How an earlier file like this one was mapped; null where there is none. */
  readonly earlier: EarlierMapping | null;
}

/** What a file's columns were mapped to before: ready for this file, with the headers on which the two files differ. */
export interface EarlierMapping extends MappingFit {
  readonly fileName: string;
}

export type OutcomesPreview = Omit<FilePreview, 'proposal' | 'earlier' | 'layout'> & {
  readonly columnsFound: Readonly<Record<string, string>>;
  /** A list given as outcomes that looks like recorded screening results: 'outcomes-are-results' unless its kind is told. */
  readonly looksRecorded?: true;
};

export type EventsPreview = Omit<FilePreview, 'proposal' | 'earlier' | 'layout'> & {
  readonly kind: EventKind;
  readonly columnsFound: Readonly<Record<string, string>>;
};
