/** A value of JSON with the exceptions of every rule set in it, however deep, put through `change`. */
export function mapRuleSets(value: unknown, change: (exceptions: readonly unknown[]) => readonly unknown[]): unknown {
  if (Array.isArray(value)) return value.map((one) => mapRuleSets(one, change));
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  if ('format' in value && value.format === 'shinsa-ruleset') {
    if (!('exceptions' in value) || !Array.isArray(value.exceptions)) return value;
    return { ...value, exceptions: change(value.exceptions) };
  }
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, mapRuleSets(member, change)]));
}
