import { useMemo } from 'react';
import { decomposed, rankedViews, type RateBy } from '../../../analysis/model/decomposition.ts';
import type { ProjectInfo } from '../../../analysis/model/project.ts';
import { tellingAxes } from '../../../analysis/model/tells-persons.ts';
import { t } from '../../i18n/index.ts';
import { columnName } from '../../i18n/values.ts';
import { Button } from '../../parts/button.tsx';
import { FailureCallout } from '../../parts/callout.tsx';
import { Combobox } from '../../parts/combobox.tsx';
import { Outdated } from '../../parts/outdated.tsx';
import { Panel } from '../../parts/panel.tsx';
import { address, go } from '../../state/address.ts';
import { useOverview } from '../../state/overview.ts';
import { useLatest } from '../../state/request.ts';
import { useStore } from '../../state/store.ts';
import { axisOf } from '../column-card.tsx';
import { offeredKeyColumns } from '../key-columns.tsx';
import { ColumnsPanel } from './columns-panel.tsx';
import { GroupsPanel } from './groups-panel.tsx';
import { SideControls } from './side-controls.tsx';
import { filtersOf, halves, isRestUnsaid, sidesIn, sidesText, type Sides } from './sides.ts';
import { WholePanel } from './whole-panel.tsx';
import { columnOfAxis } from './words.ts';
import './compare.css';

const rates = ['orders', 'amount'] as const;

/** Two sides of the filtered orders, and which groups make the one worse than the other. */
export function CompareView({ info }: { readonly info: ProjectInfo }) {
  const { filter, params } = useStore(address);
  const overview = useOverview();
  const period = overview.value?.period ?? null;
  const usual = useMemo(() => (period === null ? null : halves(period, info.timezone)), [period, info.timezone]);
  const sides = sidesIn(params['sides']) ?? usual;
  const by: RateBy = params['rate'] === 'amount' ? 'amount' : 'orders';
  const set = (next: Sides) => go({ params: { sides: sidesText(next) }, replace: true });
  return (
    <>
      <Panel title={t('sides.title')} note={t('sides.note')}>
        <SideControls {...{ info, sides, period }} common={filter} onChange={set} />
      </Panel>
      {sides === null ? null : <ComparedSides {...{ info, sides, by }} />}
    </>
  );
}

interface ComparedSidesProps {
  readonly info: ProjectInfo;
  readonly sides: Sides;
  readonly by: RateBy;
}

function ComparedSides({ info, sides, by }: ComparedSidesProps) {
  const { filter, params } = useStore(address);
  const key = JSON.stringify([sides, filter, info.timezone]);
  const filters = useMemo(() => filtersOf(sides, filter, info.timezone), [key]);
  const wanted = offeredKeyColumns(info).find((name) => name === params['by']) ?? null;
  const telling = tellingAxes(info.columns);
  const more = wanted !== null && !telling.some((axis) => columnOfAxis(axis) === wanted) ? [axisOf(wanted)] : [];
  const asked = filters === null ? null : { axes: [...telling, ...more], ...filters };
  const answer = useLatest('explore.compare', asked, JSON.stringify([info.dataVersion, asked]));
  const { value } = answer;
  const ranked = useMemo(() => (value === null ? [] : rankedViews(value.views, by)), [value, by]);
  if (filters === null)
    return <p className="empty">{t(isRestUnsaid(sides, info.timezone) ? 'sides.restUnsaid' : 'sides.incomplete')}</p>;
  if (answer.failure) return <FailureCallout failure={answer.failure} />;
  if (value === null) return <div className="skeleton chart-skeleton" />;
  const chosen = ranked.find(({ view }) => columnOfAxis(view.axis) === wanted) ?? ranked[0];
  const [first] = value.views;
  const whole = chosen?.of ?? (first === undefined ? null : decomposed(first, by));
  const choose = (column: string) => go({ params: { by: column }, replace: true });
  return (
    <Outdated className="compared" age={answer}>
      <div className="row wrap">
        <span className="row" role="group" aria-label={t('sides.by')}>
          {rates.map((one) => (
            <Button
              key={one}
              small
              look="quiet"
              aria-pressed={by === one}
              onClick={() => go({ params: { rate: one === 'orders' ? null : one }, replace: true })}
            >
              {t(`sides.by.${one}`)}
            </Button>
          ))}
        </span>
        <Combobox
          small
          label={t('sides.chooseColumn')}
          value={chosen === undefined ? null : columnOfAxis(chosen.view.axis)}
          placeholder={t('sides.chooseColumn')}
          choices={offeredKeyColumns(info).map((name) => ({ value: name, label: columnName(info, name) }))}
          onChoose={choose}
        />
      </div>
      <WholePanel {...{ info, sides, filters, by }} compared={value} of={whole} axis={chosen?.view.axis ?? null} />
      {ranked.length === 0 ? null : (
        <ColumnsPanel
          {...{ info, ranked, by }}
          chosen={chosen === undefined ? null : columnOfAxis(chosen.view.axis)}
          onChoose={choose}
        />
      )}
      {chosen === undefined ? null : <GroupsPanel {...{ info, chosen, by, filters }} />}
    </Outdated>
  );
}
