import { useEffect, useState } from 'react';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import { tellsPersons } from '../../analysis/model/tells-persons.ts';
import { t } from '../i18n/index.ts';
import { columnName, columnOf } from '../i18n/values.ts';
import { Combobox } from '../parts/combobox.tsx';
import { address, go } from '../state/address.ts';
import { recall, remember } from '../state/remember.ts';
import { useStore } from '../state/store.ts';
import { AmountCard, amountBands } from './amount-card.tsx';
import { axisOf, ColumnCard } from './column-card.tsx';
import { deliveryDistance, DistanceCard, tellsDistance } from './distance-card.tsx';
import { LinkedProvider } from './linked.tsx';
import { PrefectureCard, prefectureColumn } from './prefecture-card.tsx';
import { StagesCard, stagesAxis, useToldStages } from './stages-card.tsx';
import { weekHours, WeekHoursCard } from './week-hours-card.tsx';
import { useTellingColumns } from './telling-columns.ts';

const cards = 6;
/** So many columns may stand side by side. */
const mostCards = 20;

/** Columns with few values that tell orders apart, in the order they are worth looking at. */
const preferred = [
  'amount',
  'ordered_at',
  'payment_method',
  'order_kind',
  'threeds_status',
  'buyer_pref',
  'media_code',
  'auth_result',
  'card_bin',
  'item_quantity',
  'delivery_pref',
  'currency',
];

/** What may be looked at; columns whose values are single persons come last. */
export function offeredKeyColumns(info: ProjectInfo): readonly string[] {
  const present = info.columns.filter((column) => column.present);
  const rank = (name: string, personal: boolean) => {
    const at = preferred.indexOf(name);
    return at >= 0 ? at : preferred.length + (personal ? 1 : 0);
  };
  return present
    .map((column, index) => ({ name: column.name, rank: rank(column.name, tellsPersons(column)), index }))
    .sort((a, b) => a.rank - b.rank || a.index - b.index)
    .map(({ name }) => name);
}

function recallCards(info: ProjectInfo, offered: readonly string[]): readonly string[] {
  const stored = (recall(`cards.${info.projectId}`) ?? '').split('\n').filter((name) => offered.includes(name));
  const useful = preferred.filter(
    (name) => offered.includes(name) && (name !== 'currency' || info.currencies.length > 1),
  );
  return stored.length >= cards ? stored.slice(0, mostCards) : [...new Set([...stored, ...useful])].slice(0, cards);
}

/** Six columns, or more where a person wants them: those a person chose, then the well-known ones, then those that tell most. */
export function KeyColumns({ info }: { readonly info: ProjectInfo }) {
  const offered = offeredKeyColumns(info);
  const [chosen, setChosen] = useState<readonly string[]>(() => recallCards(info, offered));
  const others =
    chosen.length < cards ? offered.filter((name) => isCandidate(info, name) && !chosen.includes(name)) : [];
  const telling = useTellingColumns(info, others);
  const shown = [...chosen, ...(telling ?? []).filter((name) => !chosen.includes(name))].slice(
    0,
    Math.max(cards, chosen.length),
  );
  const waiting = telling === null ? Math.min(cards - shown.length, others.length) : 0;
  const { params } = useStore(address);
  const look = params['look'];
  const change = (next: readonly string[]) => {
    setChosen(next);
    remember(`cards.${info.projectId}`, next.join('\n'));
  };
  useEffect(() => {
    if (look === undefined || !offered.includes(look)) return;
    if (!shown.includes(look)) change([look, ...shown.slice(0, cards - 1)]);
    document.getElementById(`card-${look}`)?.scrollIntoView({ block: 'nearest' });
    go({ params: { look: null }, replace: true });
  }, [look]);
  const replace = (at: number, name: string) => {
    const other = shown.indexOf(name);
    change(shown.map((old, index) => (index === at ? name : index === other ? (shown[at] ?? old) : old)));
  };
  const prefectures = prefectureColumn(info);
  const drawn = [...new Set([...shown, ...(prefectures === null ? [] : [prefectures])])];
  const distance = tellsDistance(info);
  const told = useToldStages(info);
  const axes = [
    ...[...drawn.map(axisOf), weekHours, amountBands],
    ...(distance ? [deliveryDistance] : []),
    ...(told === null ? [] : [stagesAxis]),
  ];
  return (
    <LinkedProvider info={info} axes={axes}>
      {shown.map((name, index) => (
        <ColumnCard
          key={index}
          {...{ info, offered }}
          column={name}
          onColumn={(next) => replace(index, next)}
          onRemove={shown.length > cards ? () => change(shown.filter((other) => other !== name)) : null}
        />
      ))}
      {Array.from({ length: waiting }, (_, index) => (
        <div key={`waiting ${index}`} className="panel column-card" aria-busy="true">
          <div className="skeleton card-skeleton" />
        </div>
      ))}
      <AmountCard info={info} />
      {distance ? <DistanceCard info={info} /> : null}
      <WeekHoursCard info={info} />
      {prefectures === null ? null : <PrefectureCard info={info} column={prefectures} />}
      {told === null ? null : <StagesCard info={info} told={told} />}
      {shown.length < Math.min(mostCards, offered.length) ? (
        <section className="panel column-card add-card" aria-label={t('explore.addColumn')}>
          <Combobox
            label={t('explore.addColumn')}
            value={null}
            placeholder={t('explore.addColumn')}
            choices={offered
              .filter((name) => !shown.includes(name))
              .map((value) => ({ value, label: columnName(info, value), hint: columnOf(info, value)?.path ?? '' }))}
            onChoose={(name) => change([...shown, name])}
          />
          <p className="note">{t('explore.linkedNote')}</p>
        </section>
      ) : null}
    </LinkedProvider>
  );
}

/** Values of single persons tell each order apart and nothing else. */
function isCandidate(info: ProjectInfo, name: string): boolean {
  const column = info.columns.find((candidate) => candidate.name === name);
  return column !== undefined && !tellsPersons(column) && !preferred.includes(name);
}
