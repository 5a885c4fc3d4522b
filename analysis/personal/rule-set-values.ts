import { columnOfPath } from '../model/columns.ts';
import { exceptionSchema, type RuleSetException } from '../model/policy.ts';
import type { OpenProject } from '../store/project.ts';
import { sql } from '../store/sql.ts';
import { mapRuleSets } from '../store/rule-sets-in.ts';
import { refuseMasked, unknownColumn, type Masks, type Value } from './masks.ts';

/** A rule's text is left as it is; the values and notes of exceptions tell of persons, and are masked like any other. */

/** What of an exception is masked, each with the column whose masks it gets. */
const partsOf = ({ field, value, note }: RuleSetException): readonly (readonly [column: string, text: string])[] => [
  [columnOfPath(field), value],
  ...(note === undefined ? [] : [[unknownColumn, note] as const]),
];

function changed(exception: RuleSetException, change: (column: string, text: string) => string): RuleSetException {
  const { field, value, note } = exception;
  const told = note === undefined ? {} : { note: change(unknownColumn, note) };
  return { ...exception, value: change(columnOfPath(field), value), ...told };
}

const mapExceptions = (value: unknown, change: (exception: RuleSetException) => RuleSetException): unknown =>
  mapRuleSets(value, (exceptions) =>
    exceptions.map((one) => {
      const { data } = exceptionSchema.safeParse(one);
      return data === undefined ? one : change(data);
    }),
  );

function exceptionsIn(value: unknown): readonly RuleSetException[] {
  const found: RuleSetException[] = [];
  mapExceptions(value, (exception) => {
    found.push(exception);
    return exception;
  });
  return found;
}

/** An answer with the exceptions of every rule set in it masked. */
export const maskedRuleSets = (answer: unknown, { mask }: Masks): unknown =>
  mapExceptions(answer, (exception) => changed(exception, (column, text) => String(mask(column, text))));

/** Whether a rule set in the value has exceptions that must not be seen. */
export const tellsOfPersons = (value: unknown, { masked }: Masks): boolean =>
  exceptionsIn(value).some((exception) => partsOf(exception).some(([column]) => masked(column)));

/**
 * An input with every mask in its exceptions turned to what it stands for: what was shown, what an order says, or what a
 * saved rule set says. Throws 'personal-masked' for one that stands for nothing, or for several.
 */
export async function unmaskedRuleSets(input: unknown, masks: Masks, project: OpenProject): Promise<unknown> {
  const asked = exceptionsIn(input)
    .flatMap(partsOf)
    .filter(([column, text]) => masks.isMask(column, text));
  if (asked.length === 0) return input;
  const meant = new Map<string, string>();
  let stored: readonly RuleSetException[] | undefined;
  for (const [column, text] of asked) {
    let found: readonly Value[] = (await masks.unmask(column, text)).filter((value) => value !== text);
    if (found.length === 0) {
      stored ??= await storedExceptions(project);
      found = [
        ...new Set(
          stored
            .flatMap(partsOf)
            .filter(([own, value]) => own === column && masks.mask(column, value) === text)
            .map(([, value]) => value),
        ),
      ];
    }
    const [only] = found;
    if (only === undefined || only === null || found.length > 1) return refuseMasked();
    meant.set(`${column}\n${text}`, String(only));
  }
  return mapExceptions(input, (exception) =>
    changed(exception, (column, text) => meant.get(`${column}\n${text}`) ?? text),
  );
}

async function storedExceptions(project: OpenProject): Promise<readonly RuleSetException[]> {
  const rows = await project.read({}, (db) =>
    db.rows(sql`SELECT rule_set AS text FROM rule_sets UNION SELECT rule_set FROM runs`),
  );
  return rows.flatMap((row) => exceptionsIn(JSON.parse(String(row['text']))));
}
