/**
 * A column of the working rows, made when it is asked for: STRUCT(marks UTINYINT, loss BIGINT, entity UTINYINT): the bits of
 * `marks` in analysis/model/results/tally.ts; minor units lost by a bad order, net of what was given back; and which of 256
 * groups its entity is in.
 */
export const moneyColumn = 'order.money';
