/** Mail addresses that shops and testers write where there is none, in small letters: a regular expression of DuckDB and of here. */
export const nobodysBox =
  '^(?:test|tests|testing|tester|dummy|sample|example|no-?reply|null|none|nomail|aaa+|xxx+|abc)[0-9]*@';
