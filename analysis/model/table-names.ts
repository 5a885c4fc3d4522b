/** Ends of the names of files that are read as tables. */
export const tableExtensions = [
  'csv',
  'tsv',
  'txt',
  'xlsx',
  'jsonl',
  'ndjson',
  'json',
  'xml',
  'gz',
  'zip',
  'parquet',
] as const;

const table = new RegExp(`^[^.].*\\.(?:${tableExtensions.join('|')})$`, 'i');

/** Whether a file of a folder is one of its tables; hidden files are none. */
export const isTableName = (name: string): boolean => table.test(name);
