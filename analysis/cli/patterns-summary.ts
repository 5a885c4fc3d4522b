import { localDayOf } from '../model/calendar-periods.ts';
import { fill } from '../model/messages/fill.ts';
import { paramTexts, patternMessages, type PatternMessages } from '../model/messages/patterns.ts';
import { patternRates, type FinderReport, type PatternFinding, type PatternsReport } from '../model/patterns.ts';
import { outcomeStates } from '../model/target.ts';
import { wordsOf } from './headline-text.ts';
import { cliMessages, type Language } from './messages.ts';
import { amountText, count, percent } from './told-rows.ts';

/** Findings of a finder that a person is told of; JSON has all of them. */
const toldFindings = 5;

/** What each finder found, the figures of all it found together, and what is most at stake. */
export function patternsSummary(report: PatternsReport, language: Language): string[] {
  const texts = cliMessages(language).patterns;
  const words = patternMessages(language);
  const day = (ms: number): string => localDayOf(ms, report.timezone);
  return [
    fill(texts.head, {
      orders: count(report.orders),
      from: report.period === null ? '–' : day(report.period.from),
      to: report.period === null ? '–' : day(report.period.to),
    }),
    fill(texts.ground, {
      ...{ target: report.target.name[language], horizon: report.target.horizonDays },
      asOf: report.asOf === null ? '–' : day(report.asOf),
      ...wordsOf(report.target, language),
      ...Object.fromEntries(outcomeStates.map((state) => [state, count(report.states[state].orders)])),
    }),
    ...report.finders.flatMap((finder) => [
      ...finderLines(finder, report, words, language),
      ...finder.findings.slice(0, toldFindings).map((one) => findingLine(one, report, words, language)),
      ...(finder.found > toldFindings ? [fill(texts.more, { count: count(finder.found - toldFindings) })] : []),
    ]),
    texts.hindsight,
  ];
}

function finderLines(
  finder: FinderReport,
  report: PatternsReport,
  words: PatternMessages,
  language: Language,
): string[] {
  const texts = cliMessages(language).patterns;
  const { name, method } = words.finders[finder.id];
  if (finder.missing.length > 0) return [fill(texts.missing, { name, columns: finder.missing.join(', ') })];
  if (finder.lacks !== null) return [fill(texts.missing, { name, columns: words.lacks[finder.lacks] })];
  const { precision, recall } = patternRates(finder.states, report.states);
  const { bad, good } = finder.states;
  return [
    fill(texts.finder, {
      ...wordsOf(report.target, language),
      ...{
        name,
        found: count(finder.found),
        orders: count(finder.orders),
        amount: amountText(finder.amount, report.currency),
      },
      ...{ bad: count(bad.orders), known: count(bad.orders + good.orders), allBad: count(report.states.bad.orders) },
      ...{ precision: percent(precision), recall: percent(recall) },
    }),
    `    ${fill(method, paramTexts(finder.params))}`,
  ];
}

function findingLine(
  { shared, orders, amount, first, last, facts, states }: PatternFinding,
  report: PatternsReport,
  words: PatternMessages,
  language: Language,
): string {
  return fill(cliMessages(language).patterns.finding, {
    ...wordsOf(report.target, language),
    shared: shared.map(({ value }) => value).join(' / '),
    ...{ orders: count(orders), amount: amountText(amount, report.currency) },
    ...{ from: localDayOf(first, report.timezone), to: localDayOf(last, report.timezone) },
    ...{ bad: count(states.bad.orders), known: count(states.bad.orders + states.good.orders) },
    facts: facts.map(({ fact, value }) => `${words.facts[fact]} ${factText(fact, value, report)}`).join(', '),
  });
}

function factText(fact: PatternFinding['facts'][number]['fact'], value: number, report: PatternsReport): string {
  if (fact === 'declined') return percent(value);
  if (fact === 'usualAmount') return amountText(value, report.currency);
  if (fact === 'q') return value < 0.001 ? '< 0.001' : value.toFixed(3);
  return value.toLocaleString('en-US', { maximumFractionDigits: fact === 'expected' || fact === 'times' ? 2 : 0 });
}
