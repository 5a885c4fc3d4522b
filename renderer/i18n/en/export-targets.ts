import type { exportTargets as japanese } from '../ja/export-targets.ts';

export const exportTargets: Record<keyof typeof japanese, string> = {
  'export.part.engines': 'JDM, JSON-Logic',
  'export.part.enginesText':
    'A decision table for GoRules, and JSON-Logic. What they cannot say (parts of the clock, regular expressions, order lines) is handed over as rules.inputs.json tells.',
  'export.part.unproven': 'ClickHouse, DMN',
  'export.part.unprovenText': 'ClickHouse SQL and DMN 1.3. Nothing here runs them, so they are not proven.',
  'export.part.book': 'Rule book',
  'export.part.bookText': 'The rule set in plain language (Japanese and English, HTML and Markdown), to be signed.',
  'export.engines': 'Engines it was compared on',
  'export.engine': 'Engine',
  'export.engineFile': 'File it ran',
  'export.history': 'the history, event by event: {orders} orders, {rules} rules, {features} features',
  'export.compared': 'Answers compared',
  'export.derived': 'On values given',
  'export.derivedHint':
    'Of the answers compared, those for which the engine was given values instead of making them: features, what stood on lists, values that its format cannot say',
  'export.outside': 'Not compared',
  'export.outsideHint':
    'Answers not compared: a number the engine does not take or holds in a wider range, a regular expression of another dialect; for the SQL of features, features of other events than orders or with lists in their condition',
  'export.differing': 'Mismatches',
  'export.notProven': 'Not proven here: {files}',
  'export.notProvenBy': '{file} ({engine}, no answers compared)',
};
