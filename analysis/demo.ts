import { randomUUID } from 'node:crypto';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { replay } from './cli-commands.ts';
import { exportTo } from './cli-packages.ts';
import { withSession, type SessionOptions } from './cli-session.ts';
import type { BacktestResult } from './model/backtest.ts';
import type { ByRule } from './model/results/by-rule.ts';
import type { ImportReport } from './model/import-report.ts';
import { readJson } from './model/json-file.ts';
import { mappingSchema } from './model/mapping.ts';
import { writeFailure } from './move-staged.ts';
import { ruleSetFile, textOfFile } from './project-handlers.ts';
import { ruleHitsSvg, weeklyDecisionsSvg } from './report/svg-charts.ts';
import { ensureSample } from './sample.ts';
import { defaultCacheDir } from './store/cache-folder.ts';

/** What the demo did and where it left it. */
export interface DemoResult {
  readonly import: ImportReport;
  readonly backtest: BacktestResult;
  readonly byRule: ByRule;
  readonly files: {
    readonly results: string;
    readonly charts: readonly [weekly: string, rules: string];
    readonly package: string;
  };
}

/** Names of what the demo writes; a later demo in the same folder replaces them, and nothing else. */
const names = { results: 'results.json', weekly: 'weekly-decisions.svg', rules: 'rule-hits.svg' } as const;

/**
 * The main job on the sample shop without a window: import, backtest, export. Results as JSON, two charts as SVG and
 * the package stand in `out`; the project is made for it and removed again.
 */
export async function demoCommand(
  out: string,
  language: 'ja' | 'en',
  given: Pick<SessionOptions, 'signal' | 'progress' | 'processes'>,
): Promise<DemoResult> {
  given.progress({ phase: 'opening', fraction: null });
  await makeFolder(out);
  const folder = join(defaultCacheDir(), `demo-${randomUUID()}`);
  const sample = await ensureSample(join(defaultCacheDir(), 'sample-shop'));
  await makeFolder(folder);
  const projectPath = join(folder, 'sample-shop.shinsa');
  try {
    // The persons of the sample are invented.
    return await withSession({ ...given, projectPath, mode: 'create', masked: false }, async (session) => {
      const report = await session.ask('import.run', {
        file: session.grants.grant(sample.orders),
        outcomes: [session.grants.grant(sample.chargebacks)],
        mapping: readJson(
          { text: textOfFile(sample.mapping), file: basename(sample.mapping) },
          mappingSchema,
          'mapping-invalid',
        ),
      });
      const ruleSet = ruleSetFile(sample.ruleset);
      const { result: backtest, byRule } = await replay(session, ruleSet);
      const { timezone } = await session.ask('project.info', {});
      const paths = {
        results: join(out, names.results),
        charts: [join(out, names.weekly), join(out, names.rules)],
      } as const;
      write(paths.charts[0], await weeklyDecisionsSvg(backtest, timezone, language));
      write(paths.charts[1], await ruleHitsSvg(backtest, ruleSet, language));
      write(paths.results, `${JSON.stringify({ import: report, backtest }, null, 2)}\n`);
      const { path } = await exportTo(session, ruleSet, out, {}, removeEarlier);
      return { import: report, backtest, byRule, files: { ...paths, package: path } };
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The package an earlier demo left: a folder of this very name with a manifest in it. Anything else stays. */
function removeEarlier(path: string): void {
  if (existsSync(join(path, 'manifest.json'))) rmSync(path, { recursive: true });
}

async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true });
  } catch (cause) {
    throw writeFailure(cause, basename(path));
  }
}

function write(path: string, text: string): void {
  try {
    writeFileSync(path, text);
  } catch (cause) {
    throw writeFailure(cause, basename(path));
  }
}
