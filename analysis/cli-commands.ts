import { basename } from 'node:path';
import { z } from 'zod';
import type { Command } from './cli/args.ts';
import type { OrderFiles } from './cli/import-args.ts';
import { besideOf } from './cli-beside.ts';
import { dividedBy } from './cli-by.ts';
import { splitAndThresholds } from './cli-thresholds.ts';
import { withSession, type Session, type SessionOptions } from './cli-session.ts';
import type { FilePreview } from './engine-api.ts';
import { keptMapping } from './cli-data.ts';
import { filesOf, tablesAt } from './cli-files.ts';
import { ordersPreset, presetFor, refuseGarbled, refuseOthers } from './cli-presets.ts';
import { ShinsaError } from './model/failure.ts';
import { layoutMapping, missingHeaders, type Layout } from './model/layouts/index.ts';
import type { BacktestResult } from './model/backtest.ts';
import { everyRule, type ByRule } from './model/results/by-rule.ts';
import { everything, type Filter } from './model/filter.ts';
import { finderSettingsSchema } from './model/finder-limits.ts';
import { underAssumptions, type Judged } from './model/results/judged.ts';
import type { Beside } from './cli/beside-summary.ts';
import type { Contributed } from './cli/contributions-summary.ts';
import type { Backtested } from './cli/results-summary.ts';
import type { Forgotten } from './cli/personal-summary.ts';
import type { ImportReport } from './model/import-report.ts';
import { readJson } from './model/json-file.ts';
import { assumptionsSchema, type Assumptions } from './model/results/assumptions.ts';
import { additionAsks } from './model/results/addition-study.ts';
import { championParts } from './model/results/comparison.ts';
import { badElsewhere } from './model/results/stopped-alone.ts';
import type { FileReading } from './model/mapping-source.ts';
import type { Mapping } from './model/mapping.ts';
import { mappingFile } from './mapping-handlers.ts';
import { fitMapping } from './model/mapping-fit.ts';
import { currencyDigits } from './expression/index.ts';
import type { Additions, Contributions } from './model/results/contribution.ts';
import { figuresOf } from './model/results/of-run.ts';
import { retirements, runWeights, togetherAsk } from './model/results/rule-worth.ts';
import type { Split, SplitPartName } from './model/results/split.ts';
import type { StoredReport } from './model/personal-data.ts';
import type { ProjectTarget } from './model/project-target.ts';
import type { PatternsReport } from './model/patterns.ts';
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
    const mapping = orders !== null || Object.keys(command.file).length === 0 ? {} : { mapping: readAs(command.file) };
    const file = session.grants.grant(recorded);
    if (command.recordedPreset !== null)
      await refuseOthers(session.ask, presetFor(command.recordedPreset, 'recorded'), { file }, command.file);
    const results = await session.ask('import.recorded', { file, ...mapping });
    return report === null ? { recorded: results } : { ...report, recorded: results };
  });
}

const readAs = (file: FileReading) => ({ columns: {}, file });

const noFiles = (): never => {
  throw new ShinsaError('file-not-found');
};

interface OrdersToRead extends Pick<OrderFiles, 'saved' | 'file' | 'outcomes'> {
  readonly mapping: Mapping | null;
  /** Null for whatever the headers propose. */
  readonly layout: Layout | null;
  readonly paths: readonly string[];
}

const ordersToRead = ({ history, mapping, preset, ...others }: OrderFiles): OrdersToRead => ({
  ...others,
  mapping: mapping === null ? null : mappingFile('orders', mapping),
  layout: preset === null ? null : ordersPreset(preset),
  paths: history.flatMap(tablesAt),
});

async function importOrders({ ask, grants }: Session, read: OrdersToRead): Promise<ImportReport> {
  const { layout, paths, outcomes, saved, file } = read;
  const files = filesOf(paths.map((path) => grants.grant(path)));
  const mapping = read.mapping ?? (saved === null ? null : await keptMapping(ask, 'orders', saved));
  const preview = await ask('import.preview', { ...files, ...mapping?.file, ...file });
  const told = layout === null ? (mapping ?? preview.proposal) : mappingBy(layout, preview);
  if (mapping !== null) refuseMisfit(mapping, preview);
  if (told.columns.event_id === undefined) refuseGarbled(preview);
  return ask('import.run', {
    ...files,
    mapping: Object.keys(file).length === 0 ? told : { ...told, file: { ...told.file, ...file } },
    ...(outcomes === null ? {} : { outcomes: [grants.grant(outcomes)] }),
  });
}

function mappingBy(layout: Layout, preview: FilePreview): Mapping {
  const missing = missingHeaders(layout, preview.columns);
  if (missing.length > 0) refuseGarbled(preview);
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
  if (missing.length + told.length > 0) refuseGarbled(preview);
  if (missing.length + told.length > 0)
    throw new ShinsaError(
      'mapping-misses',
      { columns: [...missing, ...told].join(', ') },
      { place: { file: preview.fileName } },
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

/** What the rule set would have decided on every order of the project. The run is not kept. */
export function backtestCommand(
  command: Of<'backtest'>,
  given: Circumstances,
): Promise<Backtested & { readonly contributed: Contributed; readonly beside: Beside }> {
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
    const retired = contributions === null ? noneRetired : await retiredOf(ask, so, whole, contributions);
    const additions = command.additions ? await additionsOf(ask, so, command.split, whole.result.asOf) : null;
    const compared = champion === null ? {} : { champion: await championOf(session, champion, so, assumptions) };
    const split = await splitAndThresholds(ask, { ...command, ruleSet }, whole.result);
    const contributed = { contributions, ...retired, additions };
    const beside = await besideOf(session, so, whole.result, command.stability);
    return { ...whole, byRule, ...divided, ...split, ...compared, contributed, beside };
  });
}

type Retired = Pick<Contributed, 'elsewhere' | 'together'>;

const noneRetired: Retired = { elsewhere: new Map(), together: [] };

/** What each rule alone stops of what the project's other targets call bad, and which rules can be retired together. */
async function retiredOf(
  ask: Session['ask'],
  so: Asked,
  { result, groups }: Pick<Backtested, 'result' | 'groups'>,
  { rules }: Contributions,
): Promise<Retired> {
  const targets = (await ask('targets.list', {})).map((one) => one.target).filter(({ id }) => id !== result.target.id);
  const { ruleSet, filter } = so;
  const elsewhere = badElsewhere(await ask('backtest.stoppedAlone', { ruleSet, filter, targets }), targets);
  const perMajor = 10 ** currencyDigits(result.currency);
  const figures = figuresOf({ result, groups, given: result.assumptions ?? {}, perMajor });
  const found = retirements(rules, result.rules, runWeights(figures, result, perMajor));
  const asked = togetherAsk(found, figures, result, elsewhere);
  return { elsewhere, together: await ask('backtest.retiredTogether', { ...so, ...asked, targets }) };
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

/** What the pattern finders find among all orders, by the limits of a file where one is given. */
export function patternsCommand(command: Of<'patterns'>, given: Circumstances): Promise<PatternsReport> {
  const { params: path } = command;
  const params =
    path === null
      ? {}
      : {
          params: readJson(
            { text: textOfFile(path), file: basename(path) },
            finderSettingsSchema,
            'finder-limits-invalid',
          ),
        };
  return withSession({ ...given, projectPath: command.project, mode: 'open' }, ({ ask }) =>
    ask('patterns.find', { filter: everything, ...params }),
  );
}

/** The backtest of a rule set on every order, and its orders by rule. */
export async function replay(
  { ask }: Session,
  ruleSet: RuleSet,
): Promise<{ readonly result: BacktestResult; readonly byRule: ByRule }> {
  const { result } = await ask('backtest.run', { ruleSet, filter: everything, save: false });
  return { result, byRule: await ask('backtest.byRule', everyRule({ ruleSet, filter: everything })) };
}

/** How fast reports come in for a target at the project's as-of day; 'target-unknown' where it has no such. */
export function maturityCommand(command: Of<'maturity'>, given: Circumstances): Promise<MaturityReport> {
  const { unit, target: wanted } = command;
  return withSession({ ...given, projectPath: command.project, mode: 'open' }, async ({ ask }) => {
    if (wanted === null) return ask('maturity.report', { unit });
    const found = (await ask('targets.list', {})).find(({ target }) => target.id === wanted);
    if (found === undefined) throw new ShinsaError('target-unknown');
    return ask('maturity.report', { unit, judged: { target: found.target } });
  });
}
