import { backtestHandlers } from '../../analysis/backtest/index.ts';
import { everything } from '../../analysis/model/filter.ts';
import { ruleSetSchema } from '../../analysis/model/ruleset.ts';
import { openProject } from '../../analysis/store/open-project.ts';

/** An engine that asks again and again, until it is killed; it says when it has its first answer. */
const [, , path = '', cacheDir = '', given = '', keptMb = ''] = process.argv;
const project = await openProject(path, { cacheDir, limits: { keptMb: Number(keptMb) } });
const context = { signal: new AbortController().signal, progress: () => undefined, emit: () => undefined };
const ruleSet = ruleSetSchema.parse(JSON.parse(given));
const run = backtestHandlers(project)['backtest.run'];
for (let i = 0; ; i += 1) {
  const rules = ruleSet.rules.slice(i % ruleSet.rules.length);
  await run({ ruleSet: { ...ruleSet, rules }, filter: everything, save: false }, context);
  process.send?.('answered');
}
