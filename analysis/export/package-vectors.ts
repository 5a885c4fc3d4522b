import { currencyPath, type CheckedRule, type DuckdbOptions, type ListedTerm, type Span } from '../expression/index.ts';
import { itemsColumn } from '../model/order-lines.ts';
import type { UnreachedThreshold } from '../model/package-certificate.ts';
import type { ListsFile, Vector, VectorsFile } from '../model/package.ts';
import type { RuleSet } from '../model/ruleset.ts';
import type { Connection } from '../store/connection.ts';
import { coverageOf } from './certificate.ts';
import type { CheckedEntry } from './cel-file.ts';
import { termsOf } from './duckdb-text.ts';
import { expectedDecisions } from './expected-decisions.ts';
import { eachInTurn, type TurnWatch } from './in-turns.ts';
import { edgeConditions } from './feature-edges.ts';
import type { Replacing } from './exported-exceptions.ts';
import { listCases } from './list-cases.ts';
import { fieldTypes, type Source } from './package-rules.ts';
import { personalFeatures } from './read-features.ts';
import { replacedRecords } from './replaced-records.ts';
import { literalsOf } from './rule-literals.ts';
import { rowsBehindVectors, type DrawnRow } from './rows-behind-vectors.ts';
import { Surrogates } from './surrogate.ts';
import { exceptionRecords } from './vector-exceptions.ts';
import type { ProofWatch } from './replay-in-turns.ts';
import { itemsRead } from './vector-lines.ts';
import { agrees } from './vector-lists.ts';
import {
  drawnRecords,
  isBest,
  settled,
  turnedOn,
  variedRecords,
  type Turned,
  type VectorRecord,
} from './vector-records.ts';
import { recordWith } from './vector-search.ts';

/** A rule set as it is and as it leaves, with the exceptions of the one that leaves. */
export interface Leaving extends Replacing {
  readonly whole: RuleSet;
  readonly ruleSet: RuleSet;
  readonly replaced: ReadonlyMap<string, string>;
  readonly exceptions: readonly CheckedRule[];
  /** Columns whose values are replaced; none where raw values were asked for. */
  readonly personal: ReadonlySet<string>;
}

/** The project's own way of printing: the times of day its rows hold are not asked of records. */
const testedOptions: DuckdbOptions = {};

/**
 * The vectors of a package: orders drawn from the project with identities replaced, moved onto thresholds, with fields
 * taken out, and changed until each rule has said all it can, with what the tested engine says of each; and the comparisons
 * that none of them could be moved onto.
 */
export async function vectorsOf(
  db: Connection,
  { whole, ruleSet, replaced, exceptions, personal: columns, salt, isPublic }: Leaving,
  source: Source,
  lists: ListsFile | null,
  { signal, made: told }: ProofWatch = {},
): Promise<{ readonly vectors: VectorsFile; readonly unreached: readonly UnreachedThreshold[] }> {
  const part = (from: number, to: number): TurnWatch => ({
    signal,
    done: (share) => told?.(from + (to - from) * share),
  });
  const { entries, fields, asked, features, rows: table } = source;
  const tested = termsOf(whole, entries, source.exceptions, testedOptions);
  const terms = termsOf(ruleSet, entries, exceptions, testedOptions);
  const predicates = [...tested.rules.map((rule) => rule.predicate), ...tested.exceptions];
  const edges = edgeConditions(features, table);
  const behind = await rowsBehindVectors(
    db,
    table,
    ruleSet.currency,
    source.columns,
    predicates,
    edges,
    part(0, 0.4).done,
  );
  const decided = (records: readonly VectorRecord[], by = terms): Promise<Vector[]> =>
    expectedDecisions(db, ruleSet.currency, { fields, asked }, records, by);
  const personal = columns.size === 0 ? columns : withLinesAndFeatures(columns, source);
  const items = itemsRead(entries.map(({ checked }) => checked));
  const named = literalsOf(entries.map((entry) => entry.checked));
  let round = 0;
  const recordsOf = (rows: readonly DrawnRow[], of: ReadonlySet<string>): VectorRecord[] =>
    drawnRecords(
      rows,
      { fields, asked, items },
      of,
      new Surrogates(salt('record', round++), named, replaced, isPublic),
    );
  const plain = recordsOf(behind, new Set());
  const rows = behind.filter((row, index) => agrees(row, plain[index], asked));
  const wanted = await decided(recordsOf(rows, new Set()), tested);
  const drawn = await replacedRecords(wanted, () => recordsOf(rows, personal), decided);
  const bare = bareRecord(entries, ruleSet.currency, asked);
  const excepted = exceptionRecords(ruleSet.exceptions ?? [], await decided(drawn), bare);
  const varied = await variations(entries, drawn, bare, part(0.5, 0.6));
  const found = await decided(withoutRepeats([...drawn, ...varied.records, ...excepted]));
  const made = await decided(await madeRecords(ruleSet, entries, found, bare, part(0.7, 1)));
  const vectors = [...found, ...made].map((vector, n) => ({ ...vector, id: `v${n + 1}` }));
  const cases = await listCases(db, lists);
  const texts = new Map(ruleSet.rules.map(({ code, when }) => [code, when]));
  return {
    vectors: {
      format: 'shinsa-vectors',
      formatVersion: 1,
      currency: ruleSet.currency,
      fields: fieldTypes([...entries.map(({ checked }) => checked), ...source.exceptions], source.scope),
      vectors,
      ...(cases.length === 0 ? {} : { listCases: cases }),
    },
    unreached: varied.unreached.map(({ rule, from, to }) => ({ rule, clause: texts.get(rule)?.slice(from, to) ?? '' })),
  };
}

function withLinesAndFeatures(personal: ReadonlySet<string>, { features }: Source): ReadonlySet<string> {
  const columns = new Set(personal).add(itemsColumn);
  return new Set([...columns, ...personalFeatures(features, columns)]);
}

/** A record without anything but what every record has, where no order could be drawn. */
function bareRecord(entries: readonly CheckedEntry[], currency: string, asked: readonly ListedTerm[]): VectorRecord {
  const reads = entries.some(({ checked }) => checked.currencyField !== null);
  const lists = Object.fromEntries(asked.map(({ list }): [string, string[]] => [list.id, []]));
  return {
    origin: 'drawn',
    record: reads ? { [currencyPath]: currency } : {},
    ...(asked.length === 0 ? {} : { lists }),
  };
}

type UnreachedPlace = Span & { readonly rule: string };

/** Orders that a rule is varied from. */
const basesPerRule = 8;

/**
 * Each rule is varied from orders of its own, so that thresholds are tried in different surroundings, and at last from one with
 * something in all it reads: one after the other until nothing can be better.
 */
async function variations(
  entries: readonly CheckedEntry[],
  drawn: readonly VectorRecord[],
  bare: VectorRecord,
  { signal, done }: TurnWatch,
): Promise<{ readonly records: VectorRecord[]; readonly unreached: UnreachedPlace[] }> {
  const first = (index: number): VectorRecord => drawn[index % Math.max(drawn.length, 1)] ?? bare;
  const turned = entries.map((): readonly Turned[] => []);
  for (let round = 0; round <= basesPerRule; round += 1) {
    const pending = entries.flatMap((entry, at) => (round > 0 && isBest(turned[at] ?? []) ? [] : [{ ...entry, at }]));
    const watch = { signal, done: (share: number) => done?.((round + share) / (basesPerRule + 1)) };
    await eachInTurn(pending, watch, ({ checked, at }) => {
      const base = round < basesPerRule ? first(at + round) : settled(checked, first(at));
      turned[at] = turnedOn(checked, base, turned[at] ?? []);
    });
  }
  return {
    records: entries.flatMap(({ checked }, at) => variedRecords(checked, first(at), turned[at] ?? [])),
    unreached: entries.flatMap(({ code }, at) =>
      (turned[at] ?? []).flatMap(({ reached, from, to }) => (reached ? [] : [{ rule: code, from, to }])),
    ),
  };
}

/** Several rules may share a threshold; drawn records stay, however alike. */
function withoutRepeats(records: readonly VectorRecord[]): VectorRecord[] {
  const seen = new Set<string>();
  return records.filter((one) => {
    if (one.origin === 'drawn') return true;
    const text = JSON.stringify([one.record, one.lists]);
    if (seen.has(text)) return false;
    seen.add(text);
    return true;
  });
}

/** Records for what some rule says of none of those found, as far as one can be made. */
async function madeRecords(
  ruleSet: RuleSet,
  entries: readonly CheckedEntry[],
  found: readonly Vector[],
  bare: VectorRecord,
  watch: TurnWatch,
): Promise<VectorRecord[]> {
  const rules = new Map(entries.map(({ code, checked }) => [code, checked]));
  const bases =
    found.length === 0
      ? [bare]
      : found.slice(0, 200).map(({ origin, record, lists }) => ({
          origin,
          record,
          ...(lists === undefined ? {} : { lists }),
        }));
  const wanted = coverageOf(ruleSet, { vectors: [...found] }).flatMap(({ rule: code, ...counts }) => {
    const rule = rules.get(code);
    return rule === undefined ? [] : answers.flatMap((answer) => (counts[answer] > 0 ? [] : [{ rule, answer }]));
  });
  const made = await eachInTurn(wanted, watch, ({ rule, answer }) => recordWith(answer, rule, bases));
  return made.filter((one) => one !== null);
}

const answers = ['true', 'false', 'unknown'] as const;
