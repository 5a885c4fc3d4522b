import { useState } from 'react';
import { outcomeStates, type Target } from '../../../analysis/model/target.ts';
import type { HeadlineName } from '../../../analysis/model/results/headline.ts';
import { count } from '../../i18n/format.ts';
import { named, t } from '../../i18n/index.ts';
import { FailureCallout } from '../../parts/callout.tsx';
import { Choices } from '../../parts/choices.tsx';
import { Panel } from '../../parts/panel.tsx';
import { useLatest } from '../../state/request.ts';
import { useTargetChoices } from '../../state/targets.ts';
import type { ViewProps } from '../views.tsx';
import { HeadlineCell, yen } from './as-of-panel.tsx';
import { seenFigures } from './seen-figures.ts';

const shown: readonly HeadlineName[] = ['precision', 'recall'];

/** 対象事象を並べる: the same decisions, judged by several targets. */
export function TargetsPanel(props: ViewProps) {
  const { target } = props.result;
  const choices = useTargetChoices(target);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const others = choices.filter(({ id }) => id !== target.id);
  return (
    <Panel className="judged-targets" title={t('judged.targets')} note={t('judged.targetsNote')}>
      <Choices
        title={t('judged.beside')}
        all={others.map(({ id }) => id)}
        chosen={chosen}
        word={(id) => named(others.find((one) => one.id === id)?.name ?? { ja: id, en: id })}
        onChange={setChosen}
      />
      <table className="table" data-testid="judged-targets">
        <thead>
          <tr>
            <th scope="col">{t('top.target')}</th>
            {outcomeStates.map((state) => (
              <th key={state} scope="col" className="num">
                {t(`state.${state}`)}
              </th>
            ))}
            <th scope="col" className="num">
              {t('judged.all')}
            </th>
            {shown.map((name) => (
              <th key={name} scope="col" className="num">
                {t(`metric.${name === 'precision' ? 'precision' : 'recall'}`)}
              </th>
            ))}
            <th scope="col" className="num">
              {t('money.perThousand')}
            </th>
          </tr>
        </thead>
        <tbody>
          <TargetRow {...props} target={target} />
          {others
            .filter(({ id }) => chosen.includes(id))
            .map((one) => (
              <TargetRow key={one.id} {...props} target={one} />
            ))}
        </tbody>
      </table>
    </Panel>
  );
}

/** Judged as of the same day as the run, where that day was chosen. */
function TargetRow({ ruleSet, result, figures, info, target }: ViewProps & { readonly target: Target }) {
  const input = { ruleSet, filter: result.filter, parts: [], seen: { target, asOf: info.asOfChosen } };
  const found = useLatest('backtest.breakdown', input, JSON.stringify([info.dataVersion, input]));
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
  const told = found.value === null ? null : seenFigures(found.value, target, result, figures);
  return (
    <tr className={found.fresh ? '' : 'old-figures'} aria-busy={!found.fresh}>
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
