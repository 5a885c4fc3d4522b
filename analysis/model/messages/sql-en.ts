import type { SqlProblemCode } from '../sql-console.ts';

export const sqlEn: Readonly<Record<SqlProblemCode, string>> = {
  empty: 'There is no query.',
  several: 'There are {count} statements. Only one can be run at a time.',
  'not-select':
    'Only a SELECT can be run (also WITH, FROM, VALUES, DESCRIBE and SUMMARIZE). Data, files and settings cannot be changed from here.',
  'function-refused': 'The function "{name}" cannot be used here: it reaches files or asks about this machine.',
  'table-refused': '"{name}" cannot be read. Only the tables listed and saved queries can.',
  parameter: 'Parameters (? or $name) cannot be used. Write the value itself.',
  'view-hidden': 'The saved query "{name}" was written in a role that shows personal data: in this role it is not run.',
  'view-broken': 'The saved query "{name}" does not run, so nothing that reads it does.',
  'view-cycle': 'Saved queries read each other in a circle: {names}',
  syntax: 'The syntax is wrong.',
  'table-unknown': 'There is no table[ "{name}"].[ Did you mean: {candidates}?]',
  'column-unknown': 'There is no column[ "{name}"].[ Did you mean: {candidates}?]',
  'column-ambiguous': 'Several tables have a column of that name. Write "table.column".',
  'function-unknown': 'There is no function[ "{name}"].[ Did you mean: {candidates}?]',
  types: 'The types do not fit.[ Look at what the function "{name}" takes.] CAST changes a type.',
  grouping: 'A column that is not aggregated must stand in GROUP BY, or in any_value() or the like.',
  conversion: 'A value cannot be converted. TRY_CAST makes NULL of what cannot.',
  range: 'A value is beyond what its type holds.',
  'file-refused': 'Files and networks cannot be reached.',
  memory: 'There was not enough memory. Ask for fewer rows, or aggregate them. The project is not affected.',
  disk: 'There was not enough room on the disk to work in. The project is not affected.',
  other: 'The query could not be run.',
  'too-large': 'The result is too large to be shown. Ask for fewer columns or rows.',
  stopped: 'The SQL process ended before it answered. The project is not affected, and the query can be run again.',
};

export const sqlPlaceEn = 'line {line}, column {column}';
