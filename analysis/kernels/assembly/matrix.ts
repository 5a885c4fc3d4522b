/**
 * The loops of the trigger matrix. Rows stand in blocks of at most 4096, each of one week; a bitmap of a block has 512
 * bytes, and whatever is made of rows behind the end of a block is masked away. Columns are codes: 0 (in doubles NaN) is
 * NULL and lies in no range. Addresses are given by whoever loads this; see ../matrix/partition.ts. AssemblyScript.
 */
export function base(): usize {
  return __heap_base;
}

export { evaluate } from './matrix/program';
export { count, figures } from './matrix/figures';
export { beside } from './matrix/beside';
export { decide } from './matrix/decide';
export { besideChanged, decideChanged } from './matrix/change';
export { changing, score } from './matrix/score';
export { overlap } from './matrix/overlap';
export { tally } from './matrix/tally';
export { cube } from './matrix/cube';
export { countCodes, gather } from './matrix/gather';
