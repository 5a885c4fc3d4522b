/** What is read of each saved query, by its name in lower case. */
export type Reads = ReadonlyMap<string, readonly string[]>;

/**
 * The saved queries that these names need, each behind those that it reads. A ring of queries that read each other is told by
 * the names on it, the first of them again at its end.
 */
export function inOrder(
  names: readonly string[],
  reads: Reads,
): { readonly order: readonly string[]; readonly cycle: readonly string[] | null } {
  const done = new Set<string>();
  let cycle: readonly string[] | null = null;
  const visit = (name: string, trail: readonly string[]): void => {
    const own = reads.get(name);
    if (own === undefined || done.has(name) || cycle !== null) return;
    const at = trail.indexOf(name);
    if (at >= 0) {
      cycle = [...trail.slice(at), name];
      return;
    }
    for (const one of own) visit(one, [...trail, name]);
    done.add(name);
  };
  for (const name of names) visit(name, []);
  return { order: [...done], cycle };
}
