import { maturedShare, youngerSide, type Compared, type ComparedSide } from '../../../analysis/model/compare.ts';
import type { Decomposition, RateBy } from '../../../analysis/model/decomposition.ts';
import type { ProjectInfo } from '../../../analysis/model/project.ts';
import { outcomeStates, type OutcomeState } from '../../../analysis/model/target.ts';
import { count, money, moneyShort, rate } from '../../i18n/format.ts';
import { t } from '../../i18n/index.ts';
import { outcomeText, outcomeWord } from '../../i18n/outcome-words.ts';
import { HeadedTable } from '../../parts/headed-table.tsx';
import { Callout } from '../../parts/callout.tsx';
import { Figure } from '../../parts/figure.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Period } from '../../parts/period.tsx';
import { Opens, type OpensProps } from './opens.tsx';
import { sideNames, sideText, type BothFilters, type Sides } from './sides.ts';
import { amountsOf, axisName, openSide, signed, signedPoints } from './words.ts';
import type { LinkedAxis } from '../../../analysis/model/linked.ts';
import { share } from '../../../analysis/model/results/result-file.ts';

export interface WholePanelProps {
  readonly info: ProjectInfo;
  readonly sides: Sides;
  readonly filters: BothFilters;
  readonly compared: Compared;
  readonly by: RateBy;
  /** Of the column that is looked at; null where a side knows nothing. */
  readonly of: Decomposition | null;
  readonly axis: LinkedAxis | null;
}

/** Both sides as a whole, what changed between them, and what is to be known of that. */
export function WholePanel({ info, sides, filters, compared, by, of, axis }: WholePanelProps) {
  const younger = youngerSide(compared);
  const measured = info.maturity === 'measured';
  const percent = (value: number | null): string => (value === null ? t('common.notMeasured') : rate(value));
  const rows = sideNames.map((side) => ({ side, name: side.toUpperCase(), ...compared[side] }));
  const headsWith = (...amounts: readonly string[]) => [
    ...[t('sides.side'), t('sides.what'), t('explore.orders'), t('explore.amount')],
    outcomeText(info.target, measured ? 'sides.known' : 'sides.knownUndated'),
    outcomeText(info.target, 'explore.badRate'),
    ...[...amounts, outcomeText(info.target, 'explore.badRateAmount')],
    ...(['immature', 'blocked', 'excluded'] as const).map((state) => outcomeWord(info.target, state)),
    t('sides.matured'),
  ];
  const heads = headsWith();
  const amounts = ({ states: { bad, good } }: ComparedSide) =>
    amountsOf({ bad: bad.amount, known: bad.amount + good.amount }, info.currency);
  const table = () => [
    headsWith(outcomeText(info.target, measured ? 'sides.knownAmount' : 'sides.knownUndatedAmount')),
    ...rows.map((one) => [
      ...[one.name, sideText(sides, one.side, info), one.orders, money(one.amount, info.currency)],
      `${one.states.bad.orders} / ${knownIn(one)}`,
      ...[share(one.badRate), amounts(one).exact, share(one.badRateAmount), one.states.immature.orders],
      ...[one.states.blocked.orders, one.states.excluded.orders, share(maturedShare(one))],
    ]),
  ];
  return (
    <Panel title={t('sides.whole')} table={table}>
      {younger === null ? null : (
        <Callout kind="warn">
          {t('sides.younger', {
            side: younger.toUpperCase(),
            ...{ a: percent(maturedShare(compared.a)), b: percent(maturedShare(compared.b)) },
          })}
        </Callout>
      )}
      {compared.both === 0 ? null : <Callout kind="info">{t('sides.both', { count: count(compared.both) })}</Callout>}
      {compared.slower === undefined ? null : <p className="note">{t('sides.slower')}</p>}
      <Changes {...{ info, by, of, axis }} />
      <HeadedTable label={t('sides.whole')} heads={heads} texts={[0, 1]} testId="sides">
        {rows.map((one) => {
          const open = (states: OutcomeState[] | null) => () => openSide(filters[one.side], null, states);
          return (
            <tr key={one.side}>
              <th scope="row">
                <span className="side-mark">{one.name}</span>
              </th>
              <td className="side-what">
                {sideText(sides, one.side, info)}
                {one.period === null || sides.kind === 'periods' ? null : (
                  <span className="note block">
                    <Period of={one.period} timezone={info.timezone} />
                  </span>
                )}
              </td>
              <OpensCell value={one.orders} side={one.side} what={t('explore.orders')} open={open(null)} />
              <td className="num" title={money(one.amount, info.currency)}>
                {moneyShort(one.amount, info.currency)}
              </td>
              <td className="num">
                <Opens
                  value={one.states.bad.orders}
                  side={one.side}
                  what={outcomeWord(info.target, 'bad')}
                  open={open(['bad'])}
                />
                {' / '}
                <Opens
                  value={knownIn(one)}
                  side={one.side}
                  what={outcomeText(info.target, measured ? 'sides.known' : 'sides.knownUndated')}
                  open={open(['bad', 'good'])}
                />
              </td>
              <td className="num">{percent(one.badRate)}</td>
              <td className="num" title={amounts(one).exact}>
                {percent(one.badRateAmount)} <span className="muted nowrap">{amounts(one).short}</span>
              </td>
              {(['immature', 'blocked', 'excluded'] as const).map((state) => (
                <OpensCell
                  key={state}
                  value={one.states[state].orders}
                  side={one.side}
                  what={outcomeWord(info.target, state)}
                  open={open([state])}
                />
              ))}
              <td className="num">{percent(maturedShare(one))}</td>
            </tr>
          );
        })}
      </HeadedTable>
    </Panel>
  );
}

const knownIn = ({ states }: Pick<ComparedSide, 'states'>): number =>
  outcomeStates
    .filter((state) => state === 'bad' || state === 'good')
    .reduce((sum, state) => sum + states[state].orders, 0);

function Changes({ info, by, of, axis }: Pick<WholePanelProps, 'info' | 'by' | 'of' | 'axis'>) {
  if (of === null || axis === null) return <Callout kind="warn">{t('sides.nothing')}</Callout>;
  const name = axisName(axis, info);
  const { interval } = of;
  return (
    <div className="figures" data-testid="change">
      <Figure
        label={outcomeText(info.target, 'sides.change')}
        value={signedPoints(of.change)}
        {...(interval === null
          ? { denominator: t('sides.amountInterval') }
          : {
              interval: `[${signed(interval.low)} – ${signed(interval.high)}]`,
              denominator: t('sides.independent'),
            })}
        note={t(`sides.by.${by}`)}
      />
      <Figure label={t('sides.mix')} value={signedPoints(of.mix)} denominator={t('sides.mixNote', { name })} />
      <Figure
        label={t('sides.inner')}
        value={signedPoints(of.inner)}
        denominator={outcomeText(info.target, 'sides.innerNote', { name })}
      />
    </div>
  );
}

const OpensCell = (props: OpensProps) => (
  <td className="num">
    <Opens {...props} />
  </td>
);
