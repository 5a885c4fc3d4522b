import { currencyDigits } from '../expression/index.ts';
import { fill } from '../model/messages/index.ts';
import { resultMessages } from '../model/messages/results.ts';
import { comparedRuns, type Comparison } from '../model/results/comparison.ts';
import type { SwapSet } from '../model/results/swap-sets.ts';
import { results } from '../model/ruleset.ts';
import { outcomeStates } from '../model/target.ts';
import type { Language } from './messages.ts';
import { wordsOf } from './headline-text.ts';
import { figures, type Backtested } from './results-summary.ts';
import { amountText, count } from './told-rows.ts';

function comparisonIn(told: Backtested): Comparison | null {
  const { champion, result } = told;
  if (champion === undefined) return null;
  const { breakdown } = champion;
  return comparedRuns({
    ...{ breakdown, target: result.target, perMajor: 10 ** currencyDigits(result.currency) },
    ...{ champion: figures(champion.told), challenger: figures(told) },
  });
}

/** The comparison for JSON, under `champion`; nothing without one. Amounts are minor units, differences challenger less champion. */
export function comparisonJson(told: Backtested): object {
  const comparison = comparisonIn(told);
  if (comparison === null || told.champion === undefined) return {};
  const { crossed, headlines, money, swaps } = comparison;
  const { name, modelId } = told.champion.ruleSet;
  const swap = ({ orders, amount, byState, badRate }: SwapSet): object => ({ orders, amount, byState, badRate });
  const transitions = crossed.flatMap(({ decided, cells }) =>
    results.map((result) => ({
      ...{ champion: decided, challenger: result },
      byState: Object.fromEntries(
        outcomeStates.map((state) => {
          const { orders, amount } = cells[result][state];
          return [state, { orders, amount }];
        }),
      ),
    })),
  );
  const { hashes } = told.champion.told.result;
  return {
    champion: {
      ...{ name, modelId, ruleSetHash: hashes.ruleSet, transitions },
      swaps: { in: swap(swaps.in), out: swap(swaps.out) },
      ...{ headlines, money },
    },
  };
}

const words = {
  ja: {
    head: 'チャンピオンとの差（{name}）',
    in: '新たに通す',
    out: '新たに止める',
    unknown: '結果不明',
    band: '結果不明を含めると',
  },
  en: {
    head: 'Against the champion ({name})',
    in: 'Newly passed',
    out: 'Newly stopped',
    unknown: 'unknown',
    band: 'with the unknown',
  },
} as const;

/** The same in lines for a person. */
export function comparisonSummary(told: Backtested, language: Language): string[] {
  const comparison = comparisonIn(told);
  if (comparison === null || told.champion === undefined) return [];
  const own = words[language];
  const { swaps, money } = comparison;
  const { currency, target } = told.result;
  const { badWord, goodWord } = wordsOf(target, language);
  const amount = (minor: number): string => amountText(minor, currency);
  const swap = (title: string, { orders, byState }: SwapSet): string =>
    `  ${title}: ${count(orders)} (${badWord} ${count(byState.bad.orders)}, ${goodWord} ${count(byState.good.orders)}, ${own.unknown} ${count(byState.blocked.orders)})`;
  const { value = null, interval, band } = money?.net ?? {};
  const range = (ends: { readonly low: number; readonly high: number }): string =>
    `${amount(ends.low)} – ${amount(ends.high)}`;
  const net = fill(resultMessages(language).yen.net, { badWord, goodWord });
  return [
    fill(own.head, { name: told.champion.ruleSet.name }),
    swap(own.in, swaps.in),
    swap(own.out, swaps.out),
    ...(value === null
      ? []
      : [
          `  ${net}: ${value > 0 ? '+' : ''}${amount(value)}${interval ? ` (95 %: ${range(interval)})` : ''}${band ? `; ${own.band} ${range(band)}` : ''}`,
        ]),
  ];
}
