import { Components } from '../../analysis/identity/components.ts';
import { linkOrders } from '../../analysis/identity/link.ts';
import { findNear } from '../../analysis/identity/near/find.ts';
import { usualHubPersons } from '../../analysis/model/identity.ts';
import { mappingSchema, type Mapping } from '../../analysis/model/mapping.ts';
import { sql } from '../../analysis/store/sql.ts';
import { basic, bench } from '../ingest/workbench.ts';
import { columns, csvOf, population, type Shift } from './near-population.ts';

/** Shares of pairs of profiles that no key links. */
export interface Share {
  readonly precision: number;
  readonly recall: number;
}

/** What near matching found of a population whose truth is known, at the link threshold. */
export interface NearFigures {
  /** Pairs of one person, and pairs claimed to be. */
  readonly planted: number;
  readonly claimed: number;
  /** Of the pairs claimed themselves. */
  readonly claims: Share;
  /** Of the pairs that are together once the claims are links, through a third profile too: what entities show. */
  readonly joined: Share;
}

/** Imports a population, links it and compares what is claimed to be one person with who is. */
export function nearFigures(seed: number, shift: Shift): Promise<NearFigures> {
  const orders = population(seed, shift);
  return figuresOf({
    file: csvOf(orders),
    mapping: mappingSchema.parse({ ...basic, columns: { ...basic.columns, ...columns } }),
    personOf: new Map(orders.map(({ id, person }) => [id, person])),
  });
}

/** A file of orders and whose each is, by order id. */
export interface KnownPersons {
  readonly file: string | Uint8Array;
  readonly mapping: Mapping;
  readonly personOf: ReadonlyMap<string, unknown>;
}

interface Profile {
  readonly seq: number;
  readonly person: unknown;
  readonly entity: unknown;
}

/** The same of any file. */
export async function figuresOf({ file, mapping, personOf }: KnownPersons): Promise<NearFigures> {
  const work = await bench();
  await work.import(file, mapping);
  await work.project.write({}, async (db) => {
    await linkOrders(db, usualHubPersons, 'none');
    await findNear(db);
  });
  const rows = await work.rows(sql`SELECT min(seq) AS seq, min_by(event_id, seq) AS id, min_by(entity_id, seq) AS entity
    FROM orders GROUP BY buyer_name_key, buyer_kana_key, buyer_address_key, phone_key, email_key ORDER BY seq`);
  const over = await work.rows(sql`SELECT one_seq, other_seq FROM near_pairs WHERE over`);
  const profiles = rows.map(({ seq, id, entity }): Profile => ({
    seq: Number(seq),
    person: personOf.get(String(id)),
    entity: entity ?? `alone ${seq}`,
  }));
  const claims = over.map((row) => [Number(row['one_seq']), Number(row['other_seq'])] as const);
  const groups = new Components(personOf.size);
  for (const [one, other] of claims) groups.join(one, other);
  const firstOf = new Map<unknown, number>();
  for (const { seq, entity } of profiles) groups.join(firstOf.get(entity) ?? seq, firstOf.set(entity, seq) && seq);
  const rootOf = ({ seq }: Profile): number => groups.rootOf(seq);
  const profileAt = new Map(profiles.map((one) => [one.seq, one]));
  const planted = pairsWithin(profiles, ({ person }) => person);
  const together = pairsWithin(profiles, rootOf);
  const right = claims.filter(([one, other]) => profileAt.get(one)?.person === profileAt.get(other)?.person).length;
  const rightly = planted.filter(([one, other]) => rootOf(one) === rootOf(other)).length;
  return {
    planted: planted.length,
    claimed: claims.length,
    claims: { precision: right / claims.length, recall: right / planted.length },
    joined: { precision: rightly / together.length, recall: rightly / planted.length },
  };
}

/** Pairs of one group that no key links. */
function pairsWithin(profiles: readonly Profile[], of: (one: Profile) => unknown): (readonly [Profile, Profile])[] {
  return [...grouped(profiles, of).values()].flatMap((group) =>
    group.flatMap((one, i) =>
      group.slice(i + 1).flatMap((other) => (one.entity === other.entity ? [] : [[one, other] as const])),
    ),
  );
}

/** The members of every group, in their order. */
export function grouped<T, K>(all: readonly T[], of: (one: T) => K): ReadonlyMap<K, readonly T[]> {
  const groups = new Map<K, T[]>();
  for (const one of all) {
    const key = of(one);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [one]);
    else known.push(one);
  }
  return groups;
}
