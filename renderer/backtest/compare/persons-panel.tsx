import type { Clause, RecordedResult } from '../../../analysis/model/filter.ts';
import type { AssumptionName } from '../../../analysis/model/results/assumptions.ts';
import { asRun } from '../../../analysis/model/results/judged.ts';
import { reviewStageOf, type PersonResult, type ReviewShare } from '../../../analysis/model/results/person-review.ts';
import { recordedClause } from '../../../analysis/model/results/rule-clauses.ts';
import type { OutcomeState } from '../../../analysis/model/target.ts';
import { share as shareCell } from '../../../analysis/model/results/result-file.ts';
import { count, plain, rate } from '../../i18n/format.ts';
import { t } from '../../i18n/index.ts';
import { rangeText } from '../../i18n/interval.ts';
import { outcomeText } from '../../i18n/outcome-words.ts';
import { Button } from '../../parts/button.tsx';
import { FailureCallout } from '../../parts/callout.tsx';
import { Figure } from '../../parts/figure.tsx';
import { estimatesPicture } from '../../chart/pictures.ts';
import { Panel } from '../../parts/panel.tsx';
import { ResultPanel } from '../../parts/result-panel.tsx';
import { openOrders } from '../../state/address.ts';
import { useLatest } from '../../state/request.ts';
import { ClusterNote } from '../money/headline-panel.tsx';
import type { ViewProps } from '../views.tsx';
import { PersonsTable } from './persons-table.tsx';

const waiting: readonly RecordedResult[] = ['REVIEW', 'HOLD'];

/** 目視審査: what persons did with the orders that waited for one, and what that says of the assumptions. */
export function PersonsPanel({ result, info, given, onAssume, figures }: ViewProps) {
  const { filter, target } = result;
  const told = useLatest(
    'backtest.personReview',
    { filter, judged: asRun(result) },
    JSON.stringify([info.dataVersion, filter, asRun(result)]),
  );
  if (told.value === null)
    return told.failure === null ? (
      <div className="skeleton tall" aria-busy="true" />
    ) : (
      <FailureCallout failure={told.failure} />
    );
  const { cells, time } = told.value;
  const stage = reviewStageOf(told.value);
  if (stage.decided === 0)
    return (
      <Panel title={t('compare.personsTitle')}>
        <p className="note">{t('compare.noPersons')}</p>
      </Panel>
    );
  const { recorded } = stage;
  const those = recorded ? waiting : null;
  const open = (
    auto: readonly RecordedResult[] | null,
    persons: readonly PersonResult[],
    states?: readonly OutcomeState[],
    more: readonly Clause[] = [],
  ) => {
    const among: Clause[] = auto === null ? [] : [recordedClause('auto', auto)];
    const ended: Clause[] = states === undefined ? [] : [{ kind: 'state', states: [...states] }];
    openOrders({ clauses: [...filter.clauses, ...among, recordedClause('person', persons), ...ended, ...more] });
  };
  // Targets that know how stopped orders ended call them good; else an outcome that confirms it has to.
  const openWrong = () =>
    cells.some(({ person, state }) => person === 'NG' && state === 'good')
      ? open(those, ['NG'], ['good'])
      : open(those, ['NG'], ['blocked'], [{ kind: 'told', what: 'kind', name: 'confirmed-good' }]);
  const share = (label: string, one: ReviewShare, onOpen: () => void, offered?: AssumptionName) => (
    <Figure
      label={label}
      value={one.value === null ? null : rate(one.value)}
      denominator={t('money.of', { part: count(one.part), whole: count(one.whole) })}
      {...(one.part > 0 ? { onOpen } : {})}
      {...(one.interval === null ? {} : { interval: rangeText(one.interval, rate) })}
      note={
        <>
          {one.band === null
            ? null
            : t('money.band', { range: rangeText(one.band, rate), count: count(one.band.unknown) })}
          {offered === undefined ? null : (
            <Offers
              share={one}
              now={Number(figures.assumptions[offered])}
              onTake={(value) => onAssume({ ...given, [offered]: value })}
            />
          )}
        </>
      }
    />
  );
  const { overridden } = stage;
  const shares = [
    { name: t('compare.passedShare'), of: stage.passed, onOpen: () => open(those, ['OK']) },
    {
      ...{ name: outcomeText(target, 'compare.catchRate'), of: stage.caught },
      onOpen: () => open(those, ['NG'], ['bad']),
    },
    { name: outcomeText(target, 'compare.wrongRate'), of: stage.wrong, onOpen: openWrong },
  ];
  const table = () => [
    [
      ...[t('save.figure'), t('save.value'), t('money.low'), t('money.high'), t('save.part'), t('save.whole')],
      ...[t('compare.bandLow'), t('compare.bandHigh')],
    ],
    [t('compare.decided'), stage.decided, null, null, stage.decided, stage.waited, null, null],
    ...shares.map(({ name, of: { value, interval, band, part, whole } }) => [
      ...[name, shareCell(value), shareCell(interval?.low), shareCell(interval?.high), part, whole],
      ...[shareCell(band?.low), shareCell(band?.high)],
    ]),
    [t('compare.timeToDecide'), time?.median ?? null, null, null, null, time?.orders ?? null, null, null],
    [t('compare.overridden'), overridden.orders, null, null, null, null, null, null],
  ];
  const picture = estimatesPicture({
    ...{ label: t('compare.personsTitle'), axis: t('chart.share'), unit: 'share' },
    items: shares.map(({ name, of: { value, interval, band, part, whole }, onOpen }) => ({
      ...{ name, value, interval, band, open: onOpen },
      text: [
        value === null ? t('common.notMeasured') : rate(value),
        ...(interval === null ? [] : [rangeText(interval, rate)]),
        t('money.of', { part: count(part), whole: count(whole) }),
        ...(band === null ? [] : [t('money.band', { range: rangeText(band, rate), count: count(band.unknown) })]),
      ].join('\n'),
    })),
  });
  return (
    <>
      <ResultPanel
        title={t('compare.personsTitle')}
        note={t(recorded ? 'compare.personsOfReview' : 'compare.personsOfAll')}
        table={table}
        pictures={[picture]}
        below={
          <p className="note">
            {t('compare.personsNote')} <ClusterNote figures={figures} />
          </p>
        }
      >
        <div className="figures compare-persons" data-testid="persons">
          <Figure
            label={t('compare.decided')}
            value={count(stage.decided)}
            unit={t('unit.orders')}
            denominator={t('compare.decidedOf', { waited: count(stage.waited) })}
            onOpen={() => open(those, ['OK', 'NG'])}
          />
          {share(t('compare.passedShare'), stage.passed, () => open(those, ['OK']))}
          {share(
            outcomeText(target, 'compare.catchRate'),
            stage.caught,
            () => open(those, ['NG'], ['bad']),
            'reviewCatch',
          )}
          {share(outcomeText(target, 'compare.wrongRate'), stage.wrong, openWrong, 'reviewWrong')}
          <Figure
            label={t('compare.timeToDecide')}
            value={time === null ? null : t('compare.hours', { hours: plain(Number(time.median.toFixed(1))) })}
            denominator={
              time === null
                ? t('compare.undated')
                : t('compare.timeOf', { count: count(time.orders), ninth: plain(Number(time.ninth.toFixed(1))) })
            }
          />
          <Figure
            label={t('compare.overridden')}
            value={count(overridden.orders)}
            unit={t('unit.orders')}
            denominator={outcomeText(target, 'compare.overriddenOf', {
              good: count(overridden.good),
              bad: count(overridden.bad),
            })}
            {...(overridden.orders > 0 ? { onOpen: () => open(['NG'], ['OK']) } : {})}
          />
        </div>
      </ResultPanel>
      <PersonsTable cells={cells} target={target} open={open} />
    </>
  );
}

interface OffersProps {
  readonly share: ReviewShare;
  readonly now: number;
  readonly onTake: (value: number) => void;
}

/** What was measured, to be assumed: one value where it is known, both ends where it is not. */
function Offers({ share: { value, band, whole }, now, onTake }: OffersProps) {
  const offers =
    value !== null
      ? [{ value, count: whole, name: 'compare.takeMeasured' as const }]
      : band === null
        ? []
        : [
            { value: band.low, count: whole + band.unknown, name: 'compare.takeLow' as const },
            { value: band.high, count: whole + band.unknown, name: 'compare.takeHigh' as const },
          ];
  return (
    <span className="compare-offers">
      {t('compare.assumedNow', { value: rate(now) })}
      {offers.map((offer) => {
        const taken = Number(offer.value.toFixed(4));
        return (
          <Button key={offer.name} small disabled={taken === now} onClick={() => onTake(taken)}>
            {t(offer.name, { value: rate(offer.value), count: count(offer.count) })}
          </Button>
        );
      })}
    </span>
  );
}
