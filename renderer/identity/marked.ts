/** A piece of a text, and whether the other text lacks it. */
export interface Piece {
  readonly text: string;
  readonly own: boolean;
}

/** Longer texts are not looked at letter by letter. */
const most = 200;

/** One text in pieces: what it has in common with the other (a longest common subsequence of letters), and what not. */
export function piecesOf(text: string, other: string): readonly Piece[] {
  const [a, b] = [[...text], [...other]];
  if (a.length > most || b.length > most) return [{ text, own: text !== other }];
  const common = commonLetters(a, b);
  const pieces: Piece[] = [];
  a.forEach((letter, at) => {
    const own = !common.has(at);
    const last = pieces.at(-1);
    if (last?.own === own) pieces[pieces.length - 1] = { text: last.text + letter, own };
    else pieces.push({ text: letter, own });
  });
  return pieces;
}

/** Places in `a` of a longest common subsequence. */
function commonLetters(a: readonly string[], b: readonly string[]): ReadonlySet<number> {
  const width = b.length + 1;
  const longest = new Uint16Array((a.length + 1) * width);
  const at = (i: number, j: number): number => longest[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i -= 1)
    for (let j = b.length - 1; j >= 0; j -= 1)
      longest[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const found = new Set<number>();
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    if (a[i] === b[j]) {
      found.add(i);
      i += 1;
      j += 1;
    } else if (at(i + 1, j) >= at(i, j + 1)) i += 1;
    else j += 1;
  }
  return found;
}
