import { useEffect, useMemo, useState } from 'react';
import { asRun } from '../../../analysis/model/results/judged.ts';
import { outcomeStates, type Target } from '../../../analysis/model/target.ts';
import type { HeadlineName } from '../../../analysis/model/results/headline.ts';
import { judgedFigures, type JudgedFigures } from '../../../analysis/model/results/judged-figures.ts';
import { ordersOpened, type Opens } from '../../../analysis/model/results/opened.ts';
import { results } from '../../../analysis/model/ruleset.ts';
import { cellOf, type ResultTable } from '../../../analysis/model/results/result-file.ts';
import { minorPerMajor } from '../../i18n/format.ts';
import { named, t } from '../../i18n/index.ts';
import { FailureCallout } from '../../parts/callout.tsx';
import { Choices } from '../../parts/choices.tsx';
import { estimatesPicture } from '../../chart/pictures.ts';
import { ResultPanel } from '../../parts/result-panel.tsx';
import type { Picture } from '../../chart/chart.tsx';
import { MaturityMark } from '../../parts/figure.tsx';
import { OrdersButton } from '../../rule-sets/orders-behind.tsx';
import { openOrders } from '../../state/address.ts';
import { useLatest, type Age } from '../../state/request.ts';
import { useTargetChoices } from '../../state/targets.ts';
import type { ViewProps } from '../views.tsx';
import { HeadlineCell } from '../headline-cell.tsx';
import { maturedOf, maturedText } from '../maturity.ts';
import { headlineName, recallTitle, type Judging } from '../money/words.ts';
import { headlineEstimate, statesPicture } from '../pictured.ts';
import { YenCell } from '../money/yen-cell.tsx';

/** The orders as one target judges them. */
interface JudgedTarget {
  readonly target: Target;
  /** Null while they are asked for. */
  readonly told: JudgedFigures | null;
}

interface ToldTarget {
  readonly figures: JudgedFigures;
  readonly age: Age;
}

const shown = ['precision', 'recall'] as const satisfies readonly HeadlineName[];

/** 対象事象を並べる: the same decisions, judged by several targets. */
export function TargetsPanel(props: ViewProps) {
  const { result } = props;
  const { target, currency } = result;
  const choices = useTargetChoices(target);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [told, setTold] = useState<ReadonlyMap<string, ToldTarget | null>>(new Map());
  const others = choices.filter(({ id }) => id !== target.id);
  const all = [target, ...others.filter(({ id }) => chosen.includes(id))];
  const judged = all.map((one): JudgedTarget => ({ target: one, told: told.get(one.id)?.figures ?? null }));
  const ages = all.flatMap(({ id }) => told.get(id)?.age ?? []);
  const age = { fresh: ages.every(({ fresh }) => fresh), busy: ages.some(({ busy }) => busy) };
  const judging = {
    target,
    blocked: Math.max(result.blocked, ...judged.map(({ told: of }) => of?.states.blocked ?? 0)),
  };
  const tell = (id: string, one: ToldTarget | null) => setTold((before) => new Map(before).set(id, one));
  return (
    <ResultPanel
      className="judged-targets"
      title={t('judged.targets')}
      note={t('judged.targetsNote')}
      table={() => targetRows(judged, judging, currency)}
      pictures={targetPictures(props, judged, judging)}
      pictureNote={t('chart.rest')}
      age={age}
      above={
        <Choices
          title={t('judged.beside')}
          all={others.map(({ id }) => id)}
          chosen={chosen}
          word={(id) => named(others.find((one) => one.id === id)?.name ?? { ja: id, en: id })}
          onChange={setChosen}
        />
      }
    >
      <table className="table" data-testid="judged-targets">
        <thead>
          <tr>
            {heads(judging).map((head, at) => (
              <th key={head} scope="col" className={at === 0 ? '' : 'num'}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {all.map((one) => (
            <TargetRow key={one.id} {...props} target={one} onTold={tell} />
          ))}
        </tbody>
      </table>
    </ResultPanel>
  );
}

/** The five states that the orders fall into by each target, and what each says of the alerts. */
function targetPictures(
  { ruleSet, result }: ViewProps,
  judged: readonly JudgedTarget[],
  judging: Judging,
): readonly Picture[] {
  const told = judged.flatMap(({ target, told: of }) => (of === null ? [] : [{ target, of }]));
  if (told.length === 0) return [];
  const open = (target: Target) => (opens: Opens) =>
    openOrders(ordersOpened(opens, ruleSet, result.filter), { ...asRun(result), target });
  return [
    statesPicture({
      label: t('judged.targets'),
      word: (state) => t(`state.${state}`),
      lines: told.map(({ target, of }) => ({
        ...{ name: named(target.name), values: of.states },
        open: (state) => open(target)({ results, states: [state] }),
      })),
    }),
    estimatesPicture({
      ...{ label: `${t('judged.targets')}: ${t('chart.share')}`, axis: t('chart.share'), unit: 'share' },
      items: told.flatMap(({ target, of }) =>
        shown.map((name) =>
          headlineEstimate({
            ...{ one: of.headline(name), name: named(target.name), currency: result.currency, open: open(target) },
            series: name === 'recall' ? recallTitle(judging) : headlineName(judging, name),
          }),
        ),
      ),
    }),
  ];
}

const heads = (judging: Judging): readonly string[] => [
  t('top.target'),
  ...outcomeStates.map((state) => t(`state.${state}`)),
  t('judged.all'),
  t('metric.precision'),
  recallTitle(judging),
  t('money.perThousand'),
];

const majorOf = (minor: number | null, currency: string): number | null =>
  minor === null ? null : minor / minorPerMajor(currency);

/** The same for a file, money in major units. */
const targetRows = (judged: readonly JudgedTarget[], judging: Judging, currency: string): ResultTable => [
  [
    ...[t('top.target'), t('backtest.maturity'), ...outcomeStates.map((state) => t(`state.${state}`)), t('judged.all')],
    ...shown.flatMap((name) => {
      const own = name === 'recall' ? recallTitle(judging) : headlineName(judging, name);
      return [own, ...[t('money.low'), t('money.high'), t('save.part'), t('save.whole')].map((of) => `${own} – ${of}`)];
    }),
    t('money.perThousand'),
  ],
  ...judged.map(({ target, told }) => [
    named(target.name),
    told === null ? null : maturedText(told),
    ...outcomeStates.map((state) => told?.states[state] ?? null),
    told?.orders ?? null,
    ...shown.flatMap((name) => {
      const one = told?.headline(name);
      if (one === undefined) return [null, null, null, null, null];
      const ends = [one.value, one.interval?.low, one.interval?.high].map((value) => cellOf(one.unit, value));
      return [...ends, one.part, one.whole];
    }),
    majorOf(told?.money.perThousand ?? null, currency),
  ]),
];

interface TargetRowProps extends ViewProps {
  readonly target: Target;
  /** Null while it is asked for at first. */
  readonly onTold: (id: string, told: ToldTarget | null) => void;
}

/** Judged as of the same day as the run. */
function TargetRow({ ruleSet, result, figures, info, given, target, onTold }: TargetRowProps) {
  const { filter, period, currency } = result;
  const { assumptions } = figures;
  const judged = { ...asRun(result), target };
  const input = { ruleSet, filter, parts: [], judged };
  const open = (opens: Opens) => openOrders(ordersOpened(opens, ruleSet, filter), judged);
  const found = useLatest('backtest.breakdown', input, JSON.stringify([info.dataVersion, input]));
  const told = useMemo(() => {
    const { value: breakdown } = found;
    if (breakdown === null) return null;
    return judgedFigures({ breakdown, target, period, assumptions, perMajor: minorPerMajor(currency) });
  }, [found.value, target, result, assumptions]);
  useEffect(() => {
    onTold(target.id, told === null ? null : { figures: told, age: { fresh: found.fresh, busy: found.busy } });
  }, [told, found.fresh, found.busy]);
  const columns = outcomeStates.length + shown.length + 2;
  if (found.failure !== null)
    return (
      <tr>
        <th scope="row">{named(target.name)}</th>
        <td colSpan={columns}>
          <FailureCallout failure={found.failure} />
        </td>
      </tr>
    );
  return (
    <tr aria-busy={found.busy}>
      <th scope="row">
        {named(target.name)}
        {told === null ? null : (
          <div className="note">
            <MaturityMark kind={maturedOf(told).mark} /> {t('backtest.maturity')} {maturedText(told)}
          </div>
        )}
      </th>
      {outcomeStates.map((state) => (
        <td key={state} className="num">
          {told === null ? (
            '–'
          ) : (
            <OrdersButton count={told.states[state]} onOpen={() => open({ results, states: [state] })} />
          )}
        </td>
      ))}
      <td className="num">
        {told === null ? (
          '–'
        ) : (
          <OrdersButton count={told.orders} onOpen={() => open({ results, states: outcomeStates })} />
        )}
      </td>
      {shown.map((name) => (
        <HeadlineCell key={name} one={told?.headline(name)} currency={currency} onOpen={open} />
      ))}
      {told === null ? (
        <td className="num">–</td>
      ) : (
        <YenCell
          row="perThousand"
          figures={told}
          judged={{ target, currency, maturity: told.maturity }}
          given={given}
          open={(rows, states = outcomeStates) => open({ results: rows, states })}
        />
      )}
    </tr>
  );
}
