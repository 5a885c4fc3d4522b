import { checkFeature, type Scope } from '../../expression/index.ts';
import { featureColumnMeaning } from '../../model/features.ts';
import { ShinsaError } from '../../model/failure.ts';
import { columnName, columnPlace } from '../column-names.ts';
import { boundColumns, usualColumnLimits } from '../columns-folder.ts';
import type { Connection } from '../connection.ts';
import { atRevision } from '../one-version.ts';
import { id, sql, type Sql } from '../sql.ts';
import { groupOf, type FeatureGroup, type FeatureMaker, type FilesPlace } from './compute.ts';
import type { FeatureGround } from './facts.ts';
import { hashesApart } from './hashes-apart.ts';
import type { Planned } from './planned.ts';

/** Computed features kept at most; those asked for least recently are forgotten. */
const mostKept = 200;

/** The state of the project that features are computed from. */
export interface FeatureState {
  /** Of the orders, events, lists and outcomes: features do not depend on anything else. */
  readonly revision: number;
  readonly singleCurrency: string | null;
  /** The zone in which bills fall due; null where no outcome tells when one does. */
  readonly bills: string | null;
  readonly scope: (currency: string, timezone: string) => Scope;
  /** How many there are. */
  readonly orders: number;
  /** Bytes that computing features may take beside DuckDB. */
  readonly memory: number;
  /** Makes sure of the folder for columns of codes of these orders, and answers it. */
  readonly folder: () => string;
}

/** A feature in a table, which may have no row for an order without its keys. */
export interface FeatureColumn {
  readonly table: Sql;
  /** The column of it that tells the `seq` of a row's order. */
  readonly seq: string;
  /** The value in a row of the table under this name. */
  readonly valueOf: (alias: Sql) => Sql;
}

type Build = <T>(work: (db: Connection) => Promise<T>, signal?: AbortSignal) => Promise<T>;

interface Wanted extends Planned {
  /** Its name among those kept. */
  readonly key: string;
  /** Its name among columns of codes. */
  readonly name: string;
}

interface WantedGroup extends FeatureGroup {
  readonly features: readonly [Wanted, ...Wanted[]];
}

/** The feature a column of the working rows holds; null where there is none, or it can no longer be computed. */
export function featureOf(column: string, scope: FeatureState['scope']): Planned | null {
  const meaning = featureColumnMeaning(column);
  if (meaning === null) return null;
  const checked = checkFeature(meaning.feature, scope(meaning.currency, meaning.timezone));
  return checked.ok ? { checked, reading: meaning.reading ?? {} } : null;
}

/**
 * Keeps computed features until orders, events, lists or outcomes change, a file or a column of a table each: a further feature
 * computes nothing that is there already. What stands in files becomes a table when one is asked for. Asked by one caller at a
 * time.
 */
export class FeatureColumns {
  readonly #build: Build;
  readonly #maker: FeatureMaker;
  readonly #kept = new Map<string, FeatureColumn>();
  /** Whether hashes tell the keys apart, by the query of the keys. */
  readonly #hashed = new Map<string, boolean>();
  #revision = -1;

  constructor(build: Build, maker: FeatureMaker) {
    this.#build = build;
    this.#maker = maker;
  }

  /** Computes those of the columns that hold features and are in no table yet; `tell` hears the share that is done. */
  async make(...asked: Parameters<FeatureColumns['keep']>): Promise<void> {
    const [columns, state, signal] = asked;
    // All of them may be damaged, which is seen of one after the other.
    for (let tries = 0; tries <= columns.length; tries += 1) {
      await this.keep(...asked);
      if (await this.#fromFiles(wantedOf(columns, state), state, signal)) return;
    }
    // Made anew and damaged again: the disk does not keep what is written.
    throw new ShinsaError('cache-unusable');
  }

  /** Computes those of the columns that hold features and are neither in a file nor in a table yet. */
  async keep(
    columns: readonly string[],
    state: FeatureState,
    signal: AbortSignal,
    tell: (share: number) => void,
  ): Promise<void> {
    await this.#makeAll(wantedOf(columns, state), state, signal, tell);
  }

  /** The column of a feature that `make` made. */
  made(column: string): FeatureColumn | undefined {
    return this.#kept.get(column);
  }

  async #makeAll(
    wanted: readonly Wanted[],
    state: FeatureState,
    signal: AbortSignal,
    tell: (share: number) => void,
  ): Promise<void> {
    await this.#startAt(state.revision);
    for (const { key } of wanted) this.#touch(key);
    const absent = wanted.filter(({ key }) => !this.#kept.has(key));
    if (absent.length === 0) return;
    const place = placeOf(state);
    const missing = absent.filter(({ name }) => !this.#inFile(place, name));
    let done = 0;
    for (const batch of this.#batches(missing)) {
      if (signal.aborted) throw new ShinsaError('cancelled');
      tell(done / missing.length);
      const left = [...batch];
      await this.#makeBatch(batch, state, { place, signal }, () => {
        done += left.shift()?.features.length ?? 0;
        if (left.length > 0) tell(done / missing.length);
      });
    }
    await this.#forgetOld(wanted.length);
    if (missing.length > 0)
      boundColumns(
        place.folder,
        new Set(absent.map(({ name }) => columnPlace(place.folder, name).path)),
        usualColumnLimits,
      );
  }

  /** Brings what stands in files alone into one table; false where a file is damaged or gone. */
  async #fromFiles(wanted: readonly Wanted[], state: FeatureState, signal: AbortSignal): Promise<boolean> {
    const missing = wanted.filter(({ key }) => !this.#kept.has(key));
    const { files } = this.#maker;
    if (missing.length === 0 || files === null) return true;
    const table = `features_${(tables += 1)}`;
    const asked = missing.map((planned) => ({ planned, name: planned.name }));
    const values = await this.#build((db) => files.toTable(db, table, placeOf(state), asked), signal);
    if (values === null) return false;
    missing.forEach(({ key }, i) => {
      const valueOf = values[i];
      if (valueOf !== undefined) this.#kept.set(key, { table: id('work', table), seq: 'rowid', valueOf });
    });
    return true;
  }

  #inFile(place: FilesPlace, name: string): boolean {
    return this.#maker.files?.isThere(place, name) === true;
  }

  /** The groups of features that are missing, those that are made together side by side. */
  #batches(missing: readonly Wanted[]): WantedGroup[][] {
    const groups = sorted(missing, (one) => JSON.stringify([groupOf(one, one.key), this.#maker.wayOf(one)]));
    const named = groups.map((features): WantedGroup => ({
      features,
      names: features.map(({ name }) => name),
      table: `features_${(tables += 1)}`,
    }));
    return sorted(named, (group) => this.#maker.batchOf(group));
  }

  async #makeBatch(
    groups: readonly WantedGroup[],
    { singleCurrency, revision, bills, memory }: FeatureState,
    { place, signal }: { readonly place: FilesPlace; readonly signal: AbortSignal },
    done: () => void,
  ): Promise<void> {
    const ground: FeatureGround = { singleCurrency, reports: { kind: 'project', bills }, hashed: this.#areHashed };
    await this.#build(
      (db) =>
        atRevision(db, revision, () => this.#maker.make(db, groups, ground, { folder: place.folder, memory }, done)),
      signal,
    );
    for (const { features, table } of groups)
      features.forEach(({ key, name }, index) => {
        if (this.#inFile(place, name)) return;
        const valueOf = (alias: Sql): Sql => sql`${alias}.${id(`f${index}`)}`;
        this.#kept.set(key, { table: id('work', table), seq: 'seq', valueOf });
      });
  }

  readonly #areHashed: FeatureGround['hashed'] = async (db, keys, names) => {
    const key = [keys.text, ...keys.values].join('\n');
    const known = this.#hashed.get(key);
    if (known !== undefined) return known;
    const apart = await hashesApart(db, keys, names);
    this.#hashed.set(key, apart);
    return apart;
  };

  #touch(key: string): void {
    const column = this.#kept.get(key);
    if (column === undefined) return;
    this.#kept.delete(key);
    this.#kept.set(key, column);
  }

  async #startAt(revision: number): Promise<void> {
    if (this.#revision === revision) return;
    const old = [...this.#kept.keys()];
    this.#revision = revision;
    this.#hashed.clear();
    await this.#drop(old);
  }

  async #forgetOld(wanted: number): Promise<void> {
    const most = Math.max(mostKept, wanted);
    await this.#drop([...this.#kept.keys()].slice(0, Math.max(0, this.#kept.size - most)));
  }

  /** A table goes when none of its columns is kept any more. */
  async #drop(keys: readonly string[]): Promise<void> {
    const old = new Map(keys.flatMap((key) => this.#kept.get(key) ?? []).map(({ table }) => [table.text, table]));
    for (const key of keys) this.#kept.delete(key);
    for (const { table } of this.#kept.values()) old.delete(table.text);
    for (const table of old.values()) await this.#build((db) => db.run(sql`DROP TABLE IF EXISTS ${table}`));
  }
}

function wantedOf(columns: readonly string[], { scope }: FeatureState): Wanted[] {
  return columns.flatMap((column) => {
    const planned = featureOf(column, scope);
    return planned === null ? [] : [{ ...planned, key: column, name: nameOf(planned, column) }];
  });
}

const placeOf = ({ folder, orders }: FeatureState): FilesPlace => ({ folder: folder(), orders });

/** The name under which the values of a column are found: that of whoever compares them with constants. */
function nameOf({ checked: { type } }: Planned, column: string): string {
  const kind = type === 'timestamp' ? 'instant' : type === 'double' ? 'double' : 'int';
  return columnName({ kind, of: id(column) });
}
/** Tables made so far: no two of one database have the same name, whoever keeps them. */
let tables = 0;

/** Those of one name together, in the order in which each name comes first. */
function sorted<T>(all: readonly T[], nameOf: (one: T) => string): [T, ...T[]][] {
  const named = new Map<string, [T, ...T[]]>();
  for (const one of all) {
    const name = nameOf(one);
    const known = named.get(name);
    if (known === undefined) named.set(name, [one]);
    else known.push(one);
  }
  return [...named.values()];
}
