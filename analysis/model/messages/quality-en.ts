import type { QualityMessages } from './quality.ts';

export const en: QualityMessages = {
  severities: { blocking: 'Fix first', warning: 'Warning', note: 'Note' },
  units: { orders: 'orders', days: 'days', rows: 'rows', outcomes: 'outcomes' },
  noOrders: {
    days: 'Days without orders have none to open.',
    rows: 'Rows of files are counted, not orders.',
    outcomes: 'These outcomes belong to no order, so there is none to open; the import report lists them.',
  },
  outlierRules: {
    mad: 'beyond {outlierSpreads} scaled MADs from the median',
    'log-mad': 'beyond {outlierSpreads} scaled MADs from the median, of logarithms',
  },
  skipReasons: {
    'no-column': 'the column is missing',
    'few-orders': 'too few orders',
    'few-outcomes': 'too few known outcomes',
    'none-readable': 'no value could be read',
  },
  findings: {
    'leak-value': {
      name: 'A value that knows the outcome',
      means:
        'Of the {known} orders with a known outcome whose "{column}" is "{value}", {bad} are bad (precision {precision}; {recall} of all {allBad} bad ones). It was probably written after screening (limits: precision {leakPrecision}, recall {leakRecall}).',
      todo: 'Find out when this value is written. If after screening, import the column again as known after screening: rules then cannot read it.',
    },
    'leak-filled': {
      name: 'A column filled for bad orders',
      means:
        'Of the {known} orders with a known outcome that have a "{column}", {bad} are bad (precision {precision}; {recall} of all {allBad} bad ones). It was probably filled in when the outcome came (limits: precision {leakPrecision}, recall {leakRecall}).',
      todo: 'Find out when this column is filled. If after screening, import it again as known after screening: rules then cannot read it.',
    },
    'leak-blank': {
      name: 'A column blank for bad orders',
      means:
        'Of the {known} orders with a known outcome that have no "{column}", {bad} are bad (precision {precision}; {recall} of all {allBad} bad ones). It was probably filled in when an order ended well (limits: precision {leakPrecision}, recall {leakRecall}).',
      todo: 'Find out when this column is filled. If after screening, import it again as known after screening: rules then cannot read it.',
    },
    'leak-separates': {
      name: 'A column that nearly separates bad from good',
      means:
        '"{column}" alone nearly separates {bad} bad from {good} good orders (AUC {area}, limit {leakArea}). It may know the outcome.',
      todo: 'Find out whether the same value is there at screening. If not, import the column again as known after screening.',
    },
    'leak-header': {
      name: 'A header that speaks of outcomes',
      means:
        '"{column}" comes from a column headed "{header}", which speaks of how an order ended, and rules may read it. {count} {count|order has|orders have} a value.',
      todo: 'Find out whether the value was known at screening.',
    },
    'orders-future': {
      name: 'Orders in the future',
      means: 'The order time lies ahead of now: a date format or time zone read wrongly, or test orders.',
      todo: 'Look at the times in the file, correct format or time zone, and import it again.',
    },
    'outcome-before-order': {
      name: 'Outcomes before their order',
      means: 'An outcome was reported on a day before the order. {of} orders have an outcome with a date.',
      todo: 'Look for order ids used twice, and check the format of the report date (day and month swapped).',
    },
    'clock-shift': {
      name: 'Clock may be shifted',
      means:
        'The quietest hours are {from}:00 to {to}:00. Shops are usually quietest from 2:00 to 6:00, so times may be off by about {shift} hours (Japan and UTC are 9 hours apart).',
      todo: 'Check the time zone of the import. Rules that read the hour depend on it.',
    },
    'times-midnight': {
      name: 'Orders at midnight sharp',
      means: 'The order time is 00:00:00 ({timezone}): dates without a time are among them.',
      todo: 'Look for a column that has the time of day. Without one, avoid rules that read the hour.',
    },
    'times-utc-midnight': {
      name: 'Orders at midnight UTC sharp',
      means: 'The order time is 00:00:00 in UTC: it seems that dates without a time were written as UTC.',
      todo: 'Find out whether the source has a time of day, and of which time zone.',
    },
    'days-empty': {
      name: 'Days without orders',
      means:
        '{count} of {of} days of the period {count|has|have} no order, in {runs} {runs|run|runs}; about {expected} orders would be usual. The longest run is {from} to {to}, {longest} {longest|day|days}.',
      todo: 'Find out whether the shop was closed or the export is incomplete, and import what is missing.',
    },
    'days-high': {
      name: 'Days with far more orders',
      means:
        '{days} {days|day lies|days lie} far above the same weekday of four weeks before and after. {day} has {orders}, usual are {usual} (limit: {daySpreads} spreads from the median).',
      todo: 'Find out whether there was a sale, an attack, or an export written twice.',
    },
    'days-low': {
      name: 'Days with far fewer orders',
      means:
        '{days} {days|day lies|days lie} far below the same weekday of four weeks before and after. {day} has {orders}, usual are {usual} (limit: {daySpreads} spreads from the median).',
      todo: 'Find out whether the shop was down or the export is incomplete.',
    },
    'near-duplicates': {
      name: 'Orders that may be one order twice',
      means:
        'Time, amount, currency and a card, contact, member or name are those of another order; only the order id differs.',
      todo: 'Find out whether they were sent or exported twice: orders and amounts would count double.',
    },
    'ids-reused': {
      name: 'Order ids that repeat',
      means:
        '{rows} {rows|row|rows} {rows|was|were} rejected because {rows|its|their} order id stood on an earlier row, which is the order.',
      todo: 'Compare the rejected rows with the orders of their ids. Where a shop reuses its numbers, join the id with another column.',
    },
    'ids-shared': {
      name: 'Order ids of other orders too',
      means:
        'Another row or file has the same order id with another time, amount, currency or member, or with another buyer in two of name, e-mail and phone. Rows with another time, amount or currency were not taken in; other values are those of the later file.',
      todo: 'Where a shop reuses its numbers, join the id with another column (shop code, year). Corrections can stay as they are.',
    },
    'hub-values': {
      name: 'Values shared by many orders',
      means:
        '{values} {values|value|values} of "{column}" {values|is|are} shared by {count} of the {of} orders that have one; "{value}" alone by {most} (limits: {hubOrders} orders, {hubShare} of them, {hubTimes} times the mean, or {hubPart} of them).',
      todo: "If it is the shop's own contact or a proxy, it tells nobody apart: blank it and import again, or leave it out of rules.",
    },
    'placeholder-values': {
      name: 'Placeholders taken for values',
      means:
        '{count} {count|value|values} of "{column}" {count|looks like a test or stands|look like tests or stand} for no value ({values} {values|kind|kinds}, most often "{value}": {most}). These count as values, but link nobody, and as ids of members, cards, devices or cookies they are no key of a feature and none of its distinct values.',
      todo: 'Remove test orders; blank what stands for no value, and import again.',
    },
    'values-malformed': {
      name: 'Values of the wrong form',
      means:
        '{count} of the {of} orders that have a "{column}" have one that cannot be read as such. It stays as written, but links and joins nothing.',
      todo: 'Look at these orders for columns mixed up or digits lost.',
    },
    'constant-column': {
      name: 'A column with one value',
      means: 'All {of} orders that have a "{column}" have the same one.',
      todo: 'Check how the column is mapped. It tells nothing about an order.',
    },
    'amount-tiny': {
      name: 'Amounts of 0 or 1',
      means: 'The amount is 0 or one smallest unit: tests, orders paid with points, or checks of a card.',
      todo: 'Decide whether they belong to the orders you judge.',
    },
    'amount-unit': {
      name: 'Unit of the amounts',
      means:
        'Of {of} amounts in {currency} other than 0, {count} end in 00 in the smallest unit. They may be a hundred times too large, or of another currency (limit: {unitShare}).',
      todo: 'Compare amounts and currency with the file.',
    },
    'several-currencies': {
      name: 'Several currencies',
      means:
        'These orders are in another currency than {currency}, or in none. Amounts are never added across currencies.',
      todo: "Orders in another currency than a rule set's are not evaluable.",
    },
    'zip-prefecture': {
      name: 'Postal code and prefecture disagree',
      means:
        '"{column}" lies in another prefecture than the address says. {of} orders have both; they were compared with the list of Japan Post ({pairs} {pairs|pair|pairs}, most often {zip} with {prefecture}).',
      todo: 'Find out whether columns were mixed up, or the address was mistyped or altered on purpose.',
    },
    'outcomes-unmatched': {
      name: 'Outcomes without an order',
      means:
        '{count} of {of} outcomes {count|finds|find} no order. They are not counted as bad. Where less than {matchedShare} of the outcomes are matched to orders, neither counts nor rates can be trusted.',
      todo: 'Save the list from the import report; check how order ids are written, and the period. To be matched by transaction id, approval number or card digits, orders need columns mapped to these too.',
    },
    'outcomes-several': {
      name: 'Outcomes that several orders fit',
      means:
        '{count} of {of} outcomes {count|fits|fit} more than one order. Nobody can tell which is meant, so they are not counted as bad. Where less than {matchedShare} of the outcomes are matched to orders, neither counts nor rates can be trusted.',
      todo: 'Save the list from the import report; import it again with a column that tells one order: the order id, or a transaction id.',
    },
    'outcome-rows-rejected': {
      name: 'Rejected rows of outcomes',
      means:
        '{count} of {of} rows in lists of outcomes could not be read and {count|was|were} rejected (the same outcome told again not counted). Their orders may not be counted as bad.',
      todo: 'Look at the reasons of the rejected rows, correct the rows and import them again.',
    },
    'values-unreadable': {
      name: 'Values that could not be read',
      means:
        '{count} {count|value|values} of the column "{header}" in {file} could not be read and {count|was|were} taken in as blank.',
      todo: 'Look at the import report, then correct the values or the type of the column.',
    },
    'rows-rejected': {
      name: 'Rejected rows',
      means:
        '{count} of {of} rows read {count|was|were} rejected, each with its reason (order ids that repeat not counted).',
      todo: 'Look at the rejected rows and their reasons.',
    },
    'recorded-rejected': {
      name: 'Rejected recorded results',
      means:
        '{count} of {of} rows of recorded results {count|was|were} written to no order; results of one order at one time differ on {differing} of them.',
      todo: 'Look at the rejected rows. A column with the time of screening tells which result is the latest.',
    },
  },
};
