import { celTarget } from './cel.ts';
import { clickhouseTarget } from './clickhouse.ts';
import { dmnTarget } from './dmn.ts';
import { duckdbTarget } from './duckdb.ts';
import { inputsTarget } from './inputs.ts';
import { jdmTarget } from './jdm.ts';
import { jsonLogicTarget } from './json-logic.ts';
import { ruleBookTarget } from './rule-book/index.ts';
import type { ExportTarget } from './target.ts';

/** Every format a package holds. Those that need derived inputs stand before the file that says what they are. */
export const targets: readonly ExportTarget[] = [
  celTarget,
  duckdbTarget,
  clickhouseTarget,
  jdmTarget,
  jsonLogicTarget,
  dmnTarget,
  inputsTarget,
  ruleBookTarget,
];
