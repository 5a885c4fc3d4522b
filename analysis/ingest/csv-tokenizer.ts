import { ShinsaError } from '../model/failure.ts';

export type Delimiter = ',' | '\t' | ';' | '|';
export const delimiters: readonly Delimiter[] = [',', '\t', ';', '|'];

/** Where rows go. `line` is the line of the file on which the row starts, from 1. */
export interface RowSink {
  readonly row: (line: number, cells: string[]) => void;
  /** A line whose quoting cannot be read; the file goes on with the next line. */
  readonly badQuoting: (line: number, text: string) => void;
}

/** Splits CSV text that arrives in pieces into rows. */
export interface CsvTokenizer {
  readonly push: (text: string) => void;
  readonly end: () => void;
  /** Cells of a proper row, once known: a row over several lines with another count is taken for a stray quote. */
  expected: number;
}

/** Longest row in UTF-16 units; an open quote that runs further is a stray one. */
const longestRow = 4 << 20;

/** Longest line without quotes in UTF-16 units: beyond it the file is no table of lines. */
const longestLine = 8 << 20;

interface Parsed {
  readonly cells: string[];
  readonly end: number;
}

/**
 * RFC 4180 with what files really hold: LF, CRLF or CR ends, quotes inside unquoted cells. A stray quote costs the line
 * it stands on, never the rest of the file. Empty lines are skipped.
 */
export function csvTokenizer(delimiter: Delimiter, newline: '\n' | '\r', sink: RowSink): CsvTokenizer {
  let buffer = '';
  let position = 0;
  let line = 1;
  let nextQuote = -1;
  const tokenizer: CsvTokenizer = { push, end: () => drain(true), expected: 0 };
  return tokenizer;

  function push(text: string): void {
    buffer = position === 0 ? buffer + text : buffer.slice(position) + text;
    position = 0;
    nextQuote = buffer.indexOf('"');
    drain(false);
  }

  function drain(last: boolean): void {
    while (position < buffer.length) {
      const found = buffer.indexOf(newline, position);
      const lineEnd = found === -1 ? buffer.length : found;
      if (nextQuote !== -1 && nextQuote < position) nextQuote = buffer.indexOf('"', position);
      if (nextQuote === -1 || nextQuote >= lineEnd) {
        if (found === -1 && !last) {
          if (buffer.length - position > longestLine) throw new ShinsaError('file-line-too-long', { line });
          return;
        }
        emit(plainCells(lineEnd), lineEnd + 1, 1);
      } else if (!quotedRow(lineEnd, last)) return;
    }
  }

  function plainCells(lineEnd: number): string[] {
    const trimmed =
      newline === '\n' && buffer.charCodeAt(lineEnd - 1) === 13 && lineEnd > position ? lineEnd - 1 : lineEnd;
    return trimmed === position ? [] : buffer.slice(position, trimmed).split(delimiter);
  }

  function emit(cells: string[], next: number, lines: number): void {
    if (cells.length > 0) sink.row(line, cells);
    line += lines;
    position = next;
  }

  /** False when more text is needed. */
  function quotedRow(lineEnd: number, last: boolean): boolean {
    const parsed = parseRow(buffer, position, delimiter, newline, last);
    if (parsed === 'more' && !last && buffer.length - position < longestRow) return false;
    if (parsed !== 'more' && parsed !== 'bad') {
      const lines = parsed.end <= lineEnd ? 1 : 1 + occurrences(buffer, newline, position, parsed.end);
      const { expected } = tokenizer;
      if (lines === 1 || expected === 0 || parsed.cells.length === expected) {
        emit(parsed.cells, parsed.end + 1, lines);
        return true;
      }
    }
    sink.badQuoting(line, buffer.slice(position, lineEnd));
    emit([], lineEnd + 1, 1);
    return true;
  }
}

/** One row from `start`; `end` is the place of its newline or the end of text. */
function parseRow(
  text: string,
  start: number,
  delimiter: string,
  newline: string,
  last: boolean,
): Parsed | 'more' | 'bad' {
  const cells: string[] = [];
  for (let at = start; ;) {
    if (text.charCodeAt(at) === 34) {
      const close = closingQuote(text, at + 1);
      if (close === -1) return 'more';
      cells.push(text.slice(at + 1, close).replaceAll('""', '"'));
      at = close + 1;
      if (newline === '\n' && text[at] === '\r' && text[at + 1] === '\n') at += 1;
      if (at >= text.length) return last ? { cells, end: at } : 'more';
      if (text[at] === newline) return { cells, end: at };
      if (text[at] !== delimiter) return text[at] === '\r' && at + 1 >= text.length && !last ? 'more' : 'bad';
    } else {
      const lineEnd = text.indexOf(newline, at);
      const cellEnd = text.indexOf(delimiter, at);
      if (cellEnd === -1 || (lineEnd !== -1 && lineEnd < cellEnd)) {
        if (lineEnd === -1 && !last) return 'more';
        const end = lineEnd === -1 ? text.length : lineEnd;
        cells.push(text.slice(at, newline === '\n' && end > at && text[end - 1] === '\r' ? end - 1 : end));
        return { cells, end };
      }
      cells.push(text.slice(at, cellEnd));
      at = cellEnd;
    }
    at += 1;
  }
}

function closingQuote(text: string, from: number): number {
  for (let at = text.indexOf('"', from); at !== -1; at = text.indexOf('"', at + 2))
    if (text.charCodeAt(at + 1) !== 34) return at;
  return -1;
}

function occurrences(text: string, what: string, from: number, to: number): number {
  let count = 0;
  for (let at = text.indexOf(what, from); at !== -1 && at < to; at = text.indexOf(what, at + 1)) count += 1;
  return count;
}

/** The line end of a text: CR only where there is no LF at all. */
export function newlineOf(head: string): '\n' | '\r' {
  return head.includes('\n') || !head.includes('\r') ? '\n' : '\r';
}

/** The delimiter that cuts the beginning of a file into the most even rows. */
export function detectDelimiter(head: string): Delimiter {
  const newline = newlineOf(head);
  const scored = delimiters.map((delimiter) => ({ delimiter, score: evenness(head, delimiter, newline) }));
  return scored.reduce((best, one) => (one.score > best.score ? one : best)).delimiter;
}

function evenness(head: string, delimiter: Delimiter, newline: '\n' | '\r'): number {
  const counts: number[] = [];
  const tokenizer = csvTokenizer(delimiter, newline, {
    row: (_line, cells) => counts.push(cells.length),
    badQuoting: () => counts.push(0),
  });
  tokenizer.push(head.slice(0, 200_000));
  if (head.length < 200_000) tokenizer.end();
  const [first = 0] = counts;
  if (first < 2) return 0;
  const even = counts.filter((count) => count === first).length / counts.length;
  return even + Math.min(first, 50) / 1000;
}
