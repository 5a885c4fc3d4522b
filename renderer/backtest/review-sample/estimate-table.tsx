import { useState, type ReactNode } from 'react';
import type { Clause } from '../../../analysis/model/filter.ts';
import type { ReviewEstimate } from '../../../analysis/model/review-sample.ts';
import { verdictStates } from '../../../analysis/model/verdict.ts';
import { count, rate } from '../../i18n/format.ts';
import { t } from '../../i18n/index.ts';
import { HeadedTable } from '../../parts/headed-table.tsx';
import { Button } from '../../parts/button.tsx';
import { estimatesPicture } from '../../chart/pictures.ts';
import { ResultPanel } from '../../parts/result-panel.tsx';
import { OrdersButton } from '../../rule-sets/orders-behind.tsx';
import { openOrders } from '../../state/address.ts';
import { hasUndecided, whyText } from './estimate-words.ts';

/** One set of orders that something is estimated of; `clause` opens the sampled ones. */
export interface EstimateRow {
  readonly group: 'totals' | 'byResult' | 'byRule' | 'byStratum';
  readonly name: string;
  readonly estimate: ReviewEstimate;
  readonly clause: Clause;
}

const groups = ['totals', 'byResult', 'byRule', 'byStratum'] as const;

export interface EstimateTableProps {
  readonly rows: readonly EstimateRow[];
  readonly note: string;
  /** Stands above it. */
  readonly children: ReactNode;
}

/** Every estimate, as a table or drawn; each number of sampled orders opens them. */
export function EstimateTable({ rows, note, children }: EstimateTableProps) {
  const [group, setGroup] = useState<EstimateRow['group']>('byRule');
  const shown = rows.filter((row) => row.group === group);
  const heads = [
    t('sample.by'),
    t('sample.column.orders'),
    t('sample.column.drawn'),
    ...verdictStates.map((state) => t(`verdict.${state}`)),
    t('sample.column.rate'),
    t('sample.column.band'),
    t('sample.column.bad'),
    t('sample.column.outcomes'),
  ];
  const copied = [...heads.slice(0, 8), t('sample.column.interval'), ...heads.slice(8)];
  const table = () => [copied, ...shown.map(({ name, estimate }) => [name, ...plainCells(estimate)])];
  const picture = estimatesPicture({
    ...{ label: t('sample.estimates'), axis: t('sample.column.rate'), unit: 'share' },
    items: shown.map(({ name, clause, estimate }) => {
      const { rate: share, drawn } = estimate;
      const partly = partlyText(estimate);
      return {
        ...{ name: partly === undefined ? name : `${name} *`, value: share?.value ?? null, interval: share },
        ...{ band: bandOf(estimate), open: () => openOrders({ clauses: [clause] }) },
        text:
          share === null
            ? t('sample.unmeasured')
            : [
                `${rate(share.value)} (${rate(share.low)}–${rate(share.high)})`,
                ...(partly === undefined ? [] : [`* ${partly}`]),
                `${t('sample.column.drawn')}: ${count(drawn)}`,
              ].join('\n'),
      };
    }),
  });
  return (
    <ResultPanel
      title={t('sample.estimates')}
      level={3}
      note={note}
      {...{ table }}
      pictures={[picture]}
      above={
        <>
          {children}
          <div className="row" role="group" aria-label={t('sample.by')}>
            {groups.map((one) => (
              <Button key={one} small aria-pressed={group === one} onClick={() => setGroup(one)}>
                {t(`sample.${one}`)}
              </Button>
            ))}
          </div>
        </>
      }
    >
      <HeadedTable label={t('sample.estimates')} heads={heads} testId="sample-table" className="sample-table">
        {shown.map((row) => (
          <Row key={row.name} row={row} />
        ))}
      </HeadedTable>
    </ResultPanel>
  );
}

/** Says so where an estimate is of a part of its orders only. */
const partlyText = ({ rate: share, covered }: ReviewEstimate): string | undefined =>
  share !== null && covered < 1 ? t('sample.uncovered', { share: rate(1 - covered) }) : undefined;

/** Says nothing where every verdict is clear. */
const bandOf = (estimate: ReviewEstimate): ReviewEstimate['band'] => (hasUndecided(estimate) ? estimate.band : null);

function Row({ row: { name, estimate, clause } }: { readonly row: EstimateRow }) {
  const { orders, drawn, verdicts, rate: share, bad, outcomes } = estimate;
  const band = bandOf(estimate);
  const open = (of?: (typeof verdictStates)[number]) => () => openOrders({ clauses: [narrowed(clause, of)] });
  const known = outcomes === null ? 0 : outcomes.bad + outcomes.good;
  const partly = partlyText(estimate);
  return (
    <tr>
      <th scope="row">{name}</th>
      <td className="num">{count(orders)}</td>
      <td className="num">
        <OrdersButton count={drawn} onOpen={open()} />
      </td>
      {verdictStates.map((state) => (
        <td key={state} className="num">
          <OrdersButton count={verdicts[state]} onOpen={open(state)} />
        </td>
      ))}
      <Cell
        value={share === null ? t('sample.unmeasured') : rate(share.value)}
        beside={
          share === null ? undefined : `${rate(share.low)}–${rate(share.high)}${partly === undefined ? '' : ' *'}`
        }
        title={share === null ? (whyText(estimate) ?? undefined) : partly}
      />
      <Cell value={band === null ? t('common.none') : `${rate(band.low)}–${rate(band.high)}`} />
      <Cell
        value={bad === null ? t('common.none') : count(bad.value)}
        beside={bad === null ? undefined : `${count(bad.low)}–${count(bad.high)}`}
      />
      <Cell
        value={outcomes === null || known === 0 ? t('common.none') : rate(outcomes.bad / known)}
        beside={
          outcomes === null || known === 0
            ? undefined
            : t('sample.outcomes', { bad: count(outcomes.bad), known: count(known) })
        }
      />
    </tr>
  );
}

interface CellProps {
  readonly value: string;
  /** Interval or base, below the value. */
  readonly beside?: string | undefined;
  readonly title?: string | undefined;
}

function Cell({ value, beside, title }: CellProps) {
  return (
    <td className="num nowrap" title={title}>
      {value}
      {beside === undefined ? null : <span className="beside">{beside}</span>}
    </td>
  );
}

function narrowed(clause: Clause, state: (typeof verdictStates)[number] | undefined): Clause {
  return clause.kind === 'sampled' && state !== undefined ? { ...clause, verdicts: [state] } : clause;
}

function plainCells({
  orders,
  drawn,
  verdicts,
  rate: share,
  band,
  bad,
  outcomes,
}: ReviewEstimate): (string | number | null)[] {
  return [
    orders,
    drawn,
    ...verdictStates.map((state) => verdicts[state]),
    share?.value ?? null,
    share === null ? null : `${share.low}–${share.high}`,
    band === null ? null : `${band.low}–${band.high}`,
    bad?.value ?? null,
    outcomes === null ? null : `${outcomes.bad} / ${outcomes.bad + outcomes.good}`,
  ];
}
