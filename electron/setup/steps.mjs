import { availableParallelism } from 'node:os';
import { text } from './messages.mjs';
import { tools } from './paths.mjs';
import { runStep, say, StepFailed } from './step.mjs';

/** A test caught in a loop without end would otherwise hold the run for ever. All tests together work for half an hour on two cores. */
const limitMs = 45 * 60_000;

/** @typedef {{label: string, args: string[], show?: boolean}} Check */

/** What the tools remember of the last run. */
const memory = 'node_modules/.cache/shinsa';

/** @param {string} project @param {string} name */
const types = (project, name) => [
  tools.tsc,
  '-p',
  project,
  '--incremental',
  '--tsBuildInfoFile',
  `${memory}/${name}.tsbuildinfo`,
];

/**
 * Slowest first, so that side by side nothing long is left for the end.
 * @param {'unit' | 'all'} tests `unit` leaves out those that start processes or work for seconds
 */
export const checks = (tests) => {
  const project = tests === 'unit' ? ['--project', 'unit', '--project', 'window'] : [];
  /** @type {Check[]} */
  const list = [
    { label: text('check-unit'), args: [tools.vitest, 'run', ...project], show: true },
    { label: text('check-format'), args: [tools.oxfmt, '--check', '.'] },
    { label: text('check-lint'), args: [tools.oxlint, '--type-aware', '--deny-warnings'] },
    { label: text('check-types'), args: types('tsconfig.json', 'node') },
    { label: text('check-types-window'), args: types('renderer/tsconfig.json', 'window') },
    { label: text('check-types-e2e'), args: types('test/e2e/tsconfig.json', 'e2e') },
  ];
  return list;
};

/**
 * Runs every check even when one fails, so that one run tells all there is to put right.
 * @param {Check[]} list @param {number} atOnce
 */
export async function runChecks(list, atOnce = Math.max(2, Math.min(4, availableParallelism()))) {
  const waiting = [...list];
  /** @type {string[]} */
  const failed = [];
  const worker = async () => {
    for (let check = waiting.shift(); check; check = waiting.shift()) {
      const { label, args, show = false } = check;
      await runStep(label, process.execPath, args, { show, limitMs }).catch((error) => {
        if (!(error instanceof StepFailed)) throw error;
        failed.push(label);
      });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  if (failed.length > 0) {
    say(text('some-failed', { labels: failed.join(', ') }));
    throw new StepFailed(failed.join(', '), 1);
  }
}
