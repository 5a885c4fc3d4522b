/** Screening results that production recorded. */
export const recorded = {
  'recorded.add': 'Add screening results',
  'recorded.pick': 'Columns of the screening results',
  'recorded.pickNote':
    'Writes the result and fired rules of that time to the orders there are, by order ID. They never count as chargebacks. Rules of one order may stand in several rows.',
  'recorded.missing': 'Choose the column of the order ID, and one of a result or of fired rules.',
  'recorded.apply': 'Take in the results',
  'recorded.column.event_id': 'Order ID',
  'recorded.column.screened_at': 'Screened at',
  'recorded.column.recorded_result': 'Automatic result',
  'recorded.column.recorded_manual_result': 'Manual result',
  'recorded.column.recorded_rules': 'Fired rules',
  'recorded.looksSo': 'This list has no kind, reason, amount or date, and looks like screening results. What is it?',
  'recorded.asResults': 'Screening results',
  'recorded.afterOrders': 'Screening results: leave it out and add it after the orders',
  'recorded.asChargebacks': 'A list of chargebacks',
  'recorded.oneByOne': 'Screening results are taken in one file at a time.',
  'recorded.rows': 'Rows of an order',
  'recorded.conflictNote': 'rows of one order differ',
  'recorded.note': 'Orders that were there and were written to. Their values can be seen in the orders.',
  'recorded.takeBack': 'The results this file wrote are removed from {count} {count|order|orders}.',
  'recorded.takeBackNote':
    'Results that a later file wrote again stay. What an order had before this file is not kept and does not come back.',
} as const;
