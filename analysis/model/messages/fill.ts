/**
 * Puts parameters into `{name}`. A part in `[ ]` is left out where one of its parameters is missing or empty; elsewhere a
 * missing one leaves nothing. `{name|day|days}` chooses by whether the number is one; it is written by a `{name}` of its own.
 */
export function fill(text: string, params: Readonly<Record<string, string | number>>): string {
  const isGiven = (part: string): boolean =>
    [...part.matchAll(/\{(\w+)\}/g)].every(([, name]) => (params[name ?? ''] ?? '') !== '');
  return text
    .replace(/\[([^[\]]*)\]/g, (_, part: string) => (isGiven(part) ? part : ''))
    .replace(/\{(\w+)\|([^|}]*)\|([^}]*)\}/g, (_, name: string, one: string, many: string) =>
      Number(params[name]) === 1 ? one : many,
    )
    .replace(/\{(\w+)\}/g, (_, name: string) => String(params[name] ?? ''));
}
