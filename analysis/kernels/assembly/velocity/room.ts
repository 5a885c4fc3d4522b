/** Where the next piece for the partition at work begins; whoever calls has lent the memory. */
export let work: usize = 0;

@inline
function aligned(at: usize): usize {
  return (at + 15) & ~15;
}

/** Pieces from here on: those behind are of no more use. */
export function workFrom(at: usize): void {
  work = aligned(at);
}

/** A piece for the partition at work. */
@inline
export function piece(bytes: usize): usize {
  const at = work;
  work = aligned(at + bytes);
  return at;
}
