/** SQL text printed from a rule: a three-valued condition (NULL = not evaluable) or a decision; literals quoted inside. */
export interface SqlPredicate {
  readonly kind: 'predicate';
  readonly text: string;
}

/** Marks printed text as such. */
export function predicate(text: string): SqlPredicate {
  return { kind: 'predicate', text };
}

/** Printed SQL and whether it can stand beside an operator without parentheses. */
export interface Printed {
  readonly text: string;
  readonly closed: boolean;
}

export const open = (text: string): Printed => ({ text, closed: false });
export const closed = (text: string): Printed => ({ text, closed: true });

/** The text, in parentheses unless it is closed. */
export function wrapped(printed: Printed): string {
  return printed.closed ? printed.text : `(${printed.text})`;
}

/** A standard SQL string literal. */
export function sqlString(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

/** A standard SQL identifier. */
export function sqlName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
