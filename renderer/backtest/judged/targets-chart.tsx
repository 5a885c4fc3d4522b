import { outcomeStates, type Target } from '../../../analysis/model/target.ts';
import { Chart, type Row } from '../../chart/chart.tsx';
import type { Paint } from '../../chart/theme.ts';
import { count, rate } from '../../i18n/format.ts';
import { named, t, useLanguage } from '../../i18n/index.ts';
import type { JudgedFigures } from '../../../analysis/model/results/judged-figures.ts';

/** The orders as one target judges them. */
export interface JudgedTarget {
  readonly target: Target;
  /** Null while they are asked for. */
  readonly told: JudgedFigures | null;
}

const barHeight = 30;
const around = 70;

/** The five states that the orders fall into by each target, one bar for each. */
export function TargetsChart({
  targets,
  stale,
}: {
  readonly targets: readonly JudgedTarget[];
  readonly stale: boolean;
}) {
  const lang = useLanguage();
  const rows = targets.flatMap(({ target, told }) => (told === null ? [] : rowsOf(named(target.name), told)));
  const columns = [
    { title: t('top.target'), text: (row: Row) => String(row['target']) },
    { title: t('judged.state'), text: (row: Row) => String(row['name']) },
    { title: t('save.orders'), text: (row: Row) => count(Number(row['orders'])), numeric: true },
  ];
  return (
    <Chart
      label={t('judged.targets')}
      spec={spec}
      specKey={`targets ${lang} ${[...new Set(rows.map((row) => row['target']))].join()}`}
      height={around + barHeight * targets.length}
      {...{ rows, columns, stale }}
    />
  );
}

const rowsOf = (target: string, { states, orders }: JudgedFigures): Row[] =>
  outcomeStates.map((state, rank) => {
    const name = t(`state.${state}`);
    const share = orders === 0 ? '–' : rate(states[state] / orders);
    return {
      ...{ target, state, name, rank, orders: states[state] },
      tip: `${target}\n${name}: ${count(states[state])} (${share})`,
    };
  });

function spec(paint: Paint): object {
  const names = outcomeStates.map((state) => `datum.label === '${state}' ? '${t(`state.${state}`)}'`).join(' : ');
  const range = [paint('bad'), paint('good'), paint('immature'), paint('blocked'), paint('line-strong')];
  return {
    mark: 'bar',
    encoding: {
      y: { field: 'target', type: 'nominal', sort: null, axis: { title: null, labelLimit: 260 } },
      x: { field: 'orders', type: 'quantitative', stack: 'normalize', axis: { format: '.0%', title: null } },
      color: {
        ...{ field: 'state', type: 'nominal', scale: { domain: [...outcomeStates], range } },
        legend: { labelExpr: `${names} : ''` },
      },
      order: { field: 'rank', type: 'quantitative' },
      tooltip: { field: 'tip' },
    },
  };
}
