import { parseCommand, UsageError, type Command } from './cli/args.ts';
import { failureText } from './cli/failure-text.ts';
import { diffJson, diffSummary, exportSummary, verifiedJson, verifiedSummary } from './cli/package-summary.ts';
import { cliMessages, languageOf, type Language } from './cli/messages.ts';
import { findingsJson, findingsSummary } from './cli/findings-summary.ts';
import { featuresSummary } from './cli/features-summary.ts';
import { dataJson, dataSummary } from './cli/data-summary.ts';
import { identityJson, identityLines } from './cli/identity-told.ts';
import { listsJson, listsSummary } from './cli/list-summary.ts';
import { eventsWritten } from './cli/events-summary.ts';
import { besideJson, besideSummary } from './cli/beside-summary.ts';
import { comparedJson, comparedSummary } from './cli/compare-summary.ts';
import { maturitySummary } from './cli/maturity-summary.ts';
import { reviewSampleJson, reviewSampleSummary } from './cli/review-sample-summary.ts';
import { contributedLines } from './cli/contribution-lines.ts';
import { contributedJson } from './cli/contributions-summary.ts';
import { comparisonJson, comparisonSummary } from './cli/comparison-summary.ts';
import { resultsJson, resultsSummary } from './cli/results-summary.ts';
import { scorecardSummary } from './cli/scorecard-summary.ts';
import { rulesSummary } from './cli/rules-summary.ts';
import { bnplJson, bnplSummary } from './cli/bnpl-summary.ts';
import { conformSummary, emulationSummary } from './cli/conform-summary.ts';
import { standInLines } from './cli/stand-in-texts.ts';
import { replayedSummary, servedSummary } from './cli/runtime-summary.ts';
import { patternsSummary } from './cli/patterns-summary.ts';
import { qualitySummary } from './cli/quality-summary.ts';
import { backtestSummary, importedSummary, linkSummary } from './cli/summary.ts';
import { forgetSummary, storedSummary } from './cli/personal-summary.ts';
import { cutText, sqlCsv, sqlJson, sqlProblemLines, sqlTable } from './cli/sql-summary.ts';
import { targetsSummary } from './cli/targets-summary.ts';
import { processTerminal, progressTeller, type Terminal } from './cli/terminal.ts';
import {
  backtestCommand,
  forgetCommand,
  importCommand,
  maturityCommand,
  patternsCommand,
  qualityCommand,
  rulesCommand,
  storedCommand,
  targetsCommand,
} from './cli-commands.ts';
import { compareCommandOf } from './cli-compare.ts';
import { bnplOf, hasErrors } from './cli-bnpl.ts';
import { conformCommandOf, emulateCommandOf } from './cli-conform.ts';
import { dataCommandOf } from './cli-data.ts';
import { findingsOf } from './cli-findings.ts';
import { featuresCommand } from './cli-features.ts';
import { identityCommandOf, linkCommand, linkJson } from './cli-identity.ts';
import { listsOf } from './cli-lists.ts';
import { diffCommand, exportCommand, exportEventsCommand, verifyCommand } from './cli-packages.ts';
import { reviewSampleOf } from './cli-review-sample.ts';
import { replayCommand, serveCheckCommand, type Streams } from './cli-runtime.ts';
import { scorecardOfFile } from './cli-scorecard.ts';
import type { SessionOptions } from './cli-session.ts';
import { sqlCommandOf } from './cli-sql.ts';
import { demoCommand } from './demo.ts';
import { failureOf, type FailureCode } from './model/failure.ts';
import { fill } from './model/messages/index.ts';
import type { SqlProblemCode } from './model/sql-console.ts';
import type { ProcessStarter } from './process.ts';

export const exitCodes = { done: 0, internal: 1, differs: 1, badInput: 2, cancelled: 130 } as const;

/** What tests put in place of this process's own streams, signals and bundles. */
export interface MainOptions {
  readonly terminal?: Terminal;
  readonly signal?: AbortSignal;
  readonly processes?: ProcessStarter;
  readonly streams?: Streams;
}

/**
 * The command line: runs one command and answers the exit code. Results go to standard output, JSON and nothing else
 * with `--json`; progress and messages to standard error.
 */
export async function main(argv: readonly string[], options: MainOptions = {}): Promise<number> {
  const terminal = options.terminal ?? processTerminal();
  const language = languageOf(terminal.env);
  const progress = progressTeller(terminal, language);
  const interrupt = interruption(options.signal);
  try {
    const command = parseCommand(argv);
    if (command.kind === 'serve-check') {
      const streams = options.streams ?? { input: process.stdin, output: process.stdout };
      const served = await serveCheckCommand(command, streams, interrupt.signal, (lacking) => {
        for (const line of standInLines(lacking, language)) terminal.err(`${line}\n`);
      });
      for (const line of servedSummary(served, language)) terminal.err(`${line}\n`);
      return served.leftOut > 0 ? exitCodes.badInput : exitCodes.done;
    }
    const given = {
      signal: interrupt.signal,
      progress: progress.tell,
      masked: command.masks ?? !command.unmasked,
      ...(options.processes === undefined ? {} : { processes: options.processes }),
    };
    if (command.kind === 'conform') {
      const report = await conformCommandOf(command, given);
      progress.end();
      terminal.out(`${(command.json ? json(report) : conformSummary(report, language)).join('\n')}\n`);
      if (report.differing > 0) return exitCodes.differs;
      return report.leftOut > 0 ? exitCodes.badInput : exitCodes.done;
    }
    if (command.kind === 'bnpl') {
      const answer = await bnplOf(command, given);
      progress.end();
      terminal.out(`${(command.json ? json(bnplJson(answer)) : bnplSummary(answer, language)).join('\n')}\n`);
      return hasErrors(answer) ? exitCodes.differs : exitCodes.done;
    }
    if (command.kind === 'replay') {
      const replayed = await replayCommand(command, interrupt.signal);
      terminal.out(`${(command.json ? json(replayed) : replayedSummary(replayed, language)).join('\n')}\n`);
      return replayed.leftOut > 0 ? exitCodes.badInput : exitCodes.done;
    }
    if (command.kind === 'sql') {
      const answer = await sqlCommandOf(command, given);
      progress.end();
      if (answer.kind === 'refused') {
        const text = sqlProblemLines(answer.problem, language).join('\n');
        terminal.err(`${fill(cliMessages(language).error, { text })}\n`);
        return ofTheMachine.has(answer.problem.code) ? exitCodes.internal : exitCodes.badInput;
      }
      if (answer.cut && (command.csv || command.json)) terminal.err(`${cutText(answer, language)}\n`);
      const lines = command.json ? json(sqlJson(answer)) : command.csv ? [sqlCsv(answer)] : sqlTable(answer, language);
      terminal.out(`${lines.join('\n')}\n`);
      return exitCodes.done;
    }
    if (command.kind === 'link' && command.json) {
      await linkJson(command, given, async (text) => {
        progress.end();
        terminal.out(text);
        await terminal.drained?.();
      });
      return exitCodes.done;
    }
    const lines = await run(command, language, given);
    progress.end();
    terminal.out(`${lines.join('\n')}\n`);
    return exitCodes.done;
  } catch (error) {
    progress.end();
    return told(error, terminal, language);
  } finally {
    interrupt.end();
  }
}

type Given = Pick<SessionOptions, 'signal' | 'progress' | 'masked' | 'processes'>;

/** Runs the command and answers what goes to standard output. */
async function run(
  command: Exclude<Command, { kind: 'serve-check' | 'conform' | 'replay' | 'sql' | 'bnpl' }>,
  language: Language,
  given: Given,
): Promise<string[]> {
  const texts = cliMessages(language);
  switch (command.kind) {
    case 'help':
      return [texts.help];
    case 'import': {
      const imported = await importCommand(command, given);
      return command.json ? json(imported) : importedSummary(imported, language);
    }
    case 'backtest': {
      const told = await backtestCommand(command, given);
      if (command.json)
        return json({
          ...resultsJson(told),
          ...besideJson(told, told.beside),
          ...contributedJson(told, told.contributed),
          ...comparisonJson(told),
        });
      return [
        ...backtestSummary(told, language),
        ...resultsSummary(told, language),
        ...besideSummary(told, told.beside, language),
        ...comparisonSummary(told, language),
        ...contributedLines(told, told.contributed, language),
      ];
    }
    case 'scorecard': {
      const report = await scorecardOfFile(command, given);
      return command.json ? json(report) : scorecardSummary(report, language);
    }
    case 'rules': {
      const { ruleSet, findings } = await rulesCommand(command, given);
      return command.json ? json(findings) : rulesSummary(findings, ruleSet, language);
    }
    case 'export-events': {
      const written = await exportEventsCommand(command, given);
      return command.json ? json(written) : eventsWritten(written, language);
    }
    case 'stored': {
      const report = await storedCommand(command, given);
      return command.json ? json(report) : storedSummary(report, language);
    }
    case 'forget': {
      const forgotten = await forgetCommand(command, given);
      return command.json ? json(forgotten) : forgetSummary(forgotten, language);
    }
    case 'targets': {
      const targets = await targetsCommand(command, given);
      return command.json ? json(targets) : targetsSummary(targets, language);
    }
    case 'outcomes':
    case 'lines':
    case 'events':
    case 'imports':
    case 'mappings':
    case 'near': {
      const told = await dataCommandOf(command, given);
      return command.json ? json(dataJson(told)) : dataSummary(told, language);
    }
    case 'export': {
      const { report, ...made } = await exportCommand(command, given);
      return command.json ? json({ ...report, ...made }) : exportSummary({ report, ...made }, language);
    }
    case 'verify': {
      const verified = await verifyCommand(command, given);
      return command.json ? json(verifiedJson(verified)) : verifiedSummary(verified, language);
    }
    case 'diff': {
      const diff = await diffCommand(command, given);
      return command.json ? json(diffJson(diff)) : diffSummary(diff, language);
    }
    case 'emulate': {
      const report = await emulateCommandOf(command, given);
      return command.json ? json(report) : emulationSummary(report, language);
    }
    case 'link':
      return linkSummary(await linkCommand(command, given), language);
    case 'lists': {
      const told = await listsOf(command, given);
      return command.json ? json(listsJson(told)) : listsSummary(told, language);
    }
    case 'findings': {
      const told = await findingsOf(command, language, given);
      return command.json ? json(findingsJson(told)) : findingsSummary(told, language);
    }
    case 'review-sample': {
      const told = await reviewSampleOf(command, language, given);
      return command.json ? json(reviewSampleJson(told)) : reviewSampleSummary(told, language);
    }
    case 'features': {
      const features = await featuresCommand(command, given);
      return command.json ? json({ features }) : featuresSummary(features, language);
    }
    case 'patterns': {
      const report = await patternsCommand(command, given);
      return command.json ? json(report) : patternsSummary(report, language);
    }
    case 'quality': {
      const report = await qualityCommand(command, given);
      return command.json ? json(report) : qualitySummary(report, language);
    }
    case 'compare': {
      const told = await compareCommandOf(command, given);
      return command.json ? json(comparedJson(told)) : comparedSummary(told, language);
    }
    case 'maturity': {
      const report = await maturityCommand(command, given);
      return command.json ? json(report) : maturitySummary(report, language);
    }
    case 'identity': {
      const told = await identityCommandOf(command, given);
      return command.json ? json(identityJson(told)) : identityLines(told, language);
    }
    case 'demo': {
      const result = await demoCommand(command.out, language, given);
      const { results, charts, package: folder } = result.files;
      return command.json
        ? json({ import: result.import, backtest: result.backtest, files: result.files })
        : [
            texts.demo,
            ...importedSummary(result.import, language),
            ...backtestSummary({ result: result.backtest, byRule: result.byRule }, language),
            ...[results, ...charts, folder].map((path) => fill(texts.written, { path })),
          ];
    }
  }
}

const json = (value: unknown): string[] => [JSON.stringify(value, null, 2)];

/** Problems of a query that are not its own fault. */
const ofTheMachine: ReadonlySet<SqlProblemCode> = new Set(['memory', 'disk', 'stopped']);

/** Failures that are not the input's fault. */
const notTheInput: ReadonlySet<FailureCode> = new Set([
  'internal',
  'engine-stopped',
  'sql-stopped',
  'disk-full',
  'package-mismatch',
  'package-disproved',
  'package-signer',
]);

function told(error: unknown, terminal: Terminal, language: Language): number {
  const texts = cliMessages(language);
  if (error instanceof UsageError) {
    terminal.err(`${fill(texts.error, { text: fill(texts.usage[error.code], { subject: error.subject }) })}\n`);
    terminal.err(`${texts.help}\n`);
    return exitCodes.badInput;
  }
  const failure = failureOf(error);
  terminal.err(`${fill(texts.error, { text: failureText(failure, language) })}\n`);
  if (failure.code === 'cancelled') return exitCodes.cancelled;
  return notTheInput.has(failure.code) ? exitCodes.internal : exitCodes.badInput;
}

/** Ctrl-C asks the running command to stop; a second one ends the process at once. */
function interruption(outer: AbortSignal | undefined): { readonly signal: AbortSignal; readonly end: () => void } {
  const controller = new AbortController();
  const stop = (): void => {
    if (controller.signal.aborted) process.exit(exitCodes.cancelled);
    controller.abort();
  };
  const signals = ['SIGINT', 'SIGTERM'] as const;
  for (const name of signals) process.on(name, stop);
  return {
    signal: outer === undefined ? controller.signal : AbortSignal.any([controller.signal, outer]),
    end: () => {
      for (const name of signals) process.off(name, stop);
    },
  };
}
