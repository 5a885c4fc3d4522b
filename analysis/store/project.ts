import { basename, join } from 'node:path';
import { scopeOf, type Scope } from '../expression/index.ts';
import { projectColumns, type ProjectColumn } from '../model/columns.ts';
import { ShinsaError } from '../model/failure.ts';
import type { ProjectList } from '../model/lists.ts';
import { canonicalJson } from '../model/canonical-json.ts';
import type { ProjectInfo } from '../model/project.ts';
import { purchaseMinutesOf } from '../model/results/assumptions.ts';
import type { Judged } from '../model/results/judged.ts';
import { filterCondition, type Condition, type FindingClause } from './condition.ts';
import { Connection } from './connection.ts';
import { isPreset, readPresent, readSnapshot, usualCurrency, type Snapshot } from './info.ts';
import type { FeatureMaker } from './features/compute.ts';
import type { Instance } from './instance.ts';
import { jobsOver } from './jobs.ts';
import type { MemoryBudget } from './memory-budget.ts';
import type { Meta } from './meta.ts';
import { columnsFolder } from './columns-folder.ts';
import { contentHash } from './content-hash.ts';
import { JudgedViews, type JudgedData } from './judged-views.ts';
import { findingColumns, findingCondition, projectGround } from './finding-condition.ts';
import { keptHash } from './kept-hash.ts';
import { atOneMoment, atRevision } from './one-version.ts';
import { checkTarget, type Judgement } from './outcome-state.ts';
import type { ProjectFile } from './project-file.ts';
import type { ProjectHandle } from './project-handle.ts';
import { maskKey, surrogateKey } from './redact.ts';
import { PurchaseAttempts } from './purchase-attempts.ts';
import { projectScope, rulePrinter } from './rule-condition.ts';
import { writeSettings } from './settings.ts';
import { toldCondition } from './told-orders.ts';
import type { Staging } from './staging.ts';
import { id } from './sql.ts';
import { maturedState, WorkingRows } from './working-rows.ts';

/** An open project with what only the engine and the importer may know of it. */
export interface OpenProject extends ProjectHandle {
  /** Real path of the project file. */
  readonly path: string;
  readonly readOnly: boolean;
  /** Hex key of the hash that replaces card numbers. */
  readonly cardKey: string;
  /** The folder of all columns kept for this project and its copies. */
  readonly allColumnsDir: string;
  /** The private staging folder; staged names are file names in it. */
  readonly stagingDir: string;
}

interface Parts {
  readonly file: ProjectFile;
  readonly meta: Meta;
  readonly readOnly: boolean;
  readonly instance: Instance;
  readonly staging: Staging;
  readonly features: FeatureMaker;
  readonly giveBack: () => void;
  readonly memory: MemoryBudget;
  readonly asOf: string | undefined;
}

/** The project over its opened parts; `close` gives all of them back. */
export function projectOver(parts: Parts): OpenProject {
  const { file, meta, readOnly, instance, staging, features } = parts;
  const quietly = <T>(work: (db: Connection) => Promise<T>, signal?: AbortSignal): Promise<T> =>
    onFreeConnection(instance, work, signal);
  const ends: (() => Promise<void>)[] = [];
  const named = { name: nameOf(file.path), meta, readOnly };
  const attempts = new PurchaseAttempts(quietly);
  const about = { quietly, features, named, memory: parts.memory, staging, attempts };
  const usual: Judged = parts.asOf === undefined ? {} : { asOf: parts.asOf };
  const own = judgedData(about, usual);
  // Which columns hold values does not depend on how orders are judged.
  const views = new JudgedViews((judged) => judgedData(about, { ...usual, ...judged }, own.memory.present));
  const { memory, working } = own;
  const { info } = own.handle;
  const jobs = jobsOver(instance, readOnly, {
    ended: async (db) => {
      await working.release(db);
      await views.release(db);
    },
    committed: () => {
      memory.forget();
      views.forget();
    },
  });
  const hashAt = (db: Connection, revision: number): Promise<string> => atRevision(db, revision, () => contentHash(db));
  const project: OpenProject = {
    ...own.handle,
    path: file.path,
    readOnly,
    cardKey: meta.cardKey,
    memory: parts.memory,
    maskKey: (column) => maskKey(meta.cardKey, column),
    surrogateKey: surrogateKey(meta.cardKey),
    stagingDir: staging.files,
    update: async (settings) => {
      if (settings.asOf !== undefined && settings.asOf !== null) await refuseFuture(settings.asOf, info);
      await jobs.write({}, async (db) => {
        await writeSettings(db, {
          ...(settings.target === undefined ? {} : { target: settings.target }),
          ...(settings.asOf === undefined ? {} : { asOf: settings.asOf }),
        });
        if (settings.target !== undefined) await checkTarget(db, settings.target);
      });
      return info();
    },
    judged: async (judged) =>
      isUsual(judged, await memory.snapshot()) ? project : { ...project, ...views.at(judged).handle },
    read: jobs.read,
    write: jobs.write,
    contentHash: hashAt,
    keptContentHash: onceForRevision(async (db, revision) => {
      const { settings, rowsVersion } = await memory.snapshot();
      if (settings.revision !== revision) throw new ShinsaError('view-gone');
      return keptHash(columnsFolder(staging.columns, rowsVersion, staging.holder), rowsVersion, () =>
        hashAt(db, revision),
      );
    }),
    columnsDir: async () => columnsFolder(staging.columns, (await memory.snapshot()).rowsVersion, staging.holder),
    allColumnsDir: staging.columns,
    stagingPath: staging.fresh,
    stagedPath: (staged) => join(staging.files, basename(staged)),
    onClose: (end) => void ends.push(end),
    close: once(async () => {
      working.stop();
      views.stop();
      await jobs.drain();
      for (const end of ends) await end();
      await instance.idle();
      closeAll(parts);
    }),
  };
  return project;
}

/** Whether a project's orders are judged so anyway. */
function isUsual({ target, asOf, raw, purchaseMinutes }: Judged, { settings, judgement }: Snapshot): boolean {
  const sameTarget = target === undefined || canonicalJson(target) === canonicalJson(settings.target);
  // A day says nothing where outcomes have none.
  const sameDay = asOf === undefined || asOf === judgement.asOf || asOf === settings.asOf;
  return raw !== true && isPreset(purchaseMinutes) && sameTarget && (sameDay || judgement.maturity === 'not measured');
}

/** What of a project depends on how its orders are judged. */
type JudgedHandle = Pick<
  ProjectHandle,
  | 'info'
  | 'columns'
  | 'customColumns'
  | 'rows'
  | 'scan'
  | 'features'
  | 'slowFeatures'
  | 'condition'
  | 'scope'
  | 'singleCurrency'
>;

interface DataParts extends Pick<Parts, 'features' | 'memory' | 'staging'> {
  readonly quietly: <T>(work: (db: Connection) => Promise<T>, signal?: AbortSignal) => Promise<T>;
  readonly named: Parameters<typeof infoOf>[2];
  /** The same however orders are judged. */
  readonly attempts: PurchaseAttempts;
}

/** The data judged by the settings but for what is told. */
function judgedData(
  { quietly, features, named, memory: budget, staging, attempts }: DataParts,
  judged: Judged,
  present?: () => Promise<ReadonlySet<string>>,
): JudgedData & { readonly memory: ReturnType<typeof remember>; readonly handle: JudgedHandle } {
  const memory = remember(quietly, judged, present);
  const working = new WorkingRows({
    current: async () => {
      const snapshot = await memory.snapshot();
      const { dataVersion, settings, judgement, columns, lists } = snapshot;
      const { custom, rowsVersion } = snapshot;
      return {
        ...{ version: dataVersion, revision: settings.revision, judgement, columns, lists },
        ...{ attempts, raw: judged.raw === true, orders: snapshot.orders, purchaseMinutes: purchaseMinutesOf(judged) },
        singleCurrency: onlyCurrency(snapshot),
        bills: judgement.bills ? judgement.timezone : null,
        memory: budget.features,
        folder: () => columnsFolder(staging.columns, rowsVersion, staging.holder),
        scope: oncePerReading((currency, timezone) =>
          scopeOf(projectColumns(custom, new Set()), currency, timezone, lists),
        ),
      };
    },
    build: quietly,
    features,
  });
  const columns = memory.columns;
  const singleCurrency = async (): Promise<string | null> => onlyCurrency(await memory.snapshot());
  const lists = async (): Promise<readonly ProjectList[]> => (await memory.snapshot()).lists;
  const scope = projectScope(columns, lists);
  const finding = async ({ code, column }: FindingClause): Promise<Condition | null> => {
    const { judgement, currencies } = await memory.snapshot();
    const types = new Map((await columns()).filter((c) => c.present).map((c) => [c.name, c.type]));
    const ground = projectGround(code, judgement, { types, currency: mainCurrency(currencies) });
    const where = findingCondition(code, column, ground);
    return where === null ? null : { where, columns: findingColumns(column, ground) };
  };
  const handle: JudgedHandle = {
    info: async () => infoOf(await memory.snapshot(), await columns(), named),
    columns,
    customColumns: async () => (await memory.snapshot()).custom,
    rows: (db, names) => working.rows(db, names),
    scan: (db, names, judged) => working.scan(db, names, judged),
    features: (db, names) => working.features(db, names),
    slowFeatures: features.slowed,
    condition: async (filter) => {
      const { judgement, currencies } = await memory.snapshot();
      return filterCondition(filter, await columns(), {
        ...rulePrinter(scope, singleCurrency),
        finding,
        told: (clause) => toldCondition(clause, { asOf: lastKnown(judgement), currency: mainCurrency(currencies) }),
        lists: await lists(),
        state: judged.raw === true ? maturedState : id('state'),
        timezone: judgement.timezone,
        lastKnown: lastKnown(judgement),
      });
    },
    scope,
    singleCurrency,
  };
  return { memory, working, forget: memory.forget, handle };
}

/** Reads the state of the data once after every write, and which columns hold values when first asked. */
function remember(
  quietly: <T>(work: (db: Connection) => Promise<T>) => Promise<T>,
  judged: Judged,
  told?: () => Promise<ReadonlySet<string>>,
): {
  readonly snapshot: () => Promise<Snapshot>;
  readonly present: () => Promise<ReadonlySet<string>>;
  /** The same array until the next write. */
  readonly columns: () => Promise<readonly ProjectColumn[]>;
  readonly forget: () => void;
} {
  let snapshot: Promise<Snapshot> | undefined;
  let present: Promise<ReadonlySet<string>> | undefined;
  let columns: Promise<readonly ProjectColumn[]> | undefined;
  const forget = (): void => {
    snapshot = undefined;
    present = undefined;
    columns = undefined;
  };
  const keep = <T>(reading: Promise<T>): Promise<T> => {
    reading.catch(forget);
    return reading;
  };
  const readOnce = (): Promise<Snapshot> =>
    (snapshot ??= keep(quietly((db) => atOneMoment(db, () => readSnapshot(db, judged)))));
  const presentOnce =
    told ??
    ((): Promise<ReadonlySet<string>> =>
      (present ??= keep(readOnce().then((known) => quietly((db) => readPresent(db, known))))));
  return {
    snapshot: readOnce,
    present: presentOnce,
    columns: () =>
      (columns ??= keep(
        Promise.all([readOnce(), presentOnce()]).then(([{ custom }, found]) => projectColumns(custom, found)),
      )),
    forget,
  };
}

/** Answers the same scope for the same currency and zone. */
function oncePerReading(work: (currency: string, timezone: string) => Scope): typeof work {
  const known = new Map<string, Scope>();
  return (currency, timezone) => {
    const key = `${currency} ${timezone}`;
    const scope = known.get(key) ?? work(currency, timezone);
    known.set(key, scope);
    return scope;
  };
}

/** The answer for the revision last asked for is kept; one that failed or was cancelled is not. */
function onceForRevision(
  work: (db: Connection, revision: number) => Promise<string>,
): (db: Connection, revision: number) => Promise<string> {
  let known: { readonly revision: number; readonly answer: string } | undefined;
  return async (db, revision) => {
    if (known?.revision !== revision) known = { revision, answer: await work(db, revision) };
    return known.answer;
  };
}

async function onFreeConnection<T>(
  instance: Instance,
  work: (db: Connection) => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  const duck = await instance.acquire();
  try {
    return await work(new Connection(duck, signal));
  } finally {
    instance.release(duck);
  }
}

function infoOf(
  snapshot: Snapshot,
  columns: readonly ProjectColumn[],
  own: { readonly name: string; readonly meta: Meta; readonly readOnly: boolean },
): ProjectInfo {
  const { settings, judgement } = snapshot;
  return {
    projectId: own.meta.projectId,
    name: own.name,
    readOnly: own.readOnly,
    masked: false,
    timezone: settings.timezone,
    currency: mainCurrency(snapshot.currencies),
    currencies: snapshot.currencies,
    orders: snapshot.orders,
    outcomes: snapshot.outcomes,
    period: snapshot.period,
    matched: snapshot.matched,
    lists: snapshot.lists,
    target: settings.target,
    asOf: lastKnown(judgement),
    asOfChosen: settings.asOf,
    maturity: judgement.maturity,
    outcomesKnown: judgement.outcomesKnown,
    labelled: snapshot.labelled,
    undated: judgement.undated,
    dataVersion: snapshot.dataVersion,
    columns,
  };
}

/** Until when what was reported is known, epoch ms; null for all of it. */
const lastKnown = ({ cutoff }: Judgement): number | null => (cutoff === null ? null : cutoff - 1);

/** What is known on a day that has not come cannot be told; where all dates lie ahead, the last of them can. */
async function refuseFuture(asOf: string, info: () => Promise<ProjectInfo>): Promise<void> {
  const known = await info();
  const day = new Intl.DateTimeFormat('sv-SE', { timeZone: known.timezone, dateStyle: 'short' });
  const last = Math.max(Date.now(), known.asOf ?? 0);
  if (asOf > day.format(last)) throw new ShinsaError('as-of-future', { asOf, last: day.format(last) });
}

const mainCurrency = (currencies: ProjectInfo['currencies']): string => currencies[0]?.currency ?? usualCurrency;

/** Orders without a currency make a second one: their money must stay guarded. */
function onlyCurrency({ currencies, orders }: Snapshot): string | null {
  const [only, second] = currencies;
  return only !== undefined && second === undefined && only.orders === orders ? only.currency : null;
}

function closeAll({ instance, staging, giveBack }: Parts): void {
  instance.close();
  staging.remove();
  giveBack();
}

const nameOf = (path: string): string => basename(path).replace(/\.shinsa$/i, '');

function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => (done ??= work());
}
