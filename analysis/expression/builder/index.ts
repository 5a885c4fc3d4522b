export { builderOf } from './from-syntax.ts';
export { emptyGroup } from './model.ts';
export type {
  BuilderCondition,
  BuilderExpert,
  BuilderGroup,
  BuilderLines,
  BuilderNode,
  BuilderSubject,
  BuilderTest,
  BuilderTextTest,
  BuilderValue,
} from './model.ts';
export {
  cellOf,
  columnOf as columnOfNode,
  columnOfSubject,
  columnsOf as tableColumns,
  nodeOfTable,
  otherColumn,
  tableOf,
  withCell,
  type DecisionTable,
  type NoTable,
  type TableRow,
} from './table.ts';
export { placesOf } from './places.ts';
export { celOf, syntaxOf } from './to-syntax.ts';
