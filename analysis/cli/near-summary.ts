import { fill, modelMessages } from '../model/messages/index.ts';
import type { NearPair, NearState } from '../model/near.ts';
import { cliMessages, type Language } from './messages.ts';
import { count } from './told-rows.ts';

/** How near matches were found, and the pairs nobody has decided on. */
export interface NearMatches {
  readonly state: NearState;
  readonly pairs: readonly NearPair[];
}

/** Pairs a person is told of. */
const told = 20;

/** The same in lines for a person; persons are named by their first orders alone. */
export function nearSummary({ state, pairs }: NearMatches, language: Language): string[] {
  const texts = cliMessages(language);
  const { fields, levels } = modelMessages(language).identity.near;
  const { profiles, candidates, passes } = state.report;
  const skipped = passes.reduce((sum, pass) => sum + pass.skipped, 0);
  const over = pairs.filter((pair) => pair.over).length;
  return [
    fill(texts.near, {
      profiles: count(profiles),
      candidates: count(candidates),
      open: count(state.open),
      over: count(over),
      skipped: count(skipped),
    }),
    ...pairs.slice(0, told).map(({ pair, bits, sides: [one, other], evidence }) =>
      fill(texts.nearPair, {
        pair,
        bits: signed(bits),
        one: one.order,
        oneOrders: count(one.orders),
        other: other.order,
        otherOrders: count(other.orders),
        evidence: evidence
          .filter(({ level }) => level !== 'missing')
          .map(({ field, level, bits: of }) => `${fields[field]} ${levels[level]} ${signed(of)}`)
          .join(', '),
      }),
    ),
    ...(pairs.length > told ? [fill(texts.nearMore, { rows: count(pairs.length - told) })] : []),
  ];
}

const signed = (bits: number): string => `${bits < 0 ? '−' : '+'}${Math.abs(bits).toFixed(1)}`;
