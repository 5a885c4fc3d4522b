import { fill } from '../model/messages/index.ts';
import { reviewWords } from '../model/messages/review-sample.ts';
import {
  leastVerdicts,
  type Interval,
  type ReviewEstimate,
  type ReviewEstimates,
  type ReviewSample,
  type VerdictFile,
  type VerdictIssue,
} from '../model/review-sample.ts';
import type { Language } from './messages.ts';
import { reviewSampleTexts } from './review-sample-texts.ts';
import { count } from './told-rows.ts';

/** What the command line tells of a review sample. */
export type ReviewSampleTold =
  | { readonly kind: 'drawn'; readonly sample: ReviewSample; readonly path: string }
  | { readonly kind: 'taken'; readonly sample: ReviewSample; readonly file: VerdictFile }
  | { readonly kind: 'estimates'; readonly estimates: ReviewEstimates };

/** The same as JSON holds it. */
export function reviewSampleJson(told: ReviewSampleTold): unknown {
  if (told.kind === 'estimates') return told.estimates;
  return told.kind === 'drawn' ? { ...told.sample, path: told.path } : { file: told.file, sample: told.sample };
}

/** The same in lines for a person. */
export function reviewSampleSummary(told: ReviewSampleTold, language: Language): string[] {
  const texts = reviewSampleTexts(language);
  switch (told.kind) {
    case 'drawn': {
      const { code, drawn, rows, strata } = told.sample;
      return [
        fill(texts.drawn, { code, drawn: count(drawn), rows: count(rows), path: told.path }),
        ...strata.map(({ result, by, band, hit, ...one }) =>
          fill(texts.stratum, {
            ...{ result, by: [by, band, hit ? null : texts.noHit].filter((part) => part !== null).join(' · ') },
            ...{ orders: count(one.orders), drawn: count(one.drawn) },
          }),
        ),
      ];
    }
    case 'taken': {
      const { taken, changed, unchanged, blank, undated, fileName } = told.file;
      const [good, bad, unclear] = [count(taken.good), count(taken.bad), count(taken.unclear)];
      const beside = {
        changed: count(changed),
        unchanged: count(unchanged),
        blank: count(blank),
        undated: count(undated),
      };
      return [fill(texts.taken, { code: told.sample.code, file: fileName, good, bad, unclear, ...beside })];
    }
    case 'estimates':
      return estimateLines(told.estimates, language);
  }
}

/** What is wrong with a worksheet, a line for each place. */
export function issueLines(issues: readonly VerdictIssue[], language: Language): string[] {
  const texts = reviewSampleTexts(language);
  const { issues: words } = reviewWords(language);
  return issues.map(({ code, line, column, value }) =>
    fill(texts.issue, {
      ...{ line, text: words[code] },
      ...(column === null ? {} : { column }),
      ...(value === null ? {} : { value }),
    }),
  );
}

function estimateLines(
  { sample, alerts, results, all, unhit, rules, recall }: ReviewEstimates,
  language: Language,
): string[] {
  const texts = reviewSampleTexts(language);
  const { good, bad, unclear, missing } = sample.verdicts;
  const said = { good: count(good), bad: count(bad), unclear: count(unclear), missing: count(missing) };
  const line = (name: string, estimate: ReviewEstimate): string => estimateLine(name, estimate, language);
  return [
    fill(texts.head, { code: sample.code, rows: count(sample.rows), drawn: count(sample.drawn), ...said }),
    line(texts.alerts, alerts),
    line(texts.passed, results.OK),
    line(texts.unhit, unhit),
    line(texts.all, all),
    recall === null ? texts.noRecall : fill(texts.recall, figures(recall)),
    ...rules.map(({ code, estimate }) => line(code, estimate)),
  ];
}

function estimateLine(name: string, estimate: ReviewEstimate, language: Language): string {
  const texts = reviewSampleTexts(language);
  const { orders, drawn, verdicts, rate, bad, band, outcomes, unmeasured } = estimate;
  const base = { name, orders: count(orders), drawn: count(drawn), decided: count(verdicts.good + verdicts.bad) };
  const known = outcomes === null ? 0 : outcomes.bad + outcomes.good;
  const beside = [
    ...(band === null || verdicts.unclear + verdicts.missing === 0
      ? []
      : [fill(texts.band, { low: share(band.low), high: share(band.high) })]),
    ...(outcomes === null || known === 0
      ? []
      : [fill(texts.outcomes, { rate: share(outcomes.bad / known), bad: count(outcomes.bad), known: count(known) })]),
  ];
  const told =
    rate === null || bad === null
      ? fill(texts.unmeasured, {
          ...base,
          why: fill(texts.why[unmeasured ?? 'few-verdicts'], { least: leastVerdicts }),
        })
      : fill(texts.estimate, {
          ...base,
          ...figures(rate),
          bad: whole(bad.value),
          from: whole(bad.low),
          to: whole(bad.high),
        });
  return [told, ...beside].join(' ');
}

/** An estimated number of orders. */
const whole = (value: number): string => count(Math.round(value));
const share = (value: number): string => `${(value * 100).toFixed(value !== 0 && value < 0.1 ? 2 : 1)}%`;
const figures = ({ value, low, high }: Interval) => ({ rate: share(value), low: share(low), high: share(high) });
