import type { Assumptions } from '../../../analysis/model/results/assumptions.ts';
import { judgedIn, splitParts, type Split, type SplitPart } from '../../../analysis/model/results/split.ts';
import { curveOf, type Curve, type CurvePoint } from '../../../analysis/model/results/threshold-curve.ts';
import type { Thresholds } from '../../../analysis/model/results/thresholds.ts';
import { withCut } from '../../../analysis/expression/index.ts';
import { ordersOpened } from '../../../analysis/model/results/opened.ts';
import { outcomeStates } from '../../../analysis/model/target.ts';
import { count, minorPerMajor, money } from '../../i18n/format.ts';
import { t } from '../../i18n/index.ts';
import { FailureCallout } from '../../parts/callout.tsx';
import { estimatesPicture } from '../../chart/pictures.ts';
import { ResultPanel } from '../../parts/result-panel.tsx';
import { Explained } from '../../parts/save/explained.tsx';
import { OrdersButton } from '../../rule-sets/orders-behind.tsx';
import { openOrders } from '../../state/address.ts';
import { useLatest } from '../../state/request.ts';
import type { OpenDecided } from '../alert-results.ts';
import { Formula } from '../money/formula.tsx';
import { moneyAxis } from '../pictured.ts';
import { changeTexts } from './curve-chart.tsx';
import type { StudyAsk } from './use-study.ts';

export interface HeldOutProps {
  readonly ask: StudyAsk;
  readonly split: Split;
  readonly timezone: string;
  /** Day up to which reports are known at all. */
  readonly known: string | null;
  readonly value: number;
  readonly training: Curve;
  readonly trainedOn: Thresholds;
  readonly given: Assumptions;
  readonly dataVersion: string;
}

interface Valued {
  readonly part: SplitPart;
  readonly thresholds: Thresholds;
  readonly point: CurvePoint | null;
  readonly cohort: number;
}

/** A period; `told` is null while what the value is worth there is being computed. */
interface HeldPart {
  readonly part: SplitPart;
  readonly told: Valued | null;
}

/** The chosen value on the orders it was chosen on, and on those that had no part in it. */
export function HeldOut(props: HeldOutProps) {
  const { ask, split, timezone, known, value, training, trainedOn, given } = props;
  const [train, second, third] = splitParts(split, ask.filter, timezone, known);
  const first = train === undefined ? null : valued(train, training, trainedOn, value);
  const [later, last] = [usePart(props, second), usePart(props, third)];
  const failure = later.failure ?? last.failure;
  const held = [
    { part: second, asked: later },
    { part: third, asked: last },
  ].flatMap(({ part, asked: { value: found, fresh, busy } }): HeldPart[] => {
    if (part === undefined) return [];
    // An answer of another value says nothing of this one.
    if (found === null || !fresh) return busy ? [{ part, told: null }] : [];
    const curve = curveOf({ thresholds: found, given, perMajor: minorPerMajor(found.currency) });
    return curve === null ? [] : [{ part, told: valued(part, curve, found, value) }];
  });
  const parts: readonly HeldPart[] = [...(first === null ? [] : [{ part: first.part, told: first }]), ...held];
  const shown = parts.flatMap(({ told }) => told ?? []);
  const computing = shown.length < parts.length;
  const heads = [
    t('top.period'),
    t('top.asOf'),
    t('split.orders'),
    t('cut.netColumn'),
    t('cut.change'),
    t('cut.interval'),
    t('cut.blocked'),
  ];
  const cells = ({ thresholds, point, cohort }: Valued): readonly string[] => {
    const { period, asOf, orders, currency } = thresholds;
    const measured = point !== null && cohort > 0;
    const [change, range, blocked] = measured ? changeTexts(point, currency) : ['', '', ''];
    return [
      period === null ? t('split.noOrders') : `${period.from} – ${period.to}`,
      asOf ?? t('top.asOfNoEffect'),
      count(orders),
      measured ? money(Math.round(point.net), currency) : t('common.notMeasured'),
      measured ? change : t('common.notMeasured'),
      range === '' ? '–' : range,
      blocked === '' ? '–' : blocked,
    ];
  };
  const openIn =
    (part: SplitPart): OpenDecided =>
    (rows, states = outcomeStates) =>
      openOrders(
        ordersOpened({ results: rows, states }, withCut(ask.ruleSet, ask.cut, value), part.filter),
        judgedIn(part, ask.judged ?? {}),
      );
  const { period } = trainedOn;
  const among = t('cut.heldOutNote', {
    ...{ count: count(training.points.length), from: period?.from ?? '–', to: period?.to ?? '–' },
  });
  const table = () => [['', ...heads], ...shown.map((one) => [t(`split.${one.part.name}`), ...cells(one)]), [among]];
  const picture = () => {
    const told = shown.map(({ point, cohort }) => (cohort > 0 ? point : null));
    const ends = told.flatMap((point) => [point?.change, point?.interval?.low, point?.interval?.high]);
    return estimatesPicture({
      ...{ label: t('cut.heldOut'), unit: 'sum', ...moneyAxis(t('cut.change'), ends, trainedOn.currency) },
      items: shown.map(({ part, thresholds }, at) => {
        const point = told[at] ?? null;
        const name = t(`split.${part.name}`);
        if (point === null) return { name, value: null, text: t('common.notMeasured') };
        const { change, interval, band } = point;
        return { name, value: change, interval, band, text: changeTexts(point, thresholds.currency).join('\n') };
      }),
    });
  };
  return (
    <ResultPanel
      title={t('cut.heldOut')}
      table={computing ? undefined : table}
      pictures={shown.length === 0 ? [] : [picture()]}
      above={failure === null ? null : <FailureCallout failure={failure} />}
      below={<Explained>{among}</Explained>}
    >
      <div className="scroll" tabIndex={0} role="region" aria-label={t('cut.heldOut')}>
        <table className="table" data-testid="cut-held-out">
          <thead>
            <tr>
              <td />
              {heads.map((head) => (
                <th key={head} scope="col" className="num">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {parts.map(({ part, told: one }) => (
              <tr key={part.name} aria-busy={one === null}>
                <th scope="row">{t(`split.${part.name}`)}</th>
                {one === null ? (
                  <td colSpan={heads.length} className="note">
                    {t('common.computing')}
                  </td>
                ) : (
                  cells(one).map((text, at) => (
                    <td key={at} className="num">
                      {at === ordersAt ? (
                        <OrdersButton
                          count={one.thresholds.orders}
                          onOpen={() => openOrders(part.filter, judgedIn(part, ask.judged ?? {}))}
                        />
                      ) : at === netAt && one.point !== null && one.cohort > 0 ? (
                        <Formula
                          {...{ given, text }}
                          line={one.point.money.net}
                          parts={one.point.money.lines}
                          result={one.thresholds}
                          cells={one.point.cells}
                          open={openIn(part)}
                        />
                      ) : (
                        text
                      )}
                    </td>
                  ))
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </ResultPanel>
  );
}

/** Columns that open something. */
const [ordersAt, netAt] = [2, 3];

const valued = (part: SplitPart, curve: Curve, thresholds: Thresholds, value: number): Valued => ({
  ...{ part, thresholds, cohort: curve.cohort },
  point: curve.points.find((one) => one.value === value) ?? null,
});

function usePart({ ask, value, dataVersion }: HeldOutProps, part: SplitPart | undefined) {
  const { ruleSet, cut, judged = {} } = ask;
  const tried = { kind: 'values' as const, values: [value] };
  const input =
    part === undefined ? null : { ruleSet, cut, filter: part.filter, judged: judgedIn(part, judged), tried };
  return useLatest('backtest.thresholds', input, JSON.stringify([input, dataVersion]));
}
