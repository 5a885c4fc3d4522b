import { from } from 'arquero';
import { parse, View } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';
import type { BacktestResult } from '../model/backtest.ts';
import { results, type RuleSet } from '../model/ruleset.ts';

type Language = 'ja' | 'en';

const texts = {
  ja: {
    weekly: '週ごとの判定',
    week: '週',
    orders: '注文数',
    result: '審査結果',
    rules: 'ルール別のヒット',
    rule: 'ルール',
    caught: '捕捉した不正',
    false: '誤検知',
  },
  en: {
    weekly: 'Decisions by week',
    week: 'Week',
    orders: 'Orders',
    result: 'Result',
    rules: 'Hits by rule',
    rule: 'Rule',
    caught: 'Bad caught',
    false: 'False positives',
  },
} as const;

/** The window's own colours of light mode, so that a colour means the same on screen and on paper. */
const resultColours = ['#167a6c', '#e0a000', '#6f4fc0', '#c43d22'];
const outcomeColours = ['#941527', '#6c8fb8'];

const look = {
  background: 'white',
  font: 'sans-serif',
  axis: { labelFontSize: 11, labelLimit: 400, titleFontSize: 12, grid: true, gridColor: '#e5e7eb' },
  title: { fontSize: 15, anchor: 'start' },
  // Without a canvas the width of Japanese text is only guessed: legends stand where they have room.
  legend: { orient: 'top', labelLimit: 400, titleLimit: 400, columnPadding: 40 },
  padding: { left: 8, top: 8, right: 32, bottom: 8 },
  view: { stroke: 'transparent' },
} as const;

/** Decisions per week, stacked, as an SVG document; weeks named by their Monday in the zone. */
export function weeklyDecisionsSvg(result: BacktestResult, timezone: string, language: Language): Promise<string> {
  const text = texts[language];
  const day = new Intl.DateTimeFormat('sv-SE', { timeZone: timezone, dateStyle: 'short' });
  const values = from(result.weekly.map((week) => ({ ...week, week: day.format(week.week) })))
    .fold([...results], { as: ['decision', 'orders'] })
    .objects();
  return svgOf({
    title: text.weekly,
    width: 760,
    height: 320,
    data: { values },
    mark: { type: 'bar' },
    encoding: {
      x: { field: 'week', type: 'ordinal', title: text.week, axis: { labelAngle: -45, labelOverlap: 'greedy' } },
      y: { field: 'orders', type: 'quantitative', aggregate: 'sum', title: text.orders },
      color: {
        field: 'decision',
        type: 'nominal',
        title: text.result,
        scale: { domain: [...results], range: resultColours },
      },
    },
    config: look,
  });
}

/** Bad and good orders that each rule hits, matured ones only, as an SVG document; rules that allow are left out. */
export function ruleHitsSvg(result: BacktestResult, ruleSet: RuleSet, language: Language): Promise<string> {
  const text = texts[language];
  const allowing = new Set(ruleSet.rules.filter((rule) => rule.result === 'OK').map((rule) => rule.code));
  const alerting = result.rules.filter(({ code }) => !allowing.has(code));
  const values = from(alerting.map(({ code, tp, fp }) => ({ rule: code, [text.caught]: tp, [text.false]: fp })))
    .fold([text.caught, text.false], { as: ['kind', 'orders'] })
    .objects();
  return svgOf({
    title: text.rules,
    width: 640,
    height: { step: 26 },
    data: { values },
    mark: { type: 'bar' },
    encoding: {
      y: { field: 'rule', type: 'nominal', sort: null, title: text.rule },
      x: { field: 'orders', type: 'quantitative', aggregate: 'sum', title: text.orders },
      color: {
        field: 'kind',
        type: 'nominal',
        title: null,
        scale: { domain: [text.caught, text.false], range: outcomeColours },
      },
    },
    config: look,
  });
}

async function svgOf(spec: TopLevelSpec): Promise<string> {
  const view = new View(parse(compile(spec).spec), { renderer: 'none' });
  try {
    return await view.toSVG();
  } finally {
    view.finalize();
  }
}
