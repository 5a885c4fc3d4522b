import { Components } from '../../analysis/identity/components.ts';
import { linkOrders } from '../../analysis/identity/link.ts';
import { findNear } from '../../analysis/identity/near/find.ts';
import { usualHubPersons } from '../../analysis/model/identity.ts';
import { mappingSchema } from '../../analysis/model/mapping.ts';
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
export async function nearFigures(seed: number, shift: Shift): Promise<NearFigures> {
  const orders = population(seed, shift);
  const personOf = new Map(orders.map(({ id, person }) => [id, person]));
  const work = await bench();
  await work.import(csvOf(orders), mappingSchema.parse({ ...basic, columns: { ...basic.columns, ...columns } }));
  await work.project.write({}, async (db) => {
    await linkOrders(db, usualHubPersons, 'none');
    await findNear(db);
  });
  const rows = await work.rows(sql`SELECT min(seq) AS seq, min_by(event_id, seq) AS id, min_by(entity_id, seq) AS entity
    FROM orders GROUP BY buyer_name_key, buyer_kana_key, buyer_address_key, phone_key, email_key ORDER BY seq`);
  const over = await work.rows(sql`SELECT one_seq, other_seq FROM near_pairs WHERE over`);
  const profiles = rows.map(({ seq, id, entity }) => ({
    seq: Number(seq),
    person: personOf.get(String(id)),
    entity: entity ?? `alone ${seq}`,
  }));
  const groups = new Components(orders.length);
  const claims = new Set<string>();
  for (const row of over) {
    const [one, other] = [Number(row['one_seq']), Number(row['other_seq'])];
    groups.join(one, other);
    claims.add(`${Math.min(one, other)} ${Math.max(one, other)}`);
  }
  const firstOf = new Map<unknown, number>();
  for (const { seq, entity } of profiles) groups.join(firstOf.get(entity) ?? seq, firstOf.set(entity, seq) && seq);
  let [planted, right, together, rightly] = [0, 0, 0, 0];
  profiles.forEach((one, i) => {
    for (const other of profiles.slice(i + 1)) {
      if (one.entity === other.entity) continue;
      const same = one.person === other.person;
      const joined = groups.rootOf(one.seq) === groups.rootOf(other.seq);
      planted += Number(same);
      together += Number(joined);
      rightly += Number(same && joined);
      right += Number(same && claims.has(`${one.seq} ${other.seq}`));
    }
  });
  return {
    planted,
    claimed: claims.size,
    claims: { precision: right / claims.size, recall: right / planted },
    joined: { precision: rightly / together, recall: rightly / planted },
  };
}
