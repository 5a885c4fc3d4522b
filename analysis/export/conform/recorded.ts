import { z } from 'zod';
import { ShinsaError } from '../../model/failure.ts';
import type { RuntimeScores } from '../../model/emulation.ts';
import { screenedAtHeaders } from '../../model/recorded-results.ts';
import type { ScreeningResult } from '../../model/screening.ts';

/** What production recorded of one order; null for what it does not tell. */
export interface Recorded {
  readonly result: ScreeningResult | null;
  /** Codes of the rules that fired and counted. */
  readonly rules: readonly string[] | null;
  readonly score: RuntimeScores | null;
  readonly group: string | null;
}

/** A table of recorded results, row by row: the headers as JSON is spread (`aaresult.result`), and its rows. */
export interface RecordedTable {
  readonly headers: readonly string[];
  /** Tells every row with its line from 1; `cells` null for one that cannot be read. */
  readonly each: (take: (line: number, cells: readonly string[] | null) => void) => Promise<void>;
}

/** Results by order id, as O-PLUX gives them. */
export interface RecordedResults {
  readonly byOrder: ReadonlyMap<string, Recorded>;
  /** Records of an earlier screening of an order that is there. */
  readonly repeated: number;
  /** Orders left out: two records of one time tell different results. */
  readonly contradicting: number;
  readonly unscreened: number;
}

/** Results of so many orders are held in memory while a history passes by. */
export const mostRecorded = 5_000_000;

/** The ways each part is named, the first that is there counts. */
const names = {
  id: ['event.event_id_for_shop', 'event_id_for_shop', 'event_id'],
  result: ['aaresult.result', 'aaresult'],
  rules: ['rules', 'rules[].code', 'rules.code', 'rules[0].code', 'rules[0]'],
  score: ['score'],
  ok: ['score.ok'],
  ng: ['score.ng'],
  hold: ['score.hold'],
  group: ['rule_group'],
  time: screenedAtHeaders,
  /** What `serve-check` writes in place of a result: the line told no order that could be screened. */
  error: ['error.code'],
} as const;

const words: Readonly<Record<string, ScreeningResult>> = {
  ...{ OK: 'OK', NG: 'NG', HOLD: 'HOLD', REVIEW: 'REVIEW' },
  ...{ '10': 'OK', '20': 'NG', '30': 'HOLD', '40': 'REVIEW' },
};

/** A recorded result by its word or its code; null for nothing. */
export function resultOf(written: string): ScreeningResult | null | 'unknown' {
  const text = written.trim().toUpperCase();
  return text === '' ? null : (words[text] ?? 'unknown');
}

const points = z.number().nullish();
const firedSchema = z.array(
  z.union([
    z.string(),
    z.looseObject({
      ...{ code: z.string(), ok: points, ng: points, hold: points },
      ...{ fired: z.boolean().nullish(), snoozed: z.boolean().nullish() },
    }),
  ]),
);

/**
 * Reads recorded results; of several screenings of an order the latest, as an import does (`recordedColumns`). Throws 'recorded-columns' where no order or nothing of a result is told, and 'recorded-invalid' with the line
 * and the part that is none, 'recorded-too-many' beyond `mostRecorded` orders: a record that is read wrongly would be counted against the package.
 */
export async function readRecorded({ headers, each }: RecordedTable): Promise<RecordedResults> {
  const place = (of: keyof typeof names): number | null => {
    const found = names[of].map((name) => headers.indexOf(name)).find((at) => at >= 0);
    return found ?? null;
  };
  const at = {
    ...{ id: place('id'), result: place('result'), rules: place('rules'), group: place('group'), time: place('time') },
    ...{ score: place('score'), ok: place('ok'), ng: place('ng'), hold: place('hold'), error: place('error') },
  };
  if (at.id === null) throw new ShinsaError('recorded-columns', { missing: names.id.join(', ') });
  if (at.result === null && at.rules === null)
    throw new ShinsaError('recorded-columns', { missing: 'aaresult.result, rules' });
  const byOrder = new Map<string, Screening>();
  let [repeated, unscreened] = [0, 0];
  await each((line, cells) => {
    if (cells === null) throw invalid(line, 'row');
    const told = (of: keyof typeof at): string | null => (at[of] === null ? null : (cells[at[of]] ?? '').trim());
    const id = told('id') ?? '';
    if (id === '' && (told('error') ?? '') !== '') {
      unscreened += 1;
      return;
    }
    if (id === '') throw invalid(line, names.id[0]);
    const result = resultOf(told('result') ?? '');
    if (result === 'unknown') throw invalid(line, 'aaresult.result');
    if (result === null && at.result !== null) {
      unscreened += 1;
      return;
    }
    const rules = at.rules === null ? null : firedOf(told('rules') ?? '', line);
    const one: Screening = {
      ...{ result, rules: rules?.codes ?? null, group: told('group') },
      score: scoreOf([told('ok'), told('ng'), told('hold')], told('score'), line) ?? rules?.score ?? null,
      ...{ at: timeIn(told('time') ?? ''), records: 1, contradicted: false },
    };
    const known = byOrder.get(id);
    if (known === undefined && byOrder.size === mostRecorded)
      throw new ShinsaError('recorded-too-many', { limit: mostRecorded });
    if (known !== undefined && known.at !== one.at) repeated += known.at < one.at ? known.records : 1;
    if (known === undefined || known.at < one.at) byOrder.set(id, one);
    else if (known.at === one.at) byOrder.set(id, together(known, one));
  });
  const kept = [...byOrder].filter(([, { contradicted }]) => !contradicted);
  return { byOrder: new Map(kept), repeated, contradicting: byOrder.size - kept.length, unscreened };
}

/** One screening of an order, as its records tell it. */
interface Screening extends Recorded {
  /** Of its clock, in ms; without a time before all others. */
  readonly at: number;
  readonly records: number;
  readonly contradicted: boolean;
}

/** Two records of one screening: their rules together; what they do not tell alike is not told. */
function together(one: Screening, other: Screening): Screening {
  const alike = JSON.stringify(one.score) === JSON.stringify(other.score);
  return {
    ...one,
    rules: one.rules === null || other.rules === null ? null : [...new Set([...one.rules, ...other.rules])],
    score: alike ? one.score : null,
    group: one.group === other.group ? one.group : null,
    records: one.records + other.records,
    contradicted: one.contradicted || one.result !== other.result,
  };
}

const timeParts =
  /^([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})(?:[T ]+([0-9]{1,2}):([0-9]{1,2})(?::([0-9]{1,2}(?:\.[0-9]{1,9})?))?)?(?: ?(?:Z|UTC|([+-])([0-9]{2}):?([0-9]{2})?))?$/u;

/** The clocks of one file are of one place, which need not be known; -1 for a text that is no time. */
function timeIn(text: string): number {
  const [whole, year, month, day, hour = '0', minute = '0', second = '0', sign, offHours = '0', offMinutes = '0'] =
    timeParts.exec(text) ?? [];
  if (whole === undefined) return -1;
  const clock = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute));
  const offset = (Number(offHours) * 60 + Number(offMinutes)) * 60_000;
  return clock + Number(second) * 1000 - (sign === '-' ? -offset : offset);
}

/** A list of JSON, or codes with commas, semicolons, bars or blanks between them. */
export function firedOf(
  text: string,
  line: number,
): { readonly codes: readonly string[]; readonly score: RuntimeScores | null } {
  if (!text.startsWith('[')) return { codes: text.split(/[\s,;|、，]+/u).filter((code) => code !== ''), score: null };
  const read = firedSchema.safeParse(jsonOf(text));
  if (!read.success) throw invalid(line, 'rules');
  const counting = read.data.flatMap((rule) => {
    if (typeof rule === 'string') return [{ code: rule, ok: null, ng: null, hold: null }];
    const { code, ok = null, ng = null, hold = null } = rule;
    return rule.fired === false || rule.snoozed === true ? [] : [{ code, ok, ng, hold }];
  });
  const sum = (of: 'ok' | 'ng' | 'hold'): number => counting.reduce((all, rule) => all + (rule[of] ?? 0), 0);
  const told = counting.length > 0 && counting.every(({ ok, ng, hold }) => ok !== null && ng !== null && hold !== null);
  return {
    codes: counting.map(({ code }) => code),
    score: told ? { ok: sum('ok'), ng: sum('ng'), hold: sum('hold') } : null,
  };
}

const scoreSchema = z.looseObject({ ok: z.number(), ng: z.number(), hold: z.number() });

function scoreOf(parts: readonly (string | null)[], whole: string | null, line: number): RuntimeScores | null {
  if (whole !== null && whole !== '') {
    const read = scoreSchema.safeParse(jsonOf(whole));
    if (!read.success) throw invalid(line, 'score');
    const { ok, ng, hold } = read.data;
    return { ok, ng, hold };
  }
  if (parts.every((part) => part === null || part === '')) return null;
  const [ok = NaN, ng = NaN, hold = NaN] = parts.map((part) => (part === null || part === '' ? 0 : Number(part)));
  if (Number.isNaN(ok + ng + hold)) throw invalid(line, 'score');
  return { ok, ng, hold };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const invalid = (line: number, field: string): ShinsaError =>
  new ShinsaError('recorded-invalid', { field }, { place: { line, field } });
