/** A prime below 2^26, so that the weights of 130 million orders add up exactly in a double. */
export const weightModulus = 67_108_859;

/**
 * A number of its own of the order at a place in time (`seq`, from 0 and below 2^27): its cube modulo a prime. Two sets of as
 * many orders seldom have the same sum, so that sums tell whether they are the same orders. `store/order-weight.ts` says it in SQL.
 */
export function orderWeight(seq: number): number {
  const place = (seq + 1) % weightModulus;
  return (((place * place) % weightModulus) * place) % weightModulus;
}
