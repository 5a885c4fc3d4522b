import { statSync } from 'node:fs';
import { basename } from 'node:path';
import { z } from 'zod';
import type { Command } from './cli/args.ts';
import type { OrderFiles } from './cli/import-args.ts';
import { dividedBy } from './cli-by.ts';
import { splitAndThresholds } from './cli-thresholds.ts';
import { withSession, type Session, type SessionOptions } from './cli-session.ts';
import type { FilePreview, FileToken } from './engine-api.ts';
import { ShinsaError } from './model/failure.ts';
import { layoutMapping, layoutNamed, layouts, missingHeaders, type Layout } from './model/layouts/index.ts';
import { tablesIn } from './table-files.ts';
import type { BacktestResult } from './model/backtest.ts';
import { everyRule, type ByRule } from './model/results/by-rule.ts';
import { everything, type Filter } from './model/filter.ts';
import { underAssumptions, type Judged } from './model/results/judged.ts';
import type { Contributed } from './cli/contributions-summary.ts';
import type { Backtested } from './cli/results-summary.ts';
import type { Forgotten } from './cli/personal-summary.ts';
import type { NearMatches } from './cli/near-summary.ts';
import type { Linked } from './cli/summary.ts';
import { usualHubPersons } from './model/identity.ts';
import type { NearPair } from './model/near.ts';
import { eventMappingSchema, type EventsOverview, type EventsReport } from './model/events.ts';
import type { ImportReport, OutcomesReport } from './model/import-report.ts';
import type { OutcomeOverview } from './model/outcome-report.ts';
import { readJson } from './model/json-file.ts';
import { assumptionsSchema, type Assumptions } from './model/results/assumptions.ts';
import { additionAsks } from './model/results/addition-study.ts';
import { championParts } from './model/results/comparison.ts';
import { badElsewhere } from './model/results/stopped-alone.ts';
import type { Mapping } from './model/mapping.ts';
import { mappingFile } from './mapping-handlers.ts';
import { fitMapping } from './model/mapping-fit.ts';
import type { Additions } from './model/results/contribution.ts';
import type { Split, SplitPartName } from './model/results/split.ts';
import { linesMappingSchema, type LinesReport } from './model/order-lines.ts';
import type { StoredReport } from './model/personal-data.ts';
import type { ProjectTarget } from './model/project-target.ts';
import type { QualityReport } from './model/quality.ts';
import type { MaturityReport } from './model/maturity/report.ts';
import type { RuleFindings } from './model/rule-findings.ts';
import type { RuleSet } from './model/ruleset.ts';
import { targetSchema, type Target } from './model/target.ts';
import { ruleSetFile, textOfFile } from './project-handlers.ts';

type Circumstances = Pick<SessionOptions, 'signal' | 'progress' | 'masked' | 'processes'>;
type Of<K extends Command['kind']> = Extract<Command, { kind: K }>;

/** What an import did: of orders, and of recorded results that came after them or alone. */
export type Imported =
  | (ImportReport & { readonly recorded?: ImportReport })
  /** Recorded results alone. */
  | { readonly recorded: ImportReport };

/** Takes an order history into a project, making it when it is not there, and recorded results for orders there are. */
export function importCommand(command: Of<'import'>, given: Circumstances): Promise<Imported> {
  const { orders, recorded } = command;
  // Everything is looked at before a project is made for it.
  const read = orders === null ? null : ordersToRead(orders);
  const mode = orders === null ? 'open' : 'open-or-create';
  return withSession({ ...given, projectPath: command.project, mode }, async (session) => {
    const report = read === null ? null : await importOrders(session, read);
    if (recorded === null) return report ?? noFiles();
    const results = await session.ask('import.recorded', { file: session.grants.grant(recorded) });
    return report === null ? { recorded: results } : { ...report, recorded: results };
  });
}

const noFiles = (): never => {
  throw new ShinsaError('file-not-found');
};

interface OrdersToRead extends Pick<OrderFiles, 'sheet' | 'outcomes'> {
  readonly mapping: Mapping | null;
  readonly layout: Layout | null;
  readonly paths: readonly string[];
}

const ordersToRead = ({ history, mapping, preset, sheet, outcomes }: OrderFiles): OrdersToRead => ({
  mapping: mapping === null ? null : mappingFile(mapping),
  layout: preset === null ? null : namedLayout(preset),
  paths: historyFiles(history),
  sheet,
  outcomes,
});

async function importOrders({ ask, grants }: Session, read: OrdersToRead): Promise<ImportReport> {
  const { mapping, layout, paths, outcomes } = read;
  const files = filesOf(paths.map((path) => grants.grant(path)));
  const sheet = read.sheet === null ? {} : { sheet: read.sheet };
  const preview = await ask('import.preview', { ...files, ...mapping?.file, ...sheet });
  const told = layout === null ? mapping : mappingBy(layout, preview);
  if (told === null) throw new ShinsaError('mapping-invalid');
  if (mapping !== null) refuseMisfit(mapping, preview);
  return ask('import.run', {
    ...files,
    mapping: read.sheet === null ? told : { ...told, file: { ...told.file, ...sheet } },
    ...(outcomes === null ? {} : { outcomes: grants.grant(outcomes) }),
  });
}

function namedLayout(id: string): Layout {
  const found = layoutNamed(id);
  if (found === undefined)
    throw new ShinsaError('layout-unknown', { preset: id, presets: layouts.map((layout) => layout.id).join(', ') });
  return found;
}

function mappingBy(layout: Layout, preview: FilePreview): Mapping {
  const missing = missingHeaders(layout, preview.columns);
  if (missing.length > 0)
    throw new ShinsaError(
      'layout-misses',
      { preset: layout.id, columns: missing.join(', ') },
      { place: { file: preview.fileName } },
    );
  return layoutMapping(layout, preview);
}

/** 'mapping-misses' with all headers the mapping reads that the file lacks, and what seems to stand for them. */
function refuseMisfit(mapping: Mapping, preview: FilePreview): void {
  const { missing, renamed } = fitMapping(mapping, null, preview);
  const told = renamed.map(({ before, now }) => `${before.join(' + ')} → ${now.join(' + ')}`);
  if (missing.length + told.length > 0)
    throw new ShinsaError(
      'mapping-misses',
      { columns: [...missing, ...told].join(', ') },
      { place: { file: preview.fileName } },
    );
}

function filesOf([file, ...more]: readonly FileToken[]): { readonly file: FileToken; readonly more?: FileToken[] } {
  if (file === undefined) throw new ShinsaError('file-not-found');
  return more.length === 0 ? { file } : { file, more };
}

/** The files of a history: those named, and the tables of folders among them. */
function historyFiles(paths: readonly string[]): string[] {
  return paths.flatMap((path) =>
    statSync(path, { throwIfNoEntry: false })?.isDirectory() === true ? tablesIn(path) : [path],
  );
}

/** What a project holds, and where. */
export function storedCommand(command: Of<'stored'>, given: Circumstances): Promise<StoredReport> {
  return withSession({ ...given, projectPath: command.project, mode: 'open' }, ({ ask }) => ask('personal.stored', {}));
}

/** Counts what a deletion is about and, where it is meant, deletes it; `deletion` is its record. */
export function forgetCommand(command: Of<'forget'>, given: Circumstances): Promise<Forgotten> {
  const { subject, mode, reason, sure } = command;
  return withSession({ ...given, projectPath: command.project, mode: 'open' }, async ({ ask }) => {
    const held = await ask('personal.held', { subject });
    if (!sure) return { held, deletion: null };
    const { deletions } = await ask('personal.forget', { subject, mode, reason });
    return { held, deletion: deletions[0] ?? null };
  });
}

/** The project's targets, after those of a file were kept. */
export function targetsCommand(command: Of<'targets'>, given: Circumstances): Promise<readonly ProjectTarget[]> {
  const targets = command.set === null ? [] : targetsFile(command.set);
  return withSession({ ...given, projectPath: command.project, mode: 'open' }, async ({ ask }) => {
    for (const target of targets) await ask('targets.save', { target });
    return ask('targets.list', {});
  });
}

/** One target, or a list of them. */
function targetsFile(path: string): readonly Target[] {
  const read = readJson(
    { text: textOfFile(path), file: basename(path) },
    z.union([targetSchema, z.array(targetSchema).min(1).max(200)]),
    'target-invalid',
  );
  return Array.isArray(read) ? read : [read];
}

/** Takes a file of order lines into a project. */
export function linesCommand(command: Of<'lines'>, given: Circumstances): Promise<LinesReport> {
  const { mapping: path } = command;
  const mapping =
    path === null
      ? {}
      : {
          mapping: readJson({ text: textOfFile(path), file: basename(path) }, linesMappingSchema, 'mapping-invalid'),
        };
  return withSession({ ...given, projectPath: command.project, mode: 'open' }, ({ ask, grants }) =>
    ask('import.lines', { file: grants.grant(command.file), ...mapping }),
  );
}

/** The outcomes of a project: by file, and taken together. */
export interface ToldOutcomes {
  readonly files: readonly OutcomesReport[];
  readonly report: OutcomeOverview;
}

/** Conflicts a person is told of, and those that go into JSON. */
const toldConflicts = { text: 20, json: 10_000 } as const;

/** Every outcomes file of the project, with what of it has found its order by now, and what they say together. */
export function outcomesCommand(command: Of<'outcomes'>, given: Circumstances): Promise<ToldOutcomes> {
  const conflicts = command.json ? toldConflicts.json : toldConflicts.text;
  return withSession({ ...given, projectPath: command.project, mode: 'open' }, async ({ ask }) => ({
    files: await ask('import.outcomeFiles', {}),
    report: await ask('outcomes.report', { conflicts }),
  }));
}

/** Takes files of events into a project, or tells what is there. */
export async function eventsCommand(
  { project, load }: Of<'events'>,
  given: Circumstances,
): Promise<EventsReport | EventsOverview> {
  const mapping =
    load === null || load.mapping === null
      ? {}
      : {
          mapping: readJson(
            { text: textOfFile(load.mapping), file: basename(load.mapping) },
            eventMappingSchema,
            'mapping-invalid',
          ),
        };
  const options = { ...given, projectPath: project, mode: 'open' } as const;
  if (load === null) return withSession(options, ({ ask }) => ask('import.eventFiles', {}));
  return withSession(options, ({ ask, grants }) => {
    const files = filesOf(historyFiles(load.files).map((path) => grants.grant(path)));
    return ask('import.events', { ...files, ...mapping, kind: load.of });
  });
}

/** What the rule set would have decided on every order of the project. The run is not kept. */
export function backtestCommand(
  command: Of<'backtest'>,
  given: Circumstances,
): Promise<Backtested & { readonly contributed: Contributed }> {
  const { overlap, assumptions: path, by } = command;
  const ruleSet = ruleSetFile(command.ruleset);
  const assumptions =
    path === null
      ? {}
      : {
          assumptions: readJson(
            { text: textOfFile(path), file: basename(path) },
            assumptionsSchema,
            'assumptions-invalid',
          ),
        };
  const champion = command.champion === null ? null : ruleSetFile(command.champion);
  const asOf = command.asOf === null ? {} : { asOf: command.asOf };
  return withSession({ ...given, ...asOf, projectPath: command.project, mode: 'open' }, async (session) => {
    const { ask } = session;
    const of = { ruleSet, filter: everything };
    const whole = await ask('backtest.run', { ...of, save: false, overlap, ...assumptions });
    const judged = underAssumptions(whole.result.assumptions ?? {});
    const so = { ...of, judged };
    const byRule = await ask('backtest.byRule', everyRule(so));
    const divided = by === null ? {} : { divided: await dividedBy(session, so, by) };
    const contributions = command.contributions ? await ask('backtest.contributions', so) : null;
    const elsewhere = contributions === null ? new Map() : await elsewhereOf(ask, ruleSet, whole.result);
    const additions = command.additions ? await additionsOf(ask, so, command.split, whole.result.asOf) : null;
    const compared = champion === null ? {} : { champion: await championOf(session, champion, so, assumptions) };
    const split = await splitAndThresholds(ask, { ...command, ruleSet }, whole.result);
    const contributed = { contributions, elsewhere, additions };
    return { ...whole, byRule, ...divided, ...split, ...compared, contributed };
  });
}

/** What each rule alone stops of what the project's other targets call bad. */
async function elsewhereOf(
  ask: Session['ask'],
  ruleSet: RuleSet,
  { target }: BacktestResult,
): Promise<Contributed['elsewhere']> {
  const targets = (await ask('targets.list', {})).map((one) => one.target).filter(({ id }) => id !== target.id);
  return badElsewhere(await ask('backtest.stoppedAlone', { ruleSet, filter: everything, targets }), targets);
}

/** A rule set on the orders of a backtest, as it read them. */
interface Asked {
  readonly ruleSet: RuleSet;
  readonly filter: Filter;
  readonly judged: Judged;
}

/** What other rules would add, on all orders, or on each part of a split. */
async function additionsOf(
  ask: Session['ask'],
  of: Asked,
  split: Split,
  known: string | null,
): Promise<NonNullable<Contributed['additions']>> {
  if (split.length === 0) {
    const training = await ask('backtest.additions', of);
    return { training, heldOut: [] };
  }
  const { timezone } = await ask('project.info', {});
  const found: { readonly name: SplitPartName; readonly additions: Additions }[] = [];
  for (const { part, ask: asked } of additionAsks({ ...of, split, timezone, known }))
    found.push({ name: part.name, additions: await ask('backtest.additions', asked) });
  const [first, ...heldOut] = found;
  if (first === undefined) throw new Error('a split without parts');
  return { training: first.additions, heldOut };
}

/** A rule set to compare with, its own run, and the breakdown of the other by its decisions; 'champion-currency'. */
async function championOf(
  { ask }: Session,
  champion: RuleSet,
  of: Asked,
  assumptions: { readonly assumptions?: Assumptions },
): Promise<NonNullable<Backtested['champion']>> {
  const { currency } = of.ruleSet;
  if (champion.currency !== currency)
    throw new ShinsaError('champion-currency', { champion: champion.currency, challenger: currency });
  const told = await ask('backtest.run', { ruleSet: champion, filter: everything, save: false, ...assumptions });
  const parts = championParts(champion);
  const breakdown = await ask('backtest.breakdown', { ...of, parts });
  return { ruleSet: champion, told, breakdown };
}

/** What is wrong with the rules of a set, by what they say and on every order. */
export function rulesCommand(
  command: Of<'rules'>,
  given: Circumstances,
): Promise<{ readonly ruleSet: RuleSet; readonly findings: RuleFindings }> {
  const ruleSet = ruleSetFile(command.ruleset);
  return withSession({ ...given, projectPath: command.project, mode: 'open' }, async ({ ask }) => ({
    ruleSet,
    findings: await ask('rules.findings', { ruleSet, filter: everything }),
  }));
}

/** What is wrong with the data of a project. */
export function qualityCommand(command: Of<'quality'>, given: Circumstances): Promise<QualityReport> {
  return withSession({ ...given, projectPath: command.project, mode: 'open' }, ({ ask }) => ask('quality.report', {}));
}

/** The backtest of a rule set on every order, and its orders by rule. */
export async function replay(
  { ask }: Session,
  ruleSet: RuleSet,
): Promise<{ readonly result: BacktestResult; readonly byRule: ByRule }> {
  const { result } = await ask('backtest.run', { ruleSet, filter: everything, save: false });
  return { result, byRule: await ask('backtest.byRule', everyRule({ ruleSet, filter: everything })) };
}

/** How fast reports come in for the project's target at its as-of day. */
export function maturityCommand(command: Of<'maturity'>, given: Circumstances): Promise<MaturityReport> {
  return withSession({ ...given, projectPath: command.project, mode: 'open' }, ({ ask }) =>
    ask('maturity.report', { unit: command.unit }),
  );
}

/** Entities a person is told of. */
const toldEntities = 20;

/** Links the orders of a project and keeps what was found. */
export function linkCommand(command: Of<'link'>, given: Circumstances): Promise<Linked> {
  return withSession({ ...given, projectPath: command.project, mode: 'open' }, async ({ ask }) => {
    // Orders of an earlier version have no keys to be linked by.
    if ((await ask('identity.coverage', {})).length === 0) await ask('import.keys', {});
    const report = await ask('identity.link', { hubPersons: command.hub ?? usualHubPersons });
    return {
      report,
      ...(command.near ? { near: await nearMatches(ask) } : {}),
      entities: await ask('identity.entities', { by: 'orders', limit: command.json ? 500 : toldEntities }),
    };
  });
}

const pairsAtOnce = 10_000;

/** Every near match nobody has decided on, the heaviest first, with the numbers their weights are made of. */
async function nearMatches(ask: Session['ask']): Promise<NearMatches> {
  const state = await ask('identity.findNear', {});
  const pairs: NearPair[] = [];
  for (let offset = 0; offset < state.open; offset += pairsAtOnce)
    pairs.push(...(await ask('identity.nearPairs', { show: 'open', offset, limit: pairsAtOnce })).rows);
  return { state, pairs };
}
