export type Params = Readonly<Record<string, string | number>>;

/**
 * Puts values into `{name}`. `{name|order|orders}` chooses by whether the number is one; the number itself is written
 * with a separate `{name}`, already formatted under `nameText` when given.
 */
export function fill(text: string, params: Params): string {
  return text.replace(/\{(\w+)(?:\|([^|}]*)\|([^}]*))?\}/g, (whole, name: string, one?: string, many?: string) => {
    const value = params[name];
    if (value === undefined) return whole;
    if (one !== undefined && many !== undefined) return Number(value) === 1 ? one : many;
    const written = params[`${name}Text`];
    return String(written ?? value);
  });
}
