const collator = new Intl.Collator('ja', { numeric: true });

/** Names as people order them: `orders-2` before `orders-10`; equal ones by their letters. */
export const byName = (a: string, b: string): number => collator.compare(a, b) || (a < b ? -1 : Number(a > b));
