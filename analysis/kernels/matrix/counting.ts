import { addedCombined, addedCounters, addedCubes, addedFigures } from './adding.ts';
import type { Answered, Asked } from './messages.ts';
import type { Partition, Pause } from './partition.ts';
import type { Pieces } from '../pieces.ts';
import { addingPatterns } from './patterns.ts';
import type { TallyAsk } from './shapes.ts';

/** What bitmaps come to. */
export type Count = 'counts' | 'figures' | 'combine' | 'changing' | 'overlap' | 'patterns' | 'cubes';
export type Counting = { readonly [C in Count]: { readonly ask: C; readonly of: Asked[C] } }[Count];
/** The answer, and to what, so that those of several parts can be added up. */
export type Counted = { readonly [C in Count]: { readonly ask: C; readonly value: Answered[C] } }[Count];

/** Names of the bitmaps that a question reads. */
export function readBy(question: Counting): readonly string[] {
  switch (question.ask) {
    case 'counts':
    case 'overlap':
      return question.of;
    case 'figures':
      return question.of.names;
    case 'changing':
      return [question.of.among, ...question.of.rules.map(({ name }) => name)];
    case 'patterns':
      return question.of.except === null ? question.of.rules : [question.of.except, ...question.of.rules];
    case 'cubes':
      return question.of.map(({ among }) => among);
    case 'combine': {
      const { rules, steps, rest, tallies = [], gather } = question.of;
      const scored = rest.kind === 'scores' ? rest.rules.map(({ name }) => name) : [];
      const among = [...tallies.flatMap((tally) => tally.among ?? []), ...(gather?.among ?? [])];
      return [...rules, ...steps.flatMap(({ conditions }) => conditions), ...scored, ...among];
    }
  }
}

const tallied = ({ codes, marks, values }: Pick<TallyAsk, 'codes' | 'marks' | 'values'>): readonly string[] => [
  ...[codes, marks, values],
];

/** Names of the columns that it reads itself, beside those of its bitmaps. */
export function columnsReadBy(question: Counting): readonly string[] {
  if (question.ask === 'patterns') return tallied(question.of);
  if (question.ask === 'cubes')
    return question.of.flatMap(({ first, second }) => [first.column, ...(second === null ? [] : [second.column])]);
  if (question.ask !== 'combine') return [];
  const { tallies = [], gather, count } = question.of;
  return [
    ...tallies.flatMap(tallied),
    ...(gather === undefined ? [] : [gather.marks]),
    ...(count === undefined ? [] : [count.codes]),
  ];
}

export function countOf(part: Partition, question: Counting, pause: Pause): Counted {
  switch (question.ask) {
    case 'counts':
      return { ask: 'counts', value: part.counts(question.of, pause) };
    case 'figures':
      return { ask: 'figures', value: part.figures(question.of.names, question.of.amounts, pause) };
    case 'combine':
      return { ask: 'combine', value: part.combine(question.of, pause) };
    case 'changing':
      return { ask: 'changing', value: part.changing(question.of, pause) };
    case 'overlap':
      return { ask: 'overlap', value: part.overlap(question.of, pause) };
    case 'patterns':
      return { ask: 'patterns', value: part.patterns(question.of, pause) };
    case 'cubes':
      return { ask: 'cubes', value: part.cubes(question.of, pause) };
  }
}

/** What two parts of the rows came to, added up in the first. They answer the same question. */
export function* addingCounts(a: Counted, b: Counted): Pieces<Counted> {
  if (a.ask === 'counts' && b.ask === 'counts')
    return { ask: 'counts', value: a.value.map((count, i) => count + (b.value[i] ?? 0)) };
  if (a.ask === 'figures' && b.ask === 'figures') return { ask: 'figures', value: addedFigures([a.value, b.value]) };
  if (a.ask === 'combine' && b.ask === 'combine') return { ask: 'combine', value: addedCombined([a.value, b.value]) };
  if (a.ask === 'changing' && b.ask === 'changing')
    return { ask: 'changing', value: addedCounters([a.value, b.value]) };
  if (a.ask === 'overlap' && b.ask === 'overlap')
    return {
      ask: 'overlap',
      value: {
        pairs: addedCounters([a.value.pairs, b.value.pairs]),
        bad: addedCounters([a.value.bad, b.value.bad]),
      },
    };
  if (a.ask === 'patterns' && b.ask === 'patterns')
    return { ask: 'patterns', value: yield* addingPatterns([a.value, b.value]) };
  if (a.ask === 'cubes' && b.ask === 'cubes') return { ask: 'cubes', value: addedCubes([a.value, b.value]) };
  throw new Error('answers to different questions');
}
