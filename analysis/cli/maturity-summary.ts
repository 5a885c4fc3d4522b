import { codeName } from '../model/code-names.ts';
import { isoOfDay } from '../model/maturity/calendar-day.ts';
import { fewestReports, type CurvePoint, type QuantileAge } from '../model/maturity/delay-curve.ts';
import type { DelaySummary, MaturityReport, NamedSummary } from '../model/maturity/report.ts';
import type { CohortTriangle } from '../model/maturity/triangle.ts';
import { fill, modelMessages } from '../model/messages/index.ts';
import { cliMessages, type Language, type MaturityText } from './messages.ts';
import { count } from './told-rows.ts';

type Texts = Readonly<Record<MaturityText, string>>;

/** Steps of the printed curve. */
const stepDays = 10;

/** Label maturity in lines for a person: ages, days to trust, curve, cohorts, breakdowns, warnings. */
export function maturitySummary(report: MaturityReport, language: Language): string[] {
  const { maturity: texts, warning } = cliMessages(language);
  const { target, summary, curve, ladder, triangle, horizon } = report;
  const head = { horizon: target.horizonDays, asOf: report.asOf ?? '–', reports: count(summary.reports) };
  return [
    fill(texts.head, { target: target.name[language], ...head }),
    ...(summary.state === 'measured' ? [] : [stateText(summary, texts)]),
    ...summary.ages.map((age) => ageLine(age, texts)),
    ...(summary.trustedUntil === null ? [] : [fill(texts.trusted, { day: summary.trustedUntil })]),
    ...(horizon === null
      ? []
      : [
          fill(texts.horizon, {
            horizon: target.horizonDays,
            percent: percent(horizon.shareNow),
            days: horizon.suggested,
          }),
        ]),
    ...(curve === null
      ? []
      : [
          fill(texts.curve, { points: pointsText(shown(curve.points), texts) }),
          fill(texts.ladder, { points: pointsText(ladder, texts) }),
        ]),
    ...(triangle === null ? [] : triangleLines(triangle, texts)),
    ...groupLines(
      texts.byTarget,
      report.byTarget.map((one) => ({ ...one, name: one.target.name[language] })),
      texts,
    ),
    ...groupLines(texts.byPayment, named(report.byPayment, 'payment_method', language), texts),
    ...groupLines(texts.byFamily, named(report.byFamily, 'family', language), texts),
    ...report.warnings.map(({ code, params }) =>
      fill(warning, { text: fill(modelMessages(language).maturityWarnings[code], params) }),
    ),
  ];
}

function stateText({ state }: DelaySummary, texts: Texts): string {
  return state === 'too-few' ? fill(texts.tooFew, { fewest: fewestReports }) : texts.notMeasured;
}

function ageLine({ share, age, low, high }: QuantileAge, texts: Texts): string {
  const params = { percent: percent(share), days: age };
  return low === null || high === null ? fill(texts.age, params) : fill(texts.ageBanded, { ...params, low, high });
}

/** Every tenth day up to the one on which everything has been reported. */
function shown(points: readonly CurvePoint[]): readonly CurvePoint[] {
  const last = points.findIndex(({ share }) => share >= 1);
  return points.filter(({ age }) => age % stepDays === 0 && age < last + stepDays);
}

function pointsText(points: readonly { readonly age: number; readonly share: number }[], texts: Texts): string {
  return points.map(({ age, share }) => fill(texts.at, { days: age, percent: percent(share) })).join(', ');
}

function triangleLines({ ages, cohorts }: CohortTriangle, texts: Texts): string[] {
  const width = Math.max(9, ...ages.map((days) => fill(texts.within, { days }).length));
  const head = ages.map((days) => fill(texts.within, { days }).padStart(width));
  return [
    texts.cohorts,
    `  ${texts.cohort.padEnd(10)} ${'n'.padStart(9)} ${head.join(' ')}`,
    ...cohorts.map(({ from, orders, cells }) => {
      const rates = cells.map(({ bad, complete }) =>
        `${orders === 0 ? '–' : ((bad / orders) * 100).toFixed(2)}${complete ? '' : texts.soFar}`.padStart(width),
      );
      return `  ${isoOfDay(from)} ${count(orders).padStart(9)} ${rates.join(' ')}`;
    }),
  ];
}

function named(groups: readonly NamedSummary[], column: string, language: Language): readonly NamedSummary[] {
  return groups.map((one) => {
    const word = one.name === null ? undefined : codeName(column, one.name)?.[language];
    return word === undefined ? one : { ...one, name: word };
  });
}

function groupLines(title: string, groups: readonly NamedSummary[], texts: Texts): string[] {
  const lines = groups.map((one) => {
    const params = { name: one.name ?? texts.none, reports: count(one.reports) };
    if (one.state !== 'measured') return fill(texts.groupOther, { ...params, state: stateText(one, texts) });
    const ages = one.ages.map(({ share, age }) => fill(texts.days, { percent: percent(share), days: age })).join(', ');
    return fill(texts.group, { ...params, ages, day: one.trustedUntil ?? '–' });
  });
  return lines.length === 0 ? [] : [title, ...lines];
}

const percent = (share: number): number => Math.round(share * 100);
