import type { BacktestResult, RunSummary } from '../../analysis/model/backtest.ts';
import type { ResultFacts } from '../../analysis/model/results/result-file.ts';
import { count } from '../i18n/format.ts';
import { named, t } from '../i18n/index.ts';
import { maturedText } from './maturity.ts';

const shown = 12;

/** What the figures of a run stand on, for the files that are saved of them; nothing of it is of a person. */
export function factsOf(
  { ruleSetName, modelId }: Pick<RunSummary, 'ruleSetName' | 'modelId'>,
  result: BacktestResult,
  tried: { readonly rules: boolean; readonly assumed: boolean },
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
