import type { IdentityCommand } from './cli/identity-args.ts';
import type { IdentityTold } from './cli/identity-told.ts';
import type { NearMatches } from './cli/near-summary.ts';
import type { Linked } from './cli/summary.ts';
import type { Command } from './cli/args.ts';
import { withSession, type Session, type SessionOptions } from './cli-session.ts';
import type { ColumnBatch } from './model/column-batch.ts';
import { ShinsaError } from './model/failure.ts';
import { usualHubPersons } from './model/identity.ts';
import type { NearPair } from './model/near.ts';

type Circumstances = Pick<SessionOptions, 'signal' | 'progress' | 'masked' | 'processes'>;
type LinkCommand = Extract<Command, { kind: 'link' }>;

/** Values a person is told of. */
const frequent = 20;

/** The keys of values and, in a project, who else has them, what steps left out do, or its most frequent values. */
export async function identityCommandOf(command: IdentityCommand, given: Circumstances): Promise<IdentityTold> {
  if (command.action === 'keys' && command.project === null) {
    // Japan Post's list is large: only this command waits for it.
    const { identityKey } = await import('./identity/index.ts');
    const { of, values, beside, without } = command;
    const keys = values.map((value) => identityKey(of, value, beside ?? undefined, { without: new Set(without) }));
    return { kind: 'keys', keys };
  }
  const projectPath = command.project ?? '';
  return withSession({ ...given, projectPath, mode: 'open' }, async ({ ask }): Promise<IdentityTold> => {
    if (command.action === 'values')
      return { kind: 'values', values: await ask('identity.values', { kind: command.of, limit: frequent }) };
    if (command.action === 'without') {
      const { column, hits, limit } = command;
      const without = [...command.without];
      return { kind: 'without', report: await ask('identity.without', { column, without, hits, limit }) };
    }
    const asked = {
      kind: command.of,
      ...(command.beside === null ? {} : { beside: command.beside }),
      ...(command.without.length === 0 ? {} : { without: [...command.without] }),
    };
    const answers = [];
    for (const value of command.values) answers.push(await ask('identity.key', { ...asked, value }));
    return { kind: 'answers', answers };
  });
}

/** Entities a person is told of, and those that stand before all of them in JSON. */
const toldEntities = { text: 20, json: 500 } as const;

/** Links the orders of a project and keeps what was found. */
export function linkCommand(command: LinkCommand, given: Circumstances): Promise<Linked> {
  return withSession({ ...given, projectPath: command.project, mode: 'open' }, ({ ask }) => linked(command, ask));
}

/**
 * The same as JSON, with every entity (`clusters`): its orders, and the links that join them with their kinds. Written
 * entity by entity, as the engine tells them: memory holds one at a time.
 */
export function linkJson(
  command: LinkCommand,
  given: Circumstances,
  write: (text: string) => Promise<void>,
): Promise<void> {
  return withSession({ ...given, projectPath: command.project, mode: 'open' }, async ({ ask, engine }) => {
    const head = await linked(command, ask);
    await write(`${JSON.stringify(head, null, 2).replace(/\n\}$/, '')},\n  "clusters": [`);
    let first = true;
    const cluster = clusterWriter(async (text) => {
      await write(`${first ? '' : ','}\n    ${text}`);
      first = false;
    });
    const { signal, progress } = given;
    const told = await engine.call('identity.clusters', {}, { signal, progress, emit: (batch) => cluster.take(batch) });
    if (!told.ok) throw new ShinsaError(told.failure.code, told.failure.params);
    await cluster.end();
    await write('\n  ]\n}\n');
  });
}

async function linked({ hub, near, linkNear, json }: LinkCommand, ask: Session['ask']): Promise<Linked> {
  // Orders of an earlier version have no keys to be linked by.
  if ((await ask('identity.coverage', {})).length === 0) await ask('import.keys', {});
  const report = await ask('identity.link', {
    hubPersons: hub ?? usualHubPersons,
    ...(linkNear ? { near: true } : {}),
  });
  return {
    report,
    ...(near ? { near: await nearMatches(ask) } : {}),
    entities: await ask('identity.entities', { by: 'orders', limit: json ? toldEntities.json : toldEntities.text }),
  };
}

const pairsAtOnce = 10_000;

/** Every near match nobody has decided on, the heaviest first, with the numbers their weights are made of. */
async function nearMatches(ask: Session['ask']): Promise<NearMatches> {
  const state = await ask('identity.findNear', {});
  const pairs: NearPair[] = [];
  for (let offset = 0; offset < state.open; offset += pairsAtOnce)
    pairs.push(...(await ask('identity.nearPairs', { show: 'open', offset, limit: pairsAtOnce })).rows);
  return { state, pairs };
}

interface Cluster {
  readonly entity: string;
  readonly orders: { order: string; orderedAt: number | null; amount: number | null; currency: string | null }[];
  /** Order ids by seq: a link names the number of the other. */
  readonly ids: Map<number, string>;
  readonly links: { order: string; to: string; by: string[] }[];
}

/** Makes entities of rows as `identity.clusters` streams them, and writes each once it is whole. */
function clusterWriter(write: (text: string) => Promise<void>) {
  let open: Cluster | null = null;
  const end = async (): Promise<void> => {
    if (open === null) return;
    const { entity, orders, links } = open;
    open = null;
    await write(JSON.stringify({ entity, orders, links }));
  };
  return {
    end,
    take: async ({ names, columns, rowCount }: ColumnBatch): Promise<void> => {
      const at = (name: string): readonly unknown[] | Float64Array => columns[names.indexOf(name)]?.values ?? [];
      const [entities, seqs, ids, times, amounts, currencies, kinds, heads] = [
        ...[at('entity_id'), at('seq'), at('event_id'), at('ordered_at'), at('amount'), at('currency')],
        ...[at('link_kind'), at('link_to')],
      ];
      for (let row = 0; row < rowCount; row += 1) {
        const entity = String(entities?.[row]);
        if (open?.entity !== entity) {
          await end();
          open = { entity, orders: [], ids: new Map(), links: [] };
        }
        const [seq, order] = [Number(seqs?.[row]), String(ids?.[row])];
        if (!open.ids.has(seq)) {
          open.ids.set(seq, order);
          const currency = currencies?.[row];
          open.orders.push({
            ...{ order, orderedAt: number(times?.[row]), amount: number(amounts?.[row]) },
            currency: typeof currency === 'string' ? currency : null,
          });
        }
        const [kind, head] = [kinds?.[row], number(heads?.[row])];
        if (typeof kind !== 'string' || head === null) continue;
        const to = open.ids.get(head) ?? '';
        const last = open.links.at(-1);
        if (last?.order === order && last.to === to) last.by.push(kind);
        else open.links.push({ order, to, by: [kind] });
      }
    },
  };
}

const number = (value: unknown): number | null => (typeof value === 'number' && !Number.isNaN(value) ? value : null);
