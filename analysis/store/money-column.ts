/**
 * A column of the working rows, made when it is asked for: what is added up of an order beside its count and amount.
 * STRUCT(marks UTINYINT, entity UTINYINT, share UINTEGER, visit BIGINT, loss_shop BIGINT, loss_issuer BIGINT, loss_unknown
 * BIGINT, charges_shop UTINYINT, charges_unknown UTINYINT): the bits of `marks` in analysis/model/results/tally.ts; which of 256
 * groups its entity is in; which share of its customer's good purchases it is, in millionths; the purchase that it is one of
 * several attempts at (NULL for an order alone); minor units lost by who bears them, net of what was given back; and its
 * chargebacks by who bears them.
 */
export const moneyColumn = 'order.money';
