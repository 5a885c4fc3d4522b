import { backtestHandlers } from '../../analysis/backtest/index.ts';
import type { Progress } from '../../analysis/model/progress.ts';
import { everything } from '../../analysis/model/filter.ts';
import { ruleSetSchema } from '../../analysis/model/ruleset.ts';
import { openProject } from '../../analysis/store/open-project.ts';

/** An engine that makes the columns of a rule set and is killed with some of them half written. */
const [, , path = '', cacheDir = '', ruleSet = ''] = process.argv;
const project = await openProject(path, { cacheDir });
const context = {
  signal: new AbortController().signal,
  progress: ({ phase }: Progress) => void (phase === 'columns' && process.kill(process.pid, 'SIGKILL')),
  emit: () => undefined,
};
const input = { ruleSet: ruleSetSchema.parse(JSON.parse(ruleSet)), filter: everything, save: false };
await backtestHandlers(project)['backtest.run'](input, context);
await project.close();
