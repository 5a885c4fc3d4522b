import type { ConformDifference, ConformReport, ToldScreening } from '../model/conform.ts';
import type { EmulatedDifference, EmulationReport } from '../model/emulation.ts';
import { currencyDigits } from '../expression/index.ts';
import { fill } from '../model/messages/index.ts';
import type { Language } from './messages.ts';
import { conformTexts } from './conform-texts.ts';
import { standInLines } from './stand-in-texts.ts';
import { count, counts } from './told-rows.ts';

/** A comparison with production in words. */
export function conformSummary(report: ConformReport, language: Language): string[] {
  const texts = conformTexts(language);
  const { replayed, recorded, matched, onlyRecorded, onlyReplayed, repeated, contradicting, unscreened, leftOut } =
    report;
  const told = { model: report.modelId, replayed, recorded, matched, onlyRecorded, onlyReplayed };
  const notes = { repeated, contradicting, unscreened, leftOut };
  return [
    fill(texts.matched, counts(told)),
    ...standInLines(report.standIns, language),
    ...(report.unreproduced.length === 0
      ? []
      : [
          fill(texts.unreproduced, { rules: count(report.unreproduced.length) }),
          ...report.unreproduced.map(({ code, inputs }) => `  ${code}: ${inputs.join(', ')}`),
        ]),
    fill(texts.agreeing, counts({ agreeing: report.agreeing, differing: report.differing, matched })),
    ...Object.entries(notes).flatMap(([name, rows]) =>
      rows === 0 ? [] : [fill(texts.notes[name as keyof typeof notes], { rows: count(rows) })],
    ),
    ...Object.entries(report.parts).map(([part, { told: of, differing }]) =>
      of === 0
        ? fill(texts.untold, { part: texts.parts[part as keyof typeof texts.parts] })
        : fill(texts.part, counts({ part: texts.parts[part as keyof typeof texts.parts], differing, of })),
    ),
    ...report.causes.flatMap(({ cause, orders, rules, first }) =>
      orders === 0
        ? []
        : [
            fill(texts.cause, counts({ cause: texts.causes[cause], orders, differing: report.differing })),
            ...rules.map(({ code, recorded: theirs, replayed: ours }) =>
              fill(texts.rule, counts({ code, theirs, ours })),
            ),
            ...(first === null ? [] : differenceLines(first, language)),
          ],
    ),
  ];
}

function differenceLines(first: ConformDifference, language: Language): string[] {
  const texts = conformTexts(language);
  const side = ({ result, score, group }: ToldScreening): string =>
    [
      result ?? '–',
      score === null ? '–' : `ok ${score.ok} ng ${score.ng} hold ${score.hold}`,
      group === null || group === '' ? '–' : group,
    ].join(' / ');
  return [
    fill(texts.first, { place: count(first.place), id: first.orderId, at: first.at }),
    fill(texts.sides, { recorded: side(first.recorded), replayed: side(first.replayed) }),
    ...first.rules.map(({ code, fired, cause, detail }) =>
      fill(texts.firstRule, {
        ...{ code, fired: texts.fired[fired], cause: texts.causes[cause] },
        ...(detail.length === 0 ? {} : { detail: detail.join(', ') }),
      }),
    ),
    ...fieldLines(first.fields),
  ];
}

const fieldLines = (fields: ConformDifference['fields']): string[] =>
  Object.entries(fields).map(([path, value]) => `      ${path} = ${JSON.stringify(value)}`);

/** What emulation changes in words. */
export function emulationSummary(report: EmulationReport, language: Language): string[] {
  const texts = conformTexts(language);
  const { currency, orders, changed, otherwiseDecided, withoutAmount, period } = report;
  const amount = (minor: number): string => count(minor / 10 ** currencyDigits(currency));
  return [
    fill(texts.changed, {
      ...counts({ orders, changed }),
      ...{ currency, amount: amount(report.changedAmount), all: amount(report.amount) },
      ...{ from: period?.from.slice(0, 10) ?? '–', to: period?.to.slice(0, 10) ?? '–' },
    }),
    ...(otherwiseDecided === 0 ? [] : [fill(texts.otherwise, counts({ otherwiseDecided }))]),
    ...(withoutAmount === 0 ? [] : [fill(texts.withoutAmount, counts({ withoutAmount, currency }))]),
    ...report.transitions.map(({ from, to, orders: some, amount: minor }) =>
      fill(texts.transition, { from, to, orders: count(some), amount: amount(minor), currency }),
    ),
    ...report.rules.map((one) => fill(texts.ruleChange, counts(one))),
    ...report.features.map((one) => fill(texts.featureChange, counts({ id: one.id, orders: one.orders }))),
    ...report.first.flatMap((one) => changeLines(one, language)),
  ];
}

function changeLines(one: EmulatedDifference, language: Language): string[] {
  const texts = conformTexts(language);
  const { place, orderId: id, at, from, to, rules, features, fields } = one;
  return [
    fill(texts.first, { place: count(place), id, at }),
    `    ${from.result} (${from.by}) → ${to.result} (${to.by})`,
    ...rules.map(({ code, from: was, to: is }) => `      ${code}: ${texts.answers[was]} → ${texts.answers[is]}`),
    ...features.map(({ id: name, from: was, to: is }) => `      velocity.${name}: ${was ?? '–'} → ${is ?? '–'}`),
    ...fieldLines(fields),
  ];
}
