import type { ProjectColumn } from '../model/columns.ts';
import { ShinsaError } from '../model/failure.ts';
import { isMaskedFor, looksMasked, sawMore, type PersonalClass } from '../model/personal-roles.ts';
import type { OpenProject } from '../store/project.ts';
import { pseudonym, tellsApart, type MaskedColumn } from '../store/redact.ts';
import { id, sql } from '../store/sql.ts';

/** A value of a column as it crosses the border. */
export type Value = string | number | boolean | null;

/** Masks and unmasks the values of one project. */
export interface Masks {
  /** Whether values of the column are masked; columns nobody knows are. */
  readonly masked: (column: string) => boolean;
  /** The mask of a value; the value itself in a column that stays readable. NULL stays NULL. */
  readonly mask: (column: string, value: Value) => Value;
  /** Whether what somebody wrote for whom these classes were masked may be told: whoever saw no more names nobody new. */
  readonly seen: (then: readonly PersonalClass[]) => boolean;
  /** Whether a value looks like a mask of the column. */
  readonly isMask: (column: string, value: Value) => boolean;
  /** The values a mask stands for; of what is no mask, the value itself: who knows a value may ask for it. */
  readonly unmask: (column: string, value: Value) => Promise<readonly Value[]>;
}

/** Masks given out and remembered at most: what the window shows is of these, so that nothing is looked for. */
const mostRemembered = 200_000;

/** What the masks given out stand for, by column and mask; the oldest are forgotten. */
export class MaskMemory {
  readonly #values = new Map<string, Value>();

  keep(column: string, mask: string, value: Value): void {
    const key = `${column}\n${mask}`;
    if (this.#values.has(key)) return;
    this.#values.set(key, value);
    for (const oldest of this.#values.keys()) {
      if (this.#values.size <= mostRemembered) return;
      this.#values.delete(oldest);
    }
  }

  find(column: string, mask: string): Value | undefined {
    return this.#values.get(`${column}\n${mask}`);
  }
}

/** The masks over a project's columns as they are now, where these classes are masked. */
export async function masksOver(
  project: OpenProject,
  memory: MaskMemory,
  classes: readonly PersonalClass[],
): Promise<Masks> {
  const columns = new Map<string, ProjectColumn>((await project.columns()).map((column) => [column.name, column]));
  const made = new Map<string, (value: string) => string>();
  const maskedColumn = (name: string): MaskedColumn => columns.get(name) ?? { name, type: 'text', pii: 'identity' };
  const maskOf = (name: string): ((value: string) => string) => {
    const known = made.get(name);
    if (known !== undefined) return known;
    const column = maskedColumn(name);
    const mask = pseudonym(column, project.maskKey(column));
    made.set(name, mask);
    return mask;
  };
  const masked = (name: string): boolean => !open.has(name) && isMaskedFor(maskedColumn(name), classes);
  const isMask = (name: string, value: Value): boolean =>
    typeof value === 'string' && masked(name) && looksMasked(value);
  return {
    masked,
    seen: (then) => !sawMore(then, classes),
    mask: (name, value) => {
      if (value === null || !masked(name)) return value;
      const mask = maskOf(name)(String(value));
      if (tellsApart(maskedColumn(name))) memory.keep(name, mask, value);
      return mask;
    },
    isMask,
    unmask: async (name, value) => {
      if (typeof value !== 'string' || !isMask(name, value)) return [value];
      const known = memory.find(name, value);
      if (known !== undefined) return [known];
      const found = columns.has(name) ? await lookFor(project, name, (one) => maskOf(name)(String(one)) === value) : [];
      return found.length === 0 ? [value] : found;
    },
  };
}

/** Stands for a column of a file that nobody knows. */
export const unknownColumn = 'custom.unknown';

/** Columns of working rows that are none of the project's own and say nothing of a person. */
const open: ReadonlySet<string> = new Set([
  ...['label', 'import_id', 'hour', 'seq', 'state', 'week', 'source_line'],
  // Of links between orders: what links them, and the number of the other.
  ...['link_kind', 'link_to'],
]);

/** Of a mask nobody remembers, such as one in an address kept from yesterday, every value is tried. */
async function lookFor(
  project: OpenProject,
  column: string,
  fits: (value: Value) => boolean,
): Promise<readonly Value[]> {
  const rows = await project.read({}, (db) =>
    db.rows(sql`SELECT DISTINCT ${id(column)} AS value FROM orders WHERE ${id(column)} IS NOT NULL`),
  );
  return rows.map((row) => row['value'] ?? null).filter(fits);
}

/** For what leaves as a file with personal values in it. */
export function refuseMasked(): never {
  throw new ShinsaError('personal-masked');
}
