import type { Scope } from './scope.ts';

function distance(left: string, right: string): number {
  const a = [...left];
  const b = [...right];
  let row = b.map((_, index) => index + 1);
  a.forEach((char, i) => {
    let diagonal = i;
    let previous = i + 1;
    row = row.map((above, j) => {
      const cost = Math.min(previous + 1, above + 1, diagonal + (char === b[j] ? 0 : 1));
      diagonal = above;
      previous = cost;
      return cost;
    });
  });
  return row[row.length - 1] ?? a.length;
}

const fold = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_-]/g, '');

/** Up to three of the names nearest to `text`, nearest first; none when all are far. */
export function nearest(text: string, names: readonly string[]): string[] {
  const wanted = fold(text).slice(0, 80);
  const far = Math.max(2, Math.floor(wanted.length / 3));
  return names
    .map((name) => ({ name, far: distance(wanted, fold(name)) }))
    .filter((entry) => entry.far <= far)
    .sort((x, y) => x.far - y.far || (x.name < y.name ? -1 : 1))
    .slice(0, 3)
    .map((entry) => entry.name);
}

/** Paths a mistyped one may have meant: by column name or display name first, then by spelling. */
export function suggestedPaths(path: string, scope: Scope): string[] {
  const usable = [...scope.fields.values()].filter((field) => field.refused === undefined);
  const last = fold(path.slice(path.lastIndexOf('.') + 1));
  const meant = usable
    .filter((field) =>
      [field.column, field.path.slice(field.path.indexOf('.') + 1), ...(field.labels ?? [])].some(
        (name) => fold(name) === last,
      ),
    )
    .map((field) => field.path)
    .sort((a, b) => distance(fold(path), fold(a)) - distance(fold(path), fold(b)));
  return [
    ...new Set([
      ...meant,
      ...nearest(
        path,
        usable.map((field) => field.path),
      ),
    ]),
  ].slice(0, 3);
}
