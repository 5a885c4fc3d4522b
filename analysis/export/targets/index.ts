import { celTarget } from './cel.ts';
import { clickhouseTarget } from './clickhouse.ts';
import { dmnTarget } from './dmn.ts';
import { duckdbTarget } from './duckdb.ts';
import { inputsTarget } from './inputs.ts';
import { jdmTarget } from './jdm.ts';
import { jsonLogicTarget } from './json-logic.ts';
import { ruleBook } from './rule-book/index.ts';
import type { ExportDocument, ExportTarget } from './target.ts';

/** Every format that is made before the proof. Those that need derived inputs stand before the file that says what they are. */
export const targets: readonly ExportTarget[] = [
  celTarget,
  duckdbTarget,
  clickhouseTarget,
  jdmTarget,
  jsonLogicTarget,
  dmnTarget,
  inputsTarget,
];

/** What is made after it. */
export const documents: readonly ExportDocument[] = [ruleBook];
