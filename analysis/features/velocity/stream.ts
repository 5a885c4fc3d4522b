import type { KernelGroup, KernelPlan } from '../../kernels/velocity/shapes.ts';
import type { Connection } from '../../store/connection.ts';
import type { FeatureGroup } from '../../store/features/compute.ts';
import { badFacts, keyed, sourceOf, type FeatureGround, type Source } from '../../store/features/facts.ts';
import type { Planned } from '../../store/features/planned.ts';
import { id, join, literal, nothing, sql, type Sql } from '../../store/sql.ts';
import { addedBy, isHashed, loopOf, streamed, streamedNone } from './loops.ts';

/** The rows of groups that are computed in one go. */
export interface FeatureStream {
  readonly plan: KernelPlan;
  /** Times, marks, hashes and values as the plan has them. */
  readonly query: (ordered: boolean) => Sql;
  /** Whether only a sort brings the rows into the order of time. */
  readonly sorts: boolean;
  readonly drop: () => Promise<void>;
}

const sourceName = ({ features: [{ checked }] }: FeatureGroup): string => checked.feature.on ?? 'orders';

/** Groups of one name have one stream. */
export function streamName(group: FeatureGroup): string {
  const [{ checked, reading }] = group.features;
  if (checked.feature.agg === 'known_bad') return group.table;
  return JSON.stringify([sourceName(group), checked.feature.ties ?? 'strict', reading]);
}

/** A column of values, and what stands in it for a row that adds nothing: of the same type. */
interface Streamed {
  readonly value: Sql;
  readonly none: Sql;
}

type Groups = readonly [FeatureGroup, ...FeatureGroup[]];

/** The stream of groups of one name; `drop` takes away the tables made for it. */
export async function streamOf(db: Connection, groups: Groups, ground: FeatureGround): Promise<FeatureStream> {
  const [first] = groups;
  const features = groups.flatMap((group) => group.features);
  const [one = first.features[0], ...others] = features;
  const source = await sourceOf(db, [one, ...others], first.table);
  const { plan, values } = planOf(groups, ground);
  const [{ checked }] = first.features;
  const bad = checked.feature.agg === 'known_bad';
  const sequenced = checked.feature.ties === 'sequenced';
  const rows = bad ? badRows(one, source, ground) : rowsOf(groups, values, source, sequenced);
  const names = [
    ...['t', 'mark'],
    ...groups.map((_, index) => `h${index}`),
    ...values.map((_, index) => `x${index}`),
  ].map((name) => id(name));
  return {
    plan,
    sorts: sequenced || bad || sourceName(first) !== 'orders',
    // Times of one instant are in the order of their places, which stand above all else in a mark.
    query: (ordered) => sql`SELECT ${join(names, sql`, `)} FROM (${rows})${ordered ? sql` ORDER BY t, mark` : nothing}`,
    drop: source.made.drop,
  };
}

/** Which columns of values there are, each once, and what each group makes of them. */
function planOf(
  groups: Groups,
  ground: FeatureGround,
): { readonly plan: KernelPlan; readonly values: readonly Streamed[] } {
  const values = new Map<string, Streamed>();
  const placeOf = (planned: Planned): number | null => {
    const added = addedBy(planned, ground);
    if (added === null) return null;
    const hashed = isHashed(planned);
    const value = streamed(added, hashed);
    const key = [value.text, ...value.values].join('\n');
    values.set(key, values.get(key) ?? { value, none: streamedNone(hashed) });
    return [...values.keys()].indexOf(key);
  };
  const planned = groups.map(({ features }): KernelGroup => {
    const places = features.map(placeOf);
    const own = [...new Set(places)].filter((place) => place !== null);
    return {
      values: own,
      features: features.map((feature, index) => {
        const place = places[index] ?? null;
        return loopOf(feature, place === null ? null : own.indexOf(place));
      }),
    };
  });
  return { plan: { groups: planned, values: values.size }, values: [...values.values()] };
}

function rowsOf(groups: Groups, values: readonly Streamed[], { rows }: Source, sequenced: boolean): Sql {
  const [first] = groups;
  const place = sequenced ? sql`dense_rank() OVER (PARTITION BY ordered_at ORDER BY event_id)` : null;
  const added = values.map(({ value }) => value);
  const own = (seq: Sql, side: 'order' | 'event', all: readonly Sql[]): Sql => {
    const hashes = groups.map((group, index) => sql`${hashOf(group, side)} AS ${id(`h${index}`)}`);
    const named = all.map((value, index) => sql`${value} AS ${id(`x${index}`)}`);
    return join([sql`epoch_us(ordered_at) AS t, ${markOf(seq, place)} AS mark`, ...hashes, ...named], sql`, `);
  };
  if (sourceName(first) === 'orders') return sql`SELECT ${own(sql`seq`, 'order', added)} FROM ${rows}`;
  const nothingAdded = values.map(({ none }) => none);
  return sql`SELECT ${own(unasked, 'event', added)} FROM ${rows}
    UNION ALL SELECT ${own(sql`seq`, 'order', nothingAdded)} FROM orders`;
}

/** A seq that is none. */
const unasked = sql`4294967295::BIGINT`;

/** See `leadingColumns`. */
const markOf = (seq: Sql, place: Sql | null): Sql =>
  place === null ? seq : sql`(${place} * 4294967296::BIGINT + ${seq})`;

/** The hash of a row’s keys, 0 where it does not have all of them. */
function hashOf({ features: [first] }: FeatureGroup, side: 'order' | 'event'): Sql {
  const { hash, present } = keyed(first, side);
  return sql`CASE WHEN ${present} THEN ${hash} ELSE 0::UBIGINT END`;
}

function badRows(planned: Planned, { rows }: Source, ground: FeatureGround): Sql {
  const facts = badFacts(planned, rows, ground);
  return sql`SELECT t, coalesce(seq, ${unasked}) AS mark, h AS h0,
    ${streamed(id('v0'), false)} AS x0 FROM (${facts})`;
}

/** The keys that hashes of values must tell apart: as `FeatureGround.hashed` is asked for them. */
export function hashedValues(group: FeatureGroup): readonly Sql[] {
  const on = sourceName(group);
  const rows = on === 'orders' ? sql`orders` : sql`events WHERE kind = ${literal(on)}`;
  return group.features.flatMap((planned) =>
    isHashed(planned) ? [sql`SELECT ${id(planned.checked.of?.column ?? '')} AS k0 FROM ${rows}`] : [],
  );
}
