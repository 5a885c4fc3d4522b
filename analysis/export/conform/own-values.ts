import type { RuleSet } from '../../model/ruleset.ts';
import type { Connection } from '../../store/connection.ts';
import type { ProjectHandle } from '../../store/project-handle.ts';
import { id, sql } from '../../store/sql.ts';
import { exceptionCounts, tries } from '../exported-exceptions.ts';
import { keptDomains, type PublicDomains } from '../kept-domains.ts';
import type { PackageContent } from '../package-content.ts';
import { saltsOf, Surrogates } from '../surrogate.ts';

/** Of one field, the values of a project that may stand behind surrogates. */
interface Candidates {
  readonly field: string;
  readonly values: readonly string[];
}

/**
 * The rule set of a package with the project's own values where its exceptions hold stand-ins for them: only the project they
 * came from can make those again. A value that no order has stays hidden, and is missed on no order. Answers how many do.
 */
export async function withOwnValues(
  project: ProjectHandle,
  db: Connection,
  { ruleSet, origin }: Pick<PackageContent, 'ruleSet' | 'origin'>,
  publicDomains: PublicDomains,
): Promise<{ readonly ruleSet: RuleSet; readonly hidden: number }> {
  const hidden = (ruleSet.exceptions ?? []).filter(({ surrogate }) => surrogate === true);
  if (hidden.length === 0 || origin === null) return { ruleSet, hidden: hidden.length };
  const candidates = await candidatesOf(project, db, ruleSet, hidden);
  const salt = saltsOf(project.surrogateKey, ruleSet, origin.data);
  const isPublic = keptDomains(origin.lists, await publicDomains());
  let found: ReadonlyMap<string, string> = new Map();
  for (let round = 0; round < tries && found.size < hidden.length; round += 1) {
    const own = standingFor(new Surrogates(salt('exception', round), origin.named, new Map(), isPublic), candidates);
    const known = new Map(hidden.flatMap((one) => entryOf(own, nameOf(one.field, one.value))));
    if (known.size > found.size) found = known;
  }
  const exceptions = (ruleSet.exceptions ?? []).map((one) => {
    const value = one.surrogate === true ? found.get(nameOf(one.field, one.value)) : undefined;
    if (value === undefined) return one;
    const { surrogate: _surrogate, ...rest } = one;
    return { ...rest, value };
  });
  const known = { ...ruleSet, exceptions };
  return { ruleSet: known, hidden: exceptionCounts(known).surrogates };
}

const nameOf = (field: string, value: string): string => `${field} ${value}`;

const entryOf = (own: ReadonlyMap<string, string | null>, name: string): [string, string][] => {
  const value = own.get(name) ?? null;
  return value === null ? [] : [[name, value]];
};

/** By field and surrogate the value it stands for; null for one that several have. */
function standingFor(surrogates: Surrogates, candidates: readonly Candidates[]): Map<string, string | null> {
  const found = new Map<string, string | null>();
  for (const { field, values } of candidates)
    for (const value of values) {
      const name = nameOf(field, surrogates.of(value, field));
      found.set(name, found.has(name) ? null : value);
    }
  return found;
}

/** Surrogates are as long as what they stand for. */
async function candidatesOf(
  project: ProjectHandle,
  db: Connection,
  { currency, timezone }: RuleSet,
  hidden: NonNullable<RuleSet['exceptions']>,
): Promise<Candidates[]> {
  const { fields } = await project.scope(currency, timezone);
  const candidates: Candidates[] = [];
  for (const field of new Set(hidden.map((one) => one.field))) {
    const own = fields.get(field);
    if (own?.type !== 'string') continue;
    const lengths = hidden.flatMap((one) => (one.field === field ? [Array.from(one.value).length] : []));
    const rows = await project.rows(db, [own.column]);
    const found = await db.rows(sql`SELECT DISTINCT ${id(own.column)} AS value FROM ${rows}
      WHERE length(${id(own.column)}) IN (SELECT unnest(${JSON.stringify(lengths)}::JSON::BIGINT[]))`);
    candidates.push({ field, values: found.map(({ value }) => String(value)) });
  }
  return candidates;
}
