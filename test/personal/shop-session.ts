import { cpSync } from 'node:fs';
import { join } from 'node:path';
import type { CallName, InputOf, OutputOf } from '../../analysis/engine-api.ts';
import { createEngine, type Engine } from '../../analysis/engine.ts';
import { localGrants, type LocalGrants } from '../../analysis/local-grants.ts';
import type { ColumnBatch } from '../../analysis/model/column-batch.ts';
import { mappingSchema, type Mapping } from '../../analysis/model/mapping.ts';
import { personalClasses, type PersonalClass } from '../../analysis/model/personal-roles.ts';
import { openProject } from '../../analysis/store/open-project.ts';
import mappingJson from '../../samples/shop/mapping.json' with { type: 'json' };
import type { Shop, ShopOrder } from '../../samples/shop/shop.ts';
import { inProcess } from '../ingest/workbench.ts';
import { scratch } from '../store/projects.ts';
import { plantedFiles, putOnLists, smallShop, transactionOf, writePlanted, type PlantedFiles } from './planted.ts';

/** A small shop with lines, events, lists and near matches in a project, asked through the engine as a window asks; `masked` may be changed at any time. */
export interface ShopSession {
  readonly shop: Shop;
  readonly dir: string;
  readonly path: string;
  readonly cacheDir: string;
  readonly engine: () => Engine;
  /** Closes the project and opens it anew. */
  readonly reopen: () => Promise<void>;
  readonly grants: LocalGrants;
  readonly mapping: Mapping;
  readonly files: PlantedFiles;
  masked: boolean;
  /** The classes that are masked then; all of them unless a test says otherwise. */
  classes: readonly PersonalClass[];
  readonly ask: <N extends CallName>(name: N, input: InputOf<N>) => Promise<OutputOf<N>>;
  /** The answer with its batches as the page would get them, or the failure's code, as one text. */
  readonly text: <N extends CallName>(name: N, input: InputOf<N>) => Promise<string>;
  readonly close: () => Promise<void>;
}

export async function shopSession(): Promise<ShopSession> {
  const place = scratch();
  const known = await (base ??= filledProject());
  cpSync(known, place.dir, { recursive: true });
  const files = plantedFiles(place.dir);
  const grants = localGrants();
  const path = join(place.dir, 'shop.shinsa');
  const cacheDir = join(place.dir, 'cache');
  const processes = inProcess();
  const view: Pick<ShopSession, 'masked' | 'classes'> = { masked: false, classes: personalClasses };
  const open = (mode: 'create' | 'open'): Promise<Engine> =>
    createEngine({
      ...{ projectPath: path, mode, grants, processes, cacheDir },
      masked: () => (view.masked ? view.classes : []),
    });
  let engine = await open('open');
  const ask: ShopSession['ask'] = async (name, input) => {
    const result = await engine.call(name, input);
    if (!result.ok) throw new Error(JSON.stringify(result.failure));
    return result.value;
  };
  return Object.assign(view, {
    ...{ shop, dir: place.dir, path, cacheDir, grants, mapping, files, ask, engine: () => engine },
    reopen: async () => {
      await engine.close();
      engine = await open('open');
    },
    text: async <N extends CallName>(name: N, input: InputOf<N>) => {
      const batches: ColumnBatch[] = [];
      const result = await engine.call(name, input, { emit: (batch) => void batches.push(batch) });
      const columns = batches.flatMap((batch) => batch.columns.map(({ values }) => Array.from<unknown>(values)));
      return JSON.stringify([result, columns]);
    },
    close: async () => {
      await engine.close();
      place.dispose();
    },
  });
}

const shop = smallShop(400);
const { columns, ...sampleMapping } = mappingSchema.parse(mappingJson);
const mapping: Mapping = { ...sampleMapping, columns: { ...columns, transaction_id: '取引ID' } };
let base: Promise<string> | undefined;

/** A folder with the shop's files and the project they were taken into; an import takes long, a copy does not. */
async function filledProject(): Promise<string> {
  const { dir } = scratch();
  writePlanted(dir, shop);
  const files = plantedFiles(dir);
  const grants = localGrants();
  const processes = inProcess();
  const projectPath = join(dir, 'shop.shinsa');
  const engine = await createEngine({ projectPath, mode: 'create', grants, processes, cacheDir: join(dir, 'cache') });
  const ask = async <N extends CallName>(name: N, input: InputOf<N>): Promise<void> => {
    const result = await engine.call(name, input);
    if (!result.ok) throw new Error(JSON.stringify(result.failure));
  };
  const [file, outcomes] = [grants.grant(files.orders), grants.grant(files.chargebacks)];
  await ask('import.run', { file, outcomes: [outcomes], mapping });
  await ask('import.lines', { file: grants.grant(files.lines) });
  for (const kind of ['login', 'auth'] as const) await ask('import.events', { file: grants.grant(files[kind]), kind });
  const names = { ja: 'メール', en: 'mail' };
  await ask('lists.add', {
    ...{ file: grants.grant(files.list), id: 'email', names, purpose: 'negative', match: 'email' },
  });
  await engine.close();
  const project = await openProject(projectPath, { cacheDir: join(dir, 'cache') });
  await putOnLists(project, shop);
  await project.close();
  return dir;
}

/** Everything of an order that tells a person, with the column it stands in. */
export function personalValues(order: ShopOrder): readonly (readonly [column: string, value: string])[] {
  const { buyer, delivery } = order;
  const told: readonly (readonly [string, string | null])[] = [
    ['event_id', order.id],
    ['member_id', order.memberId],
    ['transaction_id', transactionOf(order.id)],
    ['email', order.email],
    ['phone', buyer.phone],
    ['buyer_name', buyer.name],
    ['buyer_kana', buyer.kana],
    ['buyer_address', buyer.address],
    ['delivery_name', delivery.name],
    ['delivery_phone', delivery.phone],
    ['delivery_address', delivery.address],
    ['ip_address', order.ip],
    ['device_id', order.deviceId],
    ['cookie_id', order.cookieId],
    ['card_token', order.payment.token],
  ];
  return told.flatMap(([column, value]) =>
    value === null || value.length < (/name|kana/.test(column) ? 4 : 6) ? [] : [[column, value] as const],
  );
}
