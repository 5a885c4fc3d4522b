import { nearEn } from './near.ts';
import { packageEn } from './package-en.ts';
import type { ModelMessages } from './index.ts';

export const en: ModelMessages = {
  failures: {
    cancelled: 'Cancelled.',
    internal: 'Something unexpected went wrong[ ({detail})]. Nothing saved is lost.',
    'engine-stopped': 'The analysis engine stopped. Nothing saved is lost.',
    'input-invalid': 'The input is not valid.',
    'file-not-found': 'The file was not found.',
    'file-unreadable': 'The file cannot be read or written. Check its permissions and kind.',
    'file-empty': 'The file is empty.',
    'file-header-only': 'The file has a header but no rows.',
    'file-changed': 'The file changed while it was read. Import it again.',
    'file-format-unknown':
      'The format[ ({format})] cannot be read. Choose a CSV, Excel (.xlsx), JSON lines or Parquet file, also packed as gzip or zip.',
    'file-encoding':
      'The encoding could not be told, or some characters cannot be read. Name the encoding.[ It looks like {likely}.]',
    'file-garbled':
      'Headers or values are garbled.[ Name the encoding: {likely}.] Where no encoding helps, the text was garbled when it was saved: get the file again from its source.',
    'file-too-many-columns': 'The file has too many columns ({columns}, at most {limit}). Check the delimiter.',
    'file-damaged': 'The file is damaged and cannot be read.',
    'file-line-too-long': 'Line {line} is longer than any line of a table. Check that the file is one, with line ends.',
    'file-packed-damaged': 'The packed file is damaged or was cut off, so nothing of it was read. Get it again.',
    'file-unpacks-too-large':
      'The packed file ({packed}) unpacks to {unpacked} or more; at most {limit} is read from a file of that size. If it is what it should be, unpack it and choose the table itself.',
    'files-differ':
      '“{file}” has other columns than “{first}”[: “{missing}” is missing][; “{added}” is only there]. Files of one history need the same columns; nothing was read.',
    'files-mixed': 'Parquet and other files cannot be read as one history. Import them one after the other.',
    'packed-not-text': '“{file}” inside the packed file is neither CSV nor JSON. Unpack it and choose it by itself.',
    'zip-encrypted': '“{file}” in the zip is protected by a password. Unpack it and choose the table itself.',
    'zip-method': '“{file}” in the zip is packed in a way that cannot be read. Unpack it and choose the table itself.',
    'zip-too-many-files': 'The zip holds {files} files; at most {limit} are read. Unpack it and choose what is needed.',
    'zip-without-table':
      'The zip holds no table to read[: “{file}” is none]. Put only CSV, JSON or XML files with the same columns into it, or unpack it and choose one.',
    'json-unreadable': 'The file is not JSON that can be read: it takes one object per line, or a list of objects.',
    'xml-unreadable': 'The file stops being XML on line {line}. See whether it is cut off, and export it again.',
    'json-too-large': 'A JSON list is read up to {limit}. Write larger files as JSON lines, one object per line.',
    'workbook-old-or-locked':
      'This is an old workbook (.xls) or one with a password. Save it as .xlsx without a password, or as CSV, and choose that.',
    'xlsx-damaged':
      'The workbook is damaged and cannot be read[ ({part})]. Open it in a spreadsheet, save it again and choose it.',
    'xlsx-too-large':
      'The workbook is too large[ ({part}: {size} unpacked, at most {limit})]. Save the sheet as CSV and choose that.',
    'xlsx-sheet-missing': 'The workbook has no sheet “{sheet}”. It has: {sheets}.',
    'disk-full': 'The disk is full. Make room and try again.',
    'token-unknown': 'The chosen file is no longer known. Choose it again.',
    'cache-unusable': 'The folder for working files cannot be written to. Check the permissions of the cache folder.',
    'project-not-found': 'The project was not found.',
    'project-exists': 'A file of that name exists already.',
    'project-damaged': 'The project file is damaged, or is no project. The file was not changed.',
    'project-foreign': 'This is not a Shinsa project. The file was not changed.',
    'project-newer':
      'The project was made by a newer version of Shinsa[ (format {version}, known up to {known})]. The file was not changed.',
    'project-read-only': 'The project cannot be written to. Check the permissions of its file and folder.',
    'project-open-elsewhere': 'The project is open in another window or program.',
    'project-empty': 'The project has no orders. Import an order history first.',
    'mapping-invalid': 'The mapping is not valid.',
    'kept-mappings-damaged':
      'Your mappings for all projects ({file}) cannot be read. The next one you save begins the file anew; the damaged one is kept beside it as {file}.damaged.',
    'mapping-misses': 'The file lacks columns that the mapping reads (→ seems to have been renamed): {columns}',
    'mapping-unknown': 'No mapping is kept as "{name}". It may have been deleted.',
    'mapping-name-taken': 'There is a mapping "{name}" already. Choose another name.',
    'segment-unknown': 'There is no such segment. It may have been deleted.',
    'finding-unknown': 'There is no such finding. It may have been deleted.',
    'segment-name-taken': 'There is a segment "{name}" already. Choose another name.',
    'sql-stopped': 'The SQL process ended before it answered. The project is not affected; run it again.',
    'sql-view-unknown': 'There is no such saved query. It may have been deleted.',
    'sql-view-name-taken': 'There is a saved query "{name}" already. Choose another name.',
    'sql-view-name-table': '"{name}" is the name of a table. Choose another name.',
    'sql-view-cycle': 'The saved queries would read each other in a circle: {names}. Nothing was changed.',
    'sql-view-refused': 'The query does not run and was not saved. Run it to see what is wrong.',
    'mapping-column-missing': 'The file has no column "{column}", which the mapping names.',
    'mapping-time-missing': 'No column is mapped to the order time.',
    'mapping-id-missing': 'No column is mapped to the order ID.',
    'mapping-timezone': 'The time zone "{timezone}" is not known.',
    'kept-column-type':
      'Column “{column}” is {type} in the orders so far, but some values of this file cannot be read as that[ ({rows}, first on line {line})]. Correct the values, rename the header to keep it as another column, or import without keeping it.',
    'mapping-format': 'The time format "{format}" is not known.',
    'layout-unknown': 'There is no preset “{preset}”. There are: {presets}.',
    'layout-misses': 'The file is not of the layout “{preset}”. It lacks: {columns}.',
    'folder-without-table': 'The folder holds no file that can be read as an order history.',
    'import-nothing-accepted':
      'No row could be taken in ({rejected} of {read} rejected).[ Most often: {reason}, first in line {line}.] The project was not changed.',
    'order-unknown': 'The project has no order “{order}”. Check the order ID.',
    'list-not-found': 'There is no list[ “{list}”]. It may have been deleted.',
    'list-exists': 'There is a list “{list}” already. Refresh it, or give this one another name.',
    'list-older': 'The list “{list}” was seen on {known}, later than {given}. An older state cannot refresh it.',
    'list-no-value':
      'No column names the values of the list[ (found: {columns})]. Name it “value”; added_at, removed_at and note may stand beside it.',
    'list-nothing-read':
      'None of the {read} rows has a value that such a list can hold[: {reason}, first on line {line}].',
    'outcomes-are-results':
      'This list has no kind, reason, amount or date, and looks like screening results. If it is that, take it in as results (Add screening results; on the command line --recorded). If it is a list of chargebacks, say so by its kind (in a mapping: outcomes.columns.kind, the constant "chargeback").',
    'lines-no-order-id':
      'No column of the file of order lines tells the order id. Name its header as "order_id" under "columns" of the mapping.',
    'lines-nothing':
      'No column of the file tells the goods (product code, name, category, unit price, quantity, line amount). Name their headers under "columns" of the mapping.',
    'outcomes-no-order-id':
      'The outcomes file has no column that tells the order: order ID, transaction ID, approval number with purchase date, or amount with purchase date and card digits.',
    'events-no-key':
      'No column tells whose events these are, or of which order: event ID, order ID, member, card, device, contact or IP address is needed.',
    'ruleset-invalid': 'The rule set is not valid.',
    'ruleset-version-newer': 'The rule set has a newer format[ ({version})]. Update Shinsa.',
    'rule-invalid': 'The rule[ {rule}] is not valid.',
    'rule-currency': 'The currency of the rule set does not fit the data.',
    'ruleset-not-found': 'The rule set was not found.',
    'sample-not-found': 'There is no such review sample.',
    'sample-too-small': '{orders} orders are too few: at least 2 are drawn of every stratum. Ask for {least} or more.',
    'sample-too-large': 'That half-width needs a sample of more than {most} orders. Allow a wider interval.',
    'worksheet-columns':
      'Not a worksheet of a review sample: its first row has no column "{columns}". Choose the sheet "Review" as it was exported. Nothing was taken in.',
    'worksheet-foreign':
      'It has no row key of a review sample of this project. Check that it is the exported worksheet, and this its project. Nothing was taken in.',
    'worksheet-empty': 'No row has a verdict ({rows} rows looked at). Nothing was taken in.',
    'worksheet-refused': 'The worksheet has {count} places to correct. Nothing was taken in.\n{list}',
    'file-too-many-rows': 'Too many rows (at most {limit}). Check that it is the right file.',
    'run-not-found': 'The backtest run was not found.',
    'run-other-data':
      'Data or lists changed since this run: its purchases cannot be laid out otherwise. Run the rules again and choose the minutes there.',
    'champion-currency':
      'The champion is in {champion}, the challenger in {challenger}: only rule sets in one currency can be compared.',
    'as-of-future': 'The as-of day {asOf} has not come yet. Choose one up to {last}.',
    'target-missing': 'No target is set.',
    'subject-unknown': 'The project holds nothing of this person.',
    'reason-missing': 'Give the reason for the deletion.',
    'reason-names': 'The reason names the person. The record of a deletion must not: write the reason without it.',
    'personal-masked': 'Personal values are masked, and this file would hold them. Show personal values first.',
    'target-in-use':
      'The orders of this project are judged by this target. Choose another one for the project before deleting it.',
    'target-unknown': 'The project keeps no such target. It may have been deleted.',
    'target-invalid': 'This is not a target that can be read.',
    'finder-limits-invalid': 'These are not limits of pattern finders, or they are out of bounds.',
    'assumptions-invalid': 'These are not assumptions that can be read.',
    'view-gone': 'The data changed. Open the list again.',
    'filter-invalid': 'The filter is not valid[ (condition {clause}, column {column})].',
    'feature-invalid': 'The feature[ {feature}] is not valid.',
    'feature-undated':
      '{undated} of {outcomes} outcomes that {feature} counts have no report date, so what was known at an order cannot be told. Give the feature assumedDelayDays (after how many days an outcome counts as known), or import report dates.[ To count orders that only the label of their file calls bad ({labelled}), add label-bad to its kinds too.]',
    'bnpl-invalid': 'This is not a pay-later configuration that can be read.',
    'scorecard-invalid': 'This is not a specification of a scorecard that can be read.',
    'scorecard-field': 'A scorecard cannot read {field}.',
    'scorecard-type': '{field} cannot be cut to bins: it is a time or a list. Use numbers, amounts, texts or yes/no.',
    'scorecard-few':
      'Training needs bad and good orders; as known then there are {bad} bad and {good} good. Choose a later out-of-time day, or another target.',
    'scorecard-no-variable':
      'No variable is left. Lower selection.minIv, or set selection.dropWrongSign to false to see their coefficients.',
    'scorecard-no-bin': '{field} has no bin of that number.',
    'scorecard-not-neighbours': 'Bins of numbers can be merged with their neighbours only ({field}).',
    'scorecard-wrong-kind': 'The bins of {field} are of another kind than its values (numbers, categories).',
    'scorecard-cuts-nothing': 'That cuts nothing off the bin of {field}: name values in it, and leave some.',
    'scorecard-too-many':
      '{field} would have more than {most} bins, special and missing ones counted. Merge some first.',
    'scorecard-order': 'There is no such order in the project.',
    'amount-overflow': 'The sum of the amounts is too large to be exact.',
    'package-missing':
      'This is no package: it has no manifest.json. Choose the folder or zip that was saved when a package was exported.',
    'package-invalid': 'The package is refused, and nothing of it was taken in.[ {problem}]',
    'package-hash': 'The file "{file}" of the package was changed after it was written.',
    'package-mismatch':
      'The package was not written: replaying it gave other decisions.[ {engine}][, vector {vector}][, order {order}][, rule {rule}][, feature {feature}][: expected {expected}, got {got}.][ Record: {record}]',
    'package-disproved':
      '{count} answers of the package are not those it promises.[ First: {engine}][, vector {vector}][, rule {rule}][: expected {expected}, got {got}.]',
    'package-signature':
      'The signature is not of this package: manifest.json was changed after it was signed, or the signature is of another one.',
    'package-signer':
      'The package is not signed by the key that was asked for ({expected})[: it is signed by {found}]. It may have been changed by somebody else.',
    'signing-key': 'This is no Ed25519 private key (PEM, PKCS 8).',
    'signing-unavailable':
      'This computer keeps no keys safely (no keychain), so nothing was signed. The package can be saved without a signature.',
    'recorded-columns': 'The recorded results lack a column: {missing}.',
    'recorded-too-many': 'The recorded results tell of more than {limit} orders. Nothing was compared: split the file.',
    'recorded-invalid': 'The recorded results cannot be read here ({field}). Nothing was compared.',
    'recorded-unmatched': 'None of the {recorded} recorded results is of an order that was replayed ({replayed}).',
    'runtime-refused': 'The reference runtime cannot run this rule set: {place} ({detail}).',
    'out-exists': 'Something of that name exists already and is not overwritten.',
  },
  rejects: {
    'too-few-cells': 'fewer cells than the header',
    'too-many-cells': 'more cells than the header',
    'bad-quoting': 'quotes not closed properly',
    'bad-encoding': 'unreadable characters',
    'id-missing': 'no order ID',
    'id-duplicate': 'order ID repeated in the file',
    'id-in-project': 'order ID already in the project',
    'order-time-differs': 'another order time than the order in the project',
    'order-currency-differs': 'another currency than the order in the project',
    'order-amount-differs': 'another amount than the order in the project',
    'time-missing': 'no order time',
    'time-unreadable': 'order time unreadable',
    'time-out-of-range': 'order time out of range',
    'amount-missing': 'no amount',
    'amount-unreadable': 'amount unreadable',
    'amount-ambiguous': 'decimal mark of the amount unclear',
    'amount-decimals': 'more decimals than the currency has',
    'amount-currency': 'amount with the sign of another currency',
    'outcome-duplicate': 'the same outcome is there already',
    'event-repeated': 'A later row tells the same event',
    'event-keyless': 'Nothing tells which order or whose it is',
    'amount-out-of-range': 'amount out of range',
    'value-too-long': 'value too long',
    'bad-json': 'not a JSON object',
    'list-value-missing': 'no value',
    'list-value-unreadable': 'not a value of this kind of list',
    'list-value-weak': 'too vague to tell one from another',
    'list-value-repeated': 'named before with the same times',
    'list-removed-first': 'removed before it was added',
    'quantity-unreadable': 'quantity unreadable',
    'line-empty': 'nothing said of any goods',
    'recorded-no-order': 'the project has no such order',
    'recorded-differs': 'rows of one order tell different results',
  },
  columnTypes: {
    text: 'text',
    int: 'a whole number',
    double: 'a number',
    bool: 'true or false',
    timestamp: 'a time',
  },
  importWarnings: {
    'card-numbers-replaced': 'Card numbers were found and replaced by BIN and token[ (column {column}, {rows})].',
    'times-ambiguous': 'Times that occur twice at a clock change were read as the earlier[ ({rows})].',
    'times-nonexistent': 'Times that a clock change skips were moved forward[ ({rows})].',
    'label-blank': 'Orders with an empty label are excluded[ ({rows})].',
    'no-report-dates': 'Outcomes have no report dates, so maturity is not measured.',
    'negative-amounts': 'Some amounts are negative[ ({rows})].',
    'value-unreadable': 'Unreadable values were taken as empty[ (column {column}, {rows})].',
    'decimal-marks-mixed': 'Decimal marks are mixed[ ({rows})].',
    'formula-cells': 'Some cells could run as formulas[ ({rows})]. They are made harmless in every CSV written.',
    'several-currencies': 'There are several currencies. Amounts are kept apart by currency.',
    'outcomes-unmatched':
      'Some outcomes match no order[ ({rows})]. They are kept, and count once their orders are imported, or have what the list names them by (order id, transaction id, approval number, card).',
    'outcomes-several':
      'Some outcomes fit more than one order[ ({rows})]. They count for none until somebody picks one in the Data room.',
    'outcomes-duplicate': 'Some outcomes are repeated[ ({rows})].',
    'outcomes-unknown-kind':
      'Outcomes of a kind nobody knows count for no target[ ({rows}: {kinds})]. They are used once written as chargeback, overdue, bad debt, cancelled or the like.',
    'outcomes-reversed':
      'Chargebacks won or withdrawn are taken back[ ({rows})]: such an order counts as good unless something else is reported of it.',
    'settle-status-unknown':
      'Settlement statuses nobody knows say nothing of how an order ended[ ({rows}: {values})]. They are used once written as paid, overdue, bad debt, chargeback, cancelled or the like.',
    'dates-in-future':
      'Some dates lie in the future[ (column {column}, {rows})]. They do not set the default as-of day; check them.',
    'known-at-screening-unsure': 'It is unsure whether some columns were known at screening[ ({columns}: {column})].',
    'joined-ids-collide':
      'Different orders have the same ID once their columns are joined[ ({column}: {rows})]. The later rows were rejected as duplicates.',
    'screening-changed':
      'Values that rules read as known at the order were changed by this later file[ ({column}: {rows} orders)]. Nobody knows whether the new ones were known at screening.',
    'lines-changed':
      'Other order lines took the place of earlier ones[ ({rows} orders)]. Rules read the new ones as known at the order.',
    'events-changed':
      'Events with other values took the place of earlier ones[ ({rows})]. Features count the new ones as known at their time.',
    'encoding-replaced': 'Unreadable characters were replaced[ ({rows})].',
    'exponent-numbers':
      'Numbers that a spreadsheet shortened, like 9.01E+09, have lost digits for good[ (column {column}: {rows}, first on line {line})]. They are kept as they stand; get the file again from its source.',
    'recorded-earlier': 'Rows of an earlier screening of an order gave way to the latest one by its time[ ({rows})].',
    'serial-dates':
      'Days written as a spreadsheet counts them, like 46113, were read as dates[ (column {column}: {rows}, first on line {line})].',
    'phone-zeros-restored':
      'Mobile numbers had lost their first 0, which was put back[ (column {column}: {rows}, first on line {line})].',
    'phone-zeros-lost':
      'Phone numbers seem to have lost their first 0[ (column {column}: {rows}, first on line {line})]. They are kept as they stand.',
    'zip-zeros-restored':
      'Postal codes had lost their first zeros, which were put back[ (column {column}: {rows}, first on line {line})].',
    'zip-zeros-lost':
      'Postal codes are too short, and it is not certain that only zeros are missing[ (column {column}: {rows}, first on line {line})]. They are kept as they stand.',
  },
  packageProblems: packageEn,
  matchedBy: {
    'order-id': 'order ID',
    'transaction-id': 'transaction ID',
    'order-id-written': 'order ID, written otherwise',
    approval: 'approval number and day',
    amount: 'amount, day and card',
    hand: 'by hand',
  },
  backtestWarnings: {
    'maturity-not-measured':
      'No outcome has a report date: maturity is not measured, and rates are over all orders of known outcome.',
    'outcomes-not-matched':
      'Recall is not to be trusted: of {rows} outcomes that make an order bad, {matched} have their order ({rate}; by amount {amountRate}). Those without one are missing among the bad orders.',
    'undated-outcomes':
      'Outcomes without a date, reversals included, alone decide whether some orders of the project are bad[ ({orders})]. Nobody knows when they became known, so they count at an early as-of day too.',
    'lines-changed': 'Order lines count as known at the order. A later import replaced those of {orders} orders.',
    'fields-changed':
      'A later import changed values that are read here[ (field: orders = {fields})]. What stood there at the order is not known: they are read as they are now.',
    'events-changed':
      'A later import changed events that features count[ (feature: replaced events = {features})]. What they said then is not known: they are counted as they are now.',
    'known-bad-undated':
      'Orders that only their settlement status or their file’s label calls bad are not counted as known bad, because nobody says since when[ (feature: orders = {features})].',
    'field-snapshot': 'Hindsight: {fields} is read from a table of a later day, not of the day of the order.',
    'list-undated':
      'Hindsight: {lists} does not say since when its values stand there, so orders from before match it too.',
    'known-at-screening-unsure': 'A column is read that may not have been known at screening[ ({fields})].',
    'other-currency': 'Orders in another currency than the rule set are not evaluable[ ({orders})].',
    'immature-bad':
      'Immature orders include bad ones already reported[ ({orders})]; they are in neither precision nor recall.',
    'filter-active': 'The figures are of the filtered orders only.',
  },
  slower: {
    rules: {
      simd: 'WebAssembly with SIMD is missing on this machine: DuckDB evaluated the rules one by one, slower and with the same figures.',
      memory:
        'There is too little memory for so many orders: DuckDB evaluated the rules one by one, slower and with the same figures.',
    },
    features: {
      simd: 'WebAssembly with SIMD is missing on this machine: DuckDB computed the features, slower and with the same values.',
      memory: 'There was too little memory: DuckDB computed some features, slower and with the same values.',
    },
  },
  maturityWarnings: {
    'horizon-short':
      'The days of the target ({horizon}) are too few: by day {horizon} only {percent} % of the reports have come; 95 % have by day {days}.',
    'history-short':
      'The data tell nothing beyond day {end} after the order, so the reports up to the days of the target ({horizon}) cannot be checked.',
    'still-rising':
      'The curve rises almost to its end (day {end}; 95 % by day {days}). If later reports exist, maturity is overstated.',
    'estimates-differ':
      'The two estimates are apart at day {days} ({percent} % by day, {other} % by cohort): the pace of the reports may have changed.',
    'undated-reports': 'Reports without a date are not in the curve[ ({orders} orders)].',
    'before-order': 'Reports dated before their order count as reported on its day[ ({orders} orders)].',
    'reported-beyond': 'Reports later than day {end} after the order are not in the curve[ ({orders} orders)].',
    'few-weeks': 'Too few weeks have reports to tell how sure the curve is.',
  },
  identity: {
    links: {
      member: 'member ID',
      email: 'e-mail',
      phone: 'phone',
      card: 'card',
      device: 'device',
      cookie: 'cookie',
      name: 'name and address',
      near: 'near match',
    },
    near: nearEn,
    confidences: { certain: 'certain', likely: 'likely', weak: 'weak', none: 'cannot tell' },
    steps: {
      width: 'width',
      'postal-code': 'postal code',
      variants: 'variant kanji',
      numerals: 'numerals and dashes',
      prefecture: 'prefecture',
      city: 'city',
      town: 'town',
      street: 'street',
      block: 'block',
      honorific: 'honorific',
      spaces: 'spaces',
      kana: 'kana',
      'name-order': 'order of names',
      extension: 'extension',
      'country-code': 'country code',
      'leading-zero': 'leading zero',
      case: 'case',
      provider: 'mail provider',
      mapped: 'shortest form',
      family: 'browser, system, device',
      hyphens: 'hyphens and braces',
      bin: 'first six to eight digits',
      issuer: 'first six digits (issuer)',
    },
    doubts: {
      empty: 'nothing is written',
      'no-place': 'no municipality is named',
      'several-places': 'several municipalities have this; give the postal code or the prefecture',
      'no-town': 'the town is not on Japan Post’s list',
      'no-block': 'there is no block number',
      'postal-unknown': 'the postal code is not on Japan Post’s list',
      'postal-disagrees': 'the postal code belongs to another place',
      'excel-number': 'a spreadsheet turned it into a number and digits are lost; export it again as text',
      'not-a-number': 'it is not a telephone number',
      'not-assigned': 'no such number can exist',
      'not-an-email': 'it is not a mail address',
      'not-an-ip': 'it is not an IP address',
      'not-an-agent': 'it names no browser and no program',
      'not-a-bin': 'the first six digits of a card number are not there',
      reserved: 'the address is not a public one',
      'single-name': 'only one name is written',
      placeholder: 'stands for nobody (test or placeholder)',
      masked: 'part of it is masked',
    },
  },
};
