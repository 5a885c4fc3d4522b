import { currencyDigits } from '../expression/currency.ts';
import { isMasked, type ProjectColumn } from '../model/columns.ts';
import type { PersonalValues } from '../model/explore.ts';
import type { ProjectInfo } from '../model/project.ts';
import type { ProjectHandle } from './project-handle.ts';
import { eventHash, redactor } from './redact.ts';

/** A value as a file for persons has it: money in major units, times in the project's zone. */
export type Cell = string | number | boolean | null;
/** Of a value and the currency of its order. */
export type CellWriter = (value: Cell, currency: string) => Cell;

/** What columns are written by. */
interface Source {
  readonly info: Pick<ProjectInfo, 'columns' | 'timezone'>;
  readonly project: Pick<ProjectHandle, 'maskKey'>;
}

/** What writes the values of a column, masked or hashed where asked for; one of no column of the project writes them as they are. */
export function cellWriter(name: string, personal: PersonalValues, { info, project }: Source): CellWriter {
  const column = info.columns.find((candidate) => candidate.name === name);
  if (column === undefined) return (value) => value;
  if (personal === 'plain' || !isMasked(column)) return plain(column, info);
  const hash = personal === 'hashed' ? eventHash(column) : null;
  return masked(hash ?? redactor(column, project.maskKey(column)));
}

function masked(mask: (value: string) => string): CellWriter {
  return (value) => (value === null ? null : mask(String(value)));
}

function plain(column: ProjectColumn, info: Source['info']): CellWriter {
  switch (column.type) {
    case 'money':
      return (value, currency) => (typeof value === 'number' ? majorUnits(value, currency) : value);
    case 'timestamp': {
      const local = localTime(info.timezone);
      return (value) => (typeof value === 'number' ? local(value) : value);
    }
    case 'text':
    case 'int':
    case 'double':
    case 'bool':
      return (value) => value;
  }
}

/** Exact for any amount below 2^53: the decimal point is set in the digits, nothing is divided. */
function majorUnits(minor: number, currency: string): number | string {
  const digits = currencyDigits(currency);
  if (digits === 0) return minor;
  const text = String(Math.abs(minor)).padStart(digits + 1, '0');
  return `${minor < 0 ? '-' : ''}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** `2024-05-01 09:30:00` (with milliseconds where there are any) in a zone. */
function localTime(timezone: string): (epochMs: number) => string {
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone: timezone,
    dateStyle: 'short',
    timeStyle: 'medium',
  });
  return (epochMs) => {
    const whole = Math.floor(epochMs);
    const ms = ((whole % 1000) + 1000) % 1000;
    return format.format(whole) + (ms === 0 ? '' : `.${String(ms).padStart(3, '0')}`);
  };
}
