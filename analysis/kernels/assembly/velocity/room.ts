/** Memory: what is lent stays, and behind it is room for the partition at work. */

export let top: usize = 0;
/** Memory ends here at the latest. */
let most: usize = 0;
/** Where the next piece for the partition at work begins. */
export let work: usize = 0;

/** Begins anew, with so many bytes. */
export function clear(bytes: usize): void {
  most = bytes;
  top = aligned(__heap_base);
}

export function fits(end: usize): bool {
  if (end > most) return false;
  const size = <usize>memory.size() << 16;
  if (end <= size) return true;
  // Grown by some megabytes at once: growing takes its time.
  const pages = <i32>((end - size + 0x3fffff) >> 22 << 6);
  return memory.grow(pages) >= 0 || memory.grow(<i32>((end - size + 0xffff) >> 16)) >= 0;
}

@inline
function aligned(at: usize): usize {
  return (at + 15) & ~15;
}

/** A piece of memory, 0 where there is none. */
export function lend(bytes: usize): usize {
  const at = top;
  if (!fits(at + bytes)) return 0;
  top = aligned(at + bytes);
  return at;
}

/** Pieces from here on: those behind are of no more use. */
export function workFrom(at: usize): void {
  work = aligned(at);
}

/** A piece for the partition at work, in memory that `fits` has found. */
@inline
export function piece(bytes: usize): usize {
  const at = work;
  work = aligned(at + bytes);
  return at;
}
