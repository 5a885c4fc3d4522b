import { useEffect, useMemo, useState } from 'react';
import { asRun } from '../../../analysis/model/results/judged.ts';
import { outcomeStates, type Target } from '../../../analysis/model/target.ts';
import type { HeadlineName } from '../../../analysis/model/results/headline.ts';
import { judgedFigures, type JudgedFigures } from '../../../analysis/model/results/judged-figures.ts';
import type { ResultTable } from '../../../analysis/model/results/result-file.ts';
import { count, minorPerMajor } from '../../i18n/format.ts';
import { named, t } from '../../i18n/index.ts';
import { FailureCallout } from '../../parts/callout.tsx';
import { Choices } from '../../parts/choices.tsx';
import { Panel } from '../../parts/panel.tsx';
import { useLatest } from '../../state/request.ts';
import { useTargetChoices } from '../../state/targets.ts';
import type { ViewProps } from '../views.tsx';
import { HeadlineCell, yen } from './as-of-panel.tsx';
import { TargetsChart, type JudgedTarget } from './targets-chart.tsx';

const shown = ['precision', 'recall'] as const satisfies readonly HeadlineName[];

/** 対象事象を並べる: the same decisions, judged by several targets. */
export function TargetsPanel(props: ViewProps) {
  const { result } = props;
  const { target, currency } = result;
  const choices = useTargetChoices(target);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [told, setTold] = useState<ReadonlyMap<string, JudgedFigures>>(new Map());
  const others = choices.filter(({ id }) => id !== target.id);
  const all = [target, ...others.filter(({ id }) => chosen.includes(id))];
  const judged = all.map((one): JudgedTarget => ({ target: one, told: told.get(one.id) ?? null }));
  const tell = (id: string, figures: JudgedFigures) => setTold((before) => new Map(before).set(id, figures));
  return (
    <Panel
      className="judged-targets"
      title={t('judged.targets')}
      note={t('judged.targetsNote')}
      table={() => targetRows(judged, currency)}
    >
      <Choices
        title={t('judged.beside')}
        all={others.map(({ id }) => id)}
        chosen={chosen}
        word={(id) => named(others.find((one) => one.id === id)?.name ?? { ja: id, en: id })}
        onChange={setChosen}
      />
      <TargetsChart targets={judged} stale={judged.some((one) => one.told === null)} />
      <table className="table" data-testid="judged-targets">
        <thead>
          <tr>
            {heads().map((head, at) => (
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
    </Panel>
  );
}

const heads = (): readonly string[] => [
  t('top.target'),
  ...outcomeStates.map((state) => t(`state.${state}`)),
  t('judged.all'),
  ...shown.map((name) => t(`metric.${name}`)),
  t('money.perThousand'),
];

const majorOf = (minor: number | null, currency: string): number | null =>
  minor === null ? null : minor / minorPerMajor(currency);

/** The same for a file, money in major units. */
const targetRows = (judged: readonly JudgedTarget[], currency: string): ResultTable => [
  heads(),
  ...judged.map(({ target, told }) => [
    named(target.name),
    ...outcomeStates.map((state) => told?.states[state] ?? null),
    told?.orders ?? null,
    ...shown.map((name) => told?.headline(name)?.value ?? null),
    majorOf(told?.money.perThousand ?? null, currency),
  ]),
];

interface TargetRowProps extends ViewProps {
  readonly target: Target;
  readonly onTold: (id: string, figures: JudgedFigures) => void;
}

/** Judged as of the same day as the run. */
function TargetRow({ ruleSet, result, figures: { assumptions }, info, target, onTold }: TargetRowProps) {
  const input = { ruleSet, filter: result.filter, parts: [], judged: { ...asRun(result), target } };
  const found = useLatest('backtest.breakdown', input, JSON.stringify([info.dataVersion, input]));
  const told = useMemo(() => {
    const { value: breakdown } = found;
    if (breakdown === null) return null;
    const { period, currency } = result;
    return judgedFigures({ breakdown, target, period, assumptions, perMajor: minorPerMajor(currency) });
  }, [found.value, target, result, assumptions]);
  useEffect(() => {
    if (told !== null) onTold(target.id, told);
  }, [told]);
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
    <tr className={found.fresh ? '' : 'old-figures'} aria-busy={found.busy}>
      <th scope="row">
        {named(target.name)} {found.value?.maturity === 'not measured' ? `(${t('maturity.unknown')})` : null}
      </th>
      {outcomeStates.map((state) => (
        <td key={state} className="num">
          {told === null ? '–' : count(told.states[state])}
        </td>
      ))}
      <td className="num">{told === null ? '–' : count(told.orders)}</td>
      {shown.map((name) => (
        <HeadlineCell key={name} one={told?.headline(name)} />
      ))}
      <td className="num">{yen(told?.money.perThousand ?? null, result.currency)}</td>
    </tr>
  );
}
