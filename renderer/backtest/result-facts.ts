import type { BacktestResult, RunSummary } from '../../analysis/model/backtest.ts';
import type { Filter } from '../../analysis/model/filter.ts';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import type { Segment } from '../../analysis/model/segment.ts';
import type { ResultFacts } from '../../analysis/model/results/result-file.ts';
import { count } from '../i18n/format.ts';
import { named, t } from '../i18n/index.ts';
import { clauseText } from '../i18n/values.ts';
import { maturedText } from './maturity.ts';

const shown = 12;

/** Which orders a run is of: the segment that has these conditions, and the conditions themselves. */
export function scopeText({ clauses }: Filter, segments: readonly Segment[], info: ProjectInfo): string {
  if (clauses.length === 0) return t('backtest.scopeAll');
  const definition = clauses.map((clause) => clauseText(clause, info)).join(' · ');
  const same = JSON.stringify(clauses);
  const names = segments.filter(({ hidden, filter }) => hidden !== true && JSON.stringify(filter.clauses) === same);
  return names.length === 0
    ? definition
    : t('backtest.scopeIs', { names: names.map(({ name }) => name).join(' / '), definition });
}

/** What the figures of a run stand on, for the files that are saved of them; `scope` is which orders, as `scopeText` says it. */
export function factsOf(
  { ruleSetName, modelId }: Pick<RunSummary, 'ruleSetName' | 'modelId'>,
  result: BacktestResult,
  tried: { readonly rules: boolean; readonly assumed: boolean },
  scope: string,
): ResultFacts {
  const { target, asOf, period, hashes, engine, maturity } = result;
  const days = maturity === 'measured' ? ` ${t('top.days', { days: target.horizonDays })}` : '';
  const short = (hash: string): string => hash.slice(0, shown);
  return [
    [t('rules.set'), `${ruleSetName} (${modelId})${tried.rules ? ` – ${t('save.tried')}` : ''}`],
    ...(tried.assumed ? [[t('money.assumptions'), t('save.assumed')] as const] : []),
    [t('top.target'), `${named(target.name)}${days}`],
    [t('top.period'), period === null ? '–' : `${period.from} – ${period.to}`],
    [t('top.asOf'), asOf ?? t('top.asOfNoEffect')],
    [t('backtest.scopeOf'), scope],
    [t('backtest.rows'), t('common.orders', { count: count(result.rows) })],
    [t('backtest.maturity'), maturedText(result)],
    [
      t('save.hashes'),
      t('save.hashesOf', {
        ...{ ruleSet: short(hashes.ruleSet), data: short(hashes.data), target: short(hashes.target) },
      }),
    ],
    ['Shinsa', engine.version],
  ];
}
