import { randomUUID } from 'node:crypto';
import type { CallContext, Handlers } from '../../engine-api.ts';
import { canonicalColumn } from '../../model/columns.ts';
import { ShinsaError } from '../../model/failure.ts';
import type { FileCells } from '../../model/file-cells.ts';
import type { ReviewEstimates, VerdictFile, VerdictReading } from '../../model/review-sample.ts';
import { outcomeStates } from '../../model/target.ts';
import type { Verdict, VerdictState } from '../../model/verdict.ts';
import type { Connection } from '../../store/connection.ts';
import { makingFeatures } from '../../store/features/making.ts';
import { filteredRows } from '../../store/filtered-rows.ts';
import { atOneMoment } from '../../store/one-version.ts';
import type { ProjectHandle } from '../../store/project-handle.ts';
import { redactor } from '../../store/redact.ts';
import {
  getSample,
  givenVerdicts,
  listSamples,
  removeVerdicts,
  sampleCodes,
  sampledOrders,
  saveSample,
  saveVerdicts,
  setSampleDeleted,
  type GivenVerdict,
  type JudgedOrder,
} from '../../store/review-samples.ts';
import { sql } from '../../store/sql.ts';
import type { Measuring } from '../measuring.ts';
import { measuringOf } from '../measuring.ts';
import { runBacktest } from '../run.ts';
import { drawSample, planSample } from './draw.ts';
import { estimatesOf, type KnownOutcomes } from './estimate.ts';
import { firstRowKey, readVerdicts, type KnownSample, type ReadVerdict } from './read-verdicts.ts';
import { writeWorksheet } from './worksheet.ts';

export type ReviewSampleCalls = Extract<keyof Handlers, `reviewSample.${string}`>;

/** Reads a small table that a person chose, see `cellsReader`. */
export interface FileReader {
  readonly read: (token: string, context: CallContext) => Promise<FileCells>;
  readonly used: (token: string) => void;
}

/** Issues of a worksheet that are told one by one. */
const toldIssues = 200;

/** The calls of review samples: drawn, written out, read back, estimated. */
export function reviewSampleHandlers(
  project: ProjectHandle,
  files: FileReader,
  measure: Measuring = measuringOf(project),
): Pick<Handlers, ReviewSampleCalls> {
  const timezone = async (): Promise<string> => (await project.info()).timezone;
  return {
    'reviewSample.plan': (request, context) =>
      project.read(makingFeatures(context), (db) => planSample(project, db, request)),

    'reviewSample.draw': async (request, context) => {
      const { signal } = context;
      const taken = await project.read({ signal }, sampleCodes);
      const found = await project.read(makingFeatures(context), (db) => drawSample(project, db, request, taken));
      const sampleId = randomUUID();
      return project.write({ signal }, async (db) => {
        await saveSample(db, { sampleId, drawnAt: Date.now(), drawn: found.drawn }, found.orders);
        return getSample(db, sampleId);
      });
    },

    'reviewSample.list': (_, { signal }) => project.read({ signal }, (db) => atOneMoment(db, () => listSamples(db))),

    'reviewSample.worksheet': ({ sampleId, ...wish }, { signal }) =>
      project.read({ signal }, async (db) => writeWorksheet(project, db, await getSample(db, sampleId), wish)),

    'reviewSample.import': (input, context) => importVerdicts(project, files, input, context),

    'reviewSample.undo': async ({ importId }, { signal }) => {
      const zone = await timezone();
      return project.write({ signal }, async (db) => getSample(db, await removeVerdicts(db, importId, zone)));
    },

    'reviewSample.delete': async ({ sampleId }, { signal }) => {
      const zone = await timezone();
      await project.write({ signal }, (db) => setSampleDeleted(db, sampleId, true, zone));
      return null;
    },

    'reviewSample.restore': async ({ sampleId }, { signal }) => {
      const zone = await timezone();
      return project.write({ signal }, async (db) => {
        await setSampleDeleted(db, sampleId, false, zone);
        return getSample(db, sampleId);
      });
    },

    'reviewSample.estimate': async ({ sampleId }, context) => {
      const { sample, judged } = await project.read({ signal: context.signal }, (db) =>
        atOneMoment(db, async () => ({
          sample: await getSample(db, sampleId),
          judged: await sampledOrders(db, sampleId),
        })),
      );
      const known = await project.read(makingFeatures(context), async (db) =>
        (await isOfNow(project, sample, db)) ? outcomesNow(project, measure, sample, db, context.signal) : null,
      );
      const agreement = await project.read({ signal: context.signal }, (db) =>
        agreementOf(project, db, sampleId, judged),
      );
      const { target } = await project.info();
      return { sample, ...estimatesOf(sample, judged, known), agreement, target: target.name };
    },
  };
}

/** Whether the orders it was drawn from are those of now: outcomes of others must not stand beside its estimates. */
async function isOfNow(
  project: ProjectHandle,
  { hashes }: ReviewEstimates['sample'],
  db: Connection,
): Promise<boolean> {
  const { revision } = await project.rows(db, []);
  return (await project.keptContentHash(db, revision)) === hashes.data;
}

/** What outcomes tell of the rule set's orders by now; null where its rules no longer check. */
async function outcomesNow(
  project: ProjectHandle,
  measure: Measuring,
  { ruleSet, filter }: ReviewEstimates['sample'],
  db: Connection,
  signal: AbortSignal,
): Promise<KnownOutcomes | null> {
  try {
    const { result } = await runBacktest(
      project,
      measure,
      { ruleSet, filter, overlap: false, assumptions: {} },
      db,
      signal,
      () => undefined,
    );
    const { OK, REVIEW, HOLD, NG } = result.decisionsByState;
    const of = (states: typeof OK) => ({ bad: states.bad.orders, good: states.good.orders });
    return {
      results: { OK: of(OK), REVIEW: of(REVIEW), HOLD: of(HOLD), NG: of(NG) },
      rules: new Map(result.rules.map(({ code, tp, fp }) => [code, { bad: tp, good: fp }])),
    };
  } catch (error) {
    const gone = ['rule-invalid', 'ruleset-invalid', 'filter-invalid', 'project-empty'];
    if (error instanceof ShinsaError && gone.includes(error.failure.code)) return null;
    throw error;
  }
}

async function agreementOf(
  project: ProjectHandle,
  db: Connection,
  sampleId: string,
  judged: readonly JudgedOrder[],
): Promise<ReviewEstimates['agreement']> {
  const { from, where } = await filteredRows(project, db, { clauses: [{ kind: 'sampled', sampleId }] }, ['event_id']);
  const rows = await db.rows(sql`SELECT event_id, state FROM ${from} WHERE ${where}`);
  const states = new Map(rows.map((row) => [String(row['event_id']), outcomeStates[Number(row['state'])]]));
  const counts = new Map<string, { verdict: VerdictState; outcome: 'bad' | 'good' | 'unknown'; orders: number }>();
  for (const { orderId, verdict } of judged) {
    const state = orderId === null ? undefined : states.get(orderId);
    const outcome = state === 'bad' || state === 'good' ? state : 'unknown';
    const key = `${verdict} ${outcome}`;
    counts.set(key, { verdict, outcome, orders: (counts.get(key)?.orders ?? 0) + 1 });
  }
  return [...counts.values()];
}

async function importVerdicts(
  project: ProjectHandle,
  files: FileReader,
  { file: token, sampleId: wanted }: Parameters<Handlers['reviewSample.import']>[0],
  context: CallContext,
): Promise<VerdictReading> {
  const { signal } = context;
  const cells = await files.read(token, context);
  const info = await project.info();
  const now = Date.now();
  const taken = await project.write({ signal }, async (db): Promise<VerdictReading> => {
    const codes = await sampleCodes(db);
    const sampleId = wanted ?? codes.get(firstRowKey(cells)?.slice(0, 4) ?? '');
    if (sampleId === undefined) throw new ShinsaError('worksheet-foreign', {}, { place: { file: cells.fileName } });
    const { code } = await getSample(db, sampleId);
    const known: KnownSample = {
      rows: rowsOf(await sampledOrders(db, sampleId), project),
      others: new Set([...codes.keys()].filter((other) => other !== code)),
      orderHeaders: orderHeaders(),
      today: new Intl.DateTimeFormat('sv-SE', { timeZone: info.timezone, dateStyle: 'short' }).format(now),
    };
    const read = readVerdicts(cells, known);
    const { fileName } = cells;
    if (read.issues.length > 0)
      return { kind: 'refused', fileName, count: read.issues.length, issues: read.issues.slice(0, toldIssues) };
    if (read.given.length === 0)
      throw new ShinsaError('worksheet-empty', { rows: read.read }, { place: { file: fileName } });
    const before = await givenVerdicts(db, sampleId);
    const given = read.given.map((one) => keepingDay(one, before.get(one.rowKey)));
    const fresh = given.filter((one) => !isSame(one, before.get(one.rowKey)));
    const file: VerdictFile = {
      importId: randomUUID(),
      fileName,
      importedAt: now,
      read: read.read,
      blank: read.read - read.given.length,
      taken: { good: countOf(fresh, 'good'), bad: countOf(fresh, 'bad'), unclear: countOf(fresh, 'unclear') },
      changed: fresh.filter(({ rowKey }) => before.has(rowKey)).length,
      unchanged: read.given.length - fresh.length,
      undated: read.undated,
    };
    // Also what another file said already: taking that one back leaves it standing.
    await saveVerdicts(db, sampleId, file, given, info.timezone);
    return { kind: 'taken', file, sample: await getSample(db, sampleId) };
  });
  if (taken.kind === 'taken') files.used(token);
  return taken;
}

const countOf = (given: readonly GivenVerdict[], verdict: Verdict): number =>
  given.filter((one) => one.verdict === verdict).length;

/** A row without a day was dated on the day it came, and says nothing new on a later one. */
const keepingDay = ({ dated, ...one }: ReadVerdict, before: GivenVerdict | undefined): GivenVerdict =>
  dated || before === undefined || before.verdict !== one.verdict ? one : { ...one, reviewedAt: before.reviewedAt };

function isSame(one: GivenVerdict, before: GivenVerdict | undefined): boolean {
  return (
    before !== undefined &&
    one.verdict === before.verdict &&
    one.reviewedAt === before.reviewedAt &&
    one.reviewer === before.reviewer &&
    one.comment === before.comment
  );
}

function rowsOf(items: readonly JudgedOrder[], project: ProjectHandle): KnownSample['rows'] {
  const column = canonicalColumn('event_id');
  const mask = column === undefined ? (id: string) => id : redactor(column, project.maskKey(column));
  return new Map(items.map(({ rowKey, orderId }) => [rowKey, orderId === null ? [] : [mask(orderId), orderId]]));
}

function orderHeaders(): readonly string[] {
  const column = canonicalColumn('event_id');
  return column === undefined ? [] : [column.ja, column.en];
}
