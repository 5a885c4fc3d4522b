import { celError, celMethod, CelScalar, listType, type CelFunc } from '@bufbuild/cel';

/**
 * `[1, 2].sum()`, which CEL itself has not, for the replaying evaluator: the sum of a list of ints, 0 for none, as CEL
 * engines with a library of lists know it. Beyond 64 bits it is an error.
 */
export const sumOfInts: CelFunc = celMethod('sum', listType(CelScalar.DYN), [], CelScalar.INT, function () {
  let sum = 0n;
  for (const part of this) {
    if (typeof part !== 'bigint') throw celError('sum() adds ints');
    sum += part;
  }
  if (BigInt.asIntN(64, sum) !== sum) throw celError('sum() leaves 64 bits');
  return sum;
});
