export type { Cause } from './cause.ts';
export { check } from './check.ts';
export { eventScope } from './event-scope.ts';
export {
  checkFeature,
  eventFieldsOf,
  featureIssues,
  featureKeyTypes,
  featureMeasures,
  fieldsBehind,
  featuresBehind,
  listedByFeatures,
  orderFieldsOf,
  readByFeature,
  ruleSetScope,
  withFeatures,
  type CheckedFeature,
  type FeatureCheck,
} from './feature.ts';
export { columnOf as listedColumnOf, listColumnsOf, listedIn } from './listed.ts';
export { currencyDigits, minorUnits } from './currency.ts';
export { cutsOf, unstudiedOf, withCut, type MovableCut } from './cuts.ts';
export { numericClauses, unstudiedClauses, type CutRelation, type NumericClause } from './numeric-clauses.ts';
export { issueCodes, issueParams, type Issue, type IssueCode, type Span } from './issue.ts';
export { parse, type Parsed } from './parser.ts';
export {
  amountPath,
  currencyPath,
  itemFields,
  itemsField,
  itemsPath,
  listsRoot,
  scopeOf,
  writtenPath,
  type FieldType,
  type ItemField,
  type Scope,
  type ScopeField,
  type ScopeList,
} from './scope.ts';
export { duckdbCauses, duckdbPredicate, type DuckdbOptions } from './sql/duckdb.ts';
export type { SqlPredicate } from './sql/predicate.ts';
export { limits, mirrored, type Syntax } from './syntax.ts';
export {
  childrenOf,
  intLimit,
  textTests,
  timeParts,
  timeRange,
  type TermOf,
  type Checked,
  type CheckedRule,
  type ListedTerm,
  type Literal,
  type Term,
  type TextTest,
  type TimePart,
} from './term.ts';
export { isZone, wallClock } from '../model/zone.ts';
export { partOfWallClock } from './time.ts';
export {
  calendarPeriods,
  dayAfter,
  daysBetween,
  localDayOf,
  periodAt,
  periodUnits,
  spanOfDays,
  startOfDay,
  type CalendarPeriod,
  type PeriodUnit,
} from '../model/calendar-periods.ts';
export { guardedCel, plainCel, type CelOptions } from './cel.ts';
export { checkRuleSet, type CheckedRuleSet } from './check-rule-set.ts';
export { decide, decideBy, decidedByName, decidedByText } from './decision.ts';
export {
  classOrder,
  decisionPlan,
  fineSteps,
  resultsAlone,
  policyOf,
  rulesInOrder,
  type DecisionPlan,
  type DecisionStep,
  type PlannedException,
  type Score,
} from './decision-plan.ts';
export { isAsked, withNewcomer, withoutRule, type Newcomer } from './placed-rule.ts';
export {
  duckdbAddedTo,
  duckdbDecidedBy,
  duckdbDecision,
  duckdbScore,
  type DecisionConditions,
} from './decision-sql.ts';
export { checkException, orderTimePath } from './exception.ts';
export {
  evaluate,
  leavesRange,
  isList,
  unevaluableCauses,
  type EvaluationHost,
  type RecordList,
  type RecordValue,
  type RuleRecord,
} from './evaluate.ts';
export {
  comparedTexts,
  explain,
  type ComparedText,
  type Absorber,
  type Explanation,
  type FieldExplanation,
  type RuleNote,
} from './explain.ts';
export { formatCel } from './format.ts';
export { recordOf } from './record.ts';
export { clickhousePredicate, type ClickhouseOptions } from './sql/clickhouse.ts';
export { derivedRoot, dualRail, DerivedInputs, type DerivedInput, type Dialect, type DualRail } from './dual-rail.ts';
export { jsonLogic, type Logic } from './dialects/json-logic.ts';
export { feel, feelText } from './dialects/feel.ts';
export { zen } from './dialects/zen.ts';
export { isPlainNumber } from './dialects/numbers.ts';
export { inPlainWords, type InWords } from './words/index.ts';
