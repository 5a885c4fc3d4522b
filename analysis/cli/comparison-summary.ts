import { currencyDigits } from '../expression/index.ts';
import { fill } from '../model/messages/index.ts';
import { resultMessages } from '../model/messages/results.ts';
import { comparedRuns, type Comparison } from '../model/results/comparison.ts';
import type { Crossed } from '../model/results/crossed.ts';
import type { SwapSet } from '../model/results/swap-sets.ts';
import { results } from '../model/ruleset.ts';
import { outcomeStates, type Target } from '../model/target.ts';
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

/** Every move between what two sides decided, with its orders and minor units by outcome state. */
export const moves = (crossed: Crossed) =>
  crossed.flatMap(({ decided, cells }) =>
    results.map((result) => ({
      ...{ from: decided, to: result },
      byState: Object.fromEntries(
        outcomeStates.map((state) => {
          const { orders, amount } = cells[result][state];
          return [state, { orders, amount }];
        }),
      ),
    })),
  );

/** Orders that one side alerts on and the other lets pass, for JSON. */
export const swapJson = ({ orders, amount, byState, badRate }: SwapSet): object => ({
  ...{ orders, amount, byState, badRate },
});

/** The comparison for JSON, under `champion`; nothing without one. Amounts are minor units, differences challenger less champion. */
export function comparisonJson(told: Backtested): object {
  const comparison = comparisonIn(told);
  if (comparison === null || told.champion === undefined) return {};
  const { crossed, headlines, money, swaps } = comparison;
  const { name, modelId } = told.champion.ruleSet;
  const transitions = moves(crossed).map(({ from, to, byState }) => ({ champion: from, challenger: to, byState }));
  const { hashes } = told.champion.told.result;
  return {
    champion: {
      ...{ name, modelId, ruleSetHash: hashes.ruleSet, transitions },
      swaps: { in: swapJson(swaps.in), out: swapJson(swaps.out) },
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

/** Orders that come to pass and those that come to be stopped, by how they ended. */
export function swapLines(swaps: Comparison['swaps'], target: Target, language: Language): string[] {
  const own = words[language];
  const { badWord, goodWord } = wordsOf(target, language);
  const line = (title: string, { orders, byState: { bad, good, blocked } }: SwapSet): string =>
    `  ${title}: ${count(orders)} (${badWord} ${count(bad.orders)}, ${goodWord} ${count(good.orders)}, ${own.unknown} ${count(blocked.orders)})`;
  return [line(own.in, swaps.in), line(own.out, swaps.out)];
}

/** The same in lines for a person. */
export function comparisonSummary(told: Backtested, language: Language): string[] {
  const comparison = comparisonIn(told);
  if (comparison === null || told.champion === undefined) return [];
  const own = words[language];
  const { swaps, money } = comparison;
  const { currency, target } = told.result;
  const { badWord, goodWord } = wordsOf(target, language);
  const amount = (minor: number): string => amountText(minor, currency);
  const { value = null, interval, band } = money?.net ?? {};
  const range = (ends: { readonly low: number; readonly high: number }): string =>
    `${amount(ends.low)} – ${amount(ends.high)}`;
  const net = fill(resultMessages(language).yen.net, { badWord, goodWord });
  return [
    fill(own.head, { name: told.champion.ruleSet.name }),
    ...swapLines(swaps, target, language),
    ...(value === null
      ? []
      : [
          `  ${net}: ${value > 0 ? '+' : ''}${amount(value)}${interval ? ` (95 %: ${range(interval)})` : ''}${band ? `; ${own.band} ${range(band)}` : ''}`,
        ]),
  ];
}
