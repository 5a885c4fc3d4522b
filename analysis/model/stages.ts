import { binsWith, type LinkedFigures, type ViewBin } from './linked.ts';
import { outcomeStates, type OutcomeState } from './target.ts';

/** The way of an order: what was decided automatically, what a person decided in the end, and whether goods left. */
export const autoDecided = ['OK', 'REVIEW', 'HOLD', 'NG', 'none'] as const;
export const personDecided = ['OK', 'NG', 'none'] as const;
export const goodsLeft = ['shipped', 'cancelled', 'none'] as const;

export interface Way {
  readonly auto: (typeof autoDecided)[number];
  readonly person: (typeof personDecided)[number];
  readonly goods: (typeof goodsLeft)[number];
}

/** Every way; the place is the number of its cell. */
export const ways: readonly Way[] = autoDecided.flatMap((auto) =>
  personDecided.flatMap((person) => goodsLeft.map((goods) => ({ auto, person, goods }))),
);

export const stageIds = [
  ...(['all', 'decided', 'autoOk', 'autoReview', 'autoHold', 'autoNg'] as const),
  ...(['reviewed', 'personOk', 'personNg', 'passed', 'shipped', 'cancelled'] as const),
  ...(['matured', 'bad'] as const),
] as const;
export type StageId = (typeof stageIds)[number];

/** What of the data tells a stage: without it nothing is known of it. */
export type StageNeeds = 'auto' | 'person' | 'shipped' | 'cancelled';

interface Stage {
  readonly id: StageId;
  /** The stage it is a part of, the nearest that the data tell. */
  readonly of: readonly StageId[];
  /** How deep it stands below the main way of an order: 1 for what leaves or divides it. */
  readonly depth: 0 | 1;
  readonly needs: StageNeeds | null;
  readonly holds: (way: Way) => boolean;
  readonly states?: readonly OutcomeState[];
}

/** Not refused, as far as anybody decided: a person's word stands over the automatic one, and REVIEW alone lets nothing pass. */
const passes = ({ auto, person }: Way): boolean => person === 'OK' || (person === 'none' && auto === 'OK');
const always = (): boolean => true;
const auto = (id: StageId, result: Way['auto']): Stage => ({
  ...{ id, of: ['decided'], depth: 1, needs: 'auto', holds: (way) => way.auto === result },
});
const person = (id: StageId, result: Way['person']): Stage => ({
  ...{ id, of: ['reviewed'], depth: 1, needs: 'person', holds: (way) => way.person === result },
});

const stages: readonly Stage[] = [
  { id: 'all', of: [], depth: 0, needs: null, holds: always },
  { id: 'decided', of: ['all'], depth: 0, needs: 'auto', holds: (way) => way.auto !== 'none' },
  auto('autoOk', 'OK'),
  auto('autoReview', 'REVIEW'),
  auto('autoHold', 'HOLD'),
  auto('autoNg', 'NG'),
  { id: 'reviewed', of: ['decided', 'all'], depth: 0, needs: 'person', holds: (way) => way.person !== 'none' },
  person('personOk', 'OK'),
  person('personNg', 'NG'),
  { id: 'passed', of: ['decided'], depth: 0, needs: 'auto', holds: passes },
  { id: 'shipped', of: ['passed', 'all'], depth: 0, needs: 'shipped', holds: (way) => way.goods === 'shipped' },
  { id: 'cancelled', of: ['passed', 'all'], depth: 1, needs: 'cancelled', holds: (way) => way.goods === 'cancelled' },
  { id: 'matured', of: ['shipped', 'passed', 'all'], depth: 0, needs: null, holds: always, states: ['bad', 'good'] },
  { id: 'bad', of: ['matured'], depth: 0, needs: null, holds: always, states: ['bad'] },
];

/** A stage as the data tell it. */
export interface ToldStage {
  readonly id: StageId;
  readonly depth: 0 | 1;
  /** What the data would have to tell; null where the stage is told. */
  readonly lacks: StageNeeds | null;
  /** The stage before it; null for all orders. */
  readonly of: StageId | null;
  /** Cells of the ways that are in it, and in every stage before it; states where it is of some only. */
  readonly cells: readonly number[];
  readonly states: readonly OutcomeState[] | null;
}

/** What figures of all orders by cell and state tell of the way of orders at all. */
export function toldIn({ orders }: LinkedFigures): ReadonlySet<StageNeeds> {
  const some = (holds: (way: Way) => boolean): boolean =>
    ways.some((way, cell) => holds(way) && outcomeStates.some((_, state) => at(orders, cell, state) > 0));
  const told = new Set<StageNeeds>();
  if (some((way) => way.auto !== 'none')) told.add('auto');
  if (some((way) => way.person !== 'none')) told.add('person');
  if (some((way) => way.goods === 'shipped')) told.add('shipped');
  if (some((way) => way.goods === 'cancelled')) told.add('cancelled');
  return told;
}

/** Stages in the order of an order's way; each is a part of the nearest one before it that the data tell. */
export function stagesOf(told: ReadonlySet<StageNeeds>): readonly ToldStage[] {
  const made = new Map<StageId, ToldStage>();
  for (const { id, of, depth, needs, holds, states = null } of stages) {
    const lacks = needs === null || told.has(needs) ? null : needs;
    const before = of.find((one) => made.get(one)?.lacks === null) ?? null;
    const within = before === null ? null : new Set(made.get(before)?.cells);
    const cells = ways.flatMap((way, cell) => (holds(way) && within?.has(cell) !== false ? [cell] : []));
    made.set(id, { id, depth, lacks, of: before, cells, states });
  }
  return [...made.values()];
}

/** A stage with what it holds, from a view's figures by cell and state. */
export function stageFigures({ orders, amounts }: LinkedFigures, { cells, states }: ToldStage): ViewBin {
  const sums = (of: readonly number[]): number[] =>
    outcomeStates.map((name, state) =>
      states === null || states.includes(name) ? cells.reduce((sum, cell) => sum + at(of, cell, state), 0) : 0,
    );
  const bin = {
    ...{ kind: 'stage' as const, label: null, min: null, max: null },
    clause: clauseOfStage({ cells, states }),
  };
  const [whole] = binsWith([bin], { orders: sums(orders), amounts: sums(amounts) });
  if (whole === undefined) throw new RangeError('stage');
  return whole;
}

/** Filters to exactly the orders of a stage. */
export const clauseOfStage = ({ cells, states }: Pick<ToldStage, 'cells' | 'states'>) => ({
  ...{ kind: 'stages' as const, cells: [...cells] },
  ...(states === null ? {} : { states: [...states] }),
});

/** Stages that a clause may be of, whatever the data tell; null for any other choice of ways. */
export function stageOfClause(clause: {
  readonly cells: readonly number[];
  readonly states?: readonly OutcomeState[];
}): StageId | null {
  const text = (cells: readonly number[], states: readonly OutcomeState[] | null | undefined): string =>
    JSON.stringify([[...cells].toSorted((a, b) => a - b), states ?? null]);
  const wanted = text(clause.cells, clause.states);
  for (const told of everyTold)
    for (const stage of stagesOf(told))
      if (stage.lacks === null && text(stage.cells, stage.states) === wanted) return stage.id;
  return null;
}

/** Everything that data may tell of the way of orders, most of it first. */
const everyTold: readonly ReadonlySet<StageNeeds>[] = [...(['auto', 'person', 'shipped', 'cancelled'] as const)].reduce<
  readonly ReadonlySet<StageNeeds>[]
>((all, need) => [...all.map((told) => new Set([...told, need])), ...all], [new Set()]);

const at = (figures: readonly number[], cell: number, state: number): number =>
  figures[cell * outcomeStates.length + state] ?? 0;
