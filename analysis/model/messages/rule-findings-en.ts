import type { RuleFindingMessages } from './rule-findings.ts';

export const en: RuleFindingMessages = {
  and: ', ',
  noneReached: 'none reached',
  policy: 'Score thresholds',
  group: 'Priority {priority} {result} ({kind})',
  findings: {
    leak: {
      name: 'Column known only afterwards',
      means: '{fields} is not known at screening. A rule that read it would decide after seeing the outcome.',
      todo: 'Use a column that is known at screening. This one cannot be used in rules.',
    },
    contradiction: {
      name: 'Never true',
      means: 'The conditions contradict each other: no order can ever meet this rule.',
      todo: 'Look at the ranges and values. Where either is enough, join them with "or" instead of "and".',
    },
    'contradiction-group': {
      name: 'Combination that cannot be',
      means: 'The rules of this group can never fire on the same order.',
      todo: 'Change the rules that are combined, or take the group out.',
    },
    'shadowed-logic': {
      name: 'Hidden by earlier rules',
      means: 'Every order that meets this rule is decided by {others} before. The rule never changes a result.',
      todo: 'Put it before them, narrow the earlier rule, or take it out where it is not needed.',
    },
    'shadowed-data': {
      name: 'Hidden by earlier rules (on these orders)',
      means: 'Every order it hits ({hits}) was decided by {others} before. It changed no result on these orders.',
      todo: 'Look at the orders to see whether it should come first. It may matter in another period.',
    },
    'shadowed-logic-group': {
      name: 'Group hidden by earlier groups',
      means: 'Every order that meets this group is decided by {others} before: none reaches it.',
      todo: 'Change its priority, or take it out where it is not needed.',
    },
    'shadowed-data-group': {
      name: 'Group never reached (on these orders)',
      means: 'Every order that meets this group ({hits}) was decided by {others} before.',
      todo: 'Look at its priority. Orders of another period may reach it.',
    },
    'duplicate-text': {
      name: 'Same condition twice',
      means: 'It says what {others} says; only the order of its parts or the way of writing differs.',
      todo: 'Take one of them out, or change the condition where they should differ.',
    },
    'duplicate-logic': {
      name: 'Same meaning twice',
      means: 'Written in another way, it is true on exactly the same orders as {others}.',
      todo: 'Take one of them out, or change the condition where they should differ.',
    },
    'duplicate-data': {
      name: 'Same hits (on these orders)',
      means: 'Its {hits} hits are exactly those of {others}.',
      todo: 'Look at the orders to see whether one is enough. The conditions differ, so other orders may tell them apart.',
    },
    'duplicate-scores': {
      name: 'Same condition, scores added twice',
      means:
        'It is true on exactly the same orders as {others}, and both add their scores: such an order gets their sum.',
      todo: 'Where that is meant, one rule with the sum of the scores says so. Taking one out lowers the score.',
    },
    'duplicate-data-scores': {
      name: 'Same hits, scores added twice (on these orders)',
      means: 'Its {hits} hits are exactly those of {others}, and both add their scores: these orders get their sum.',
      todo: 'Look at the orders to see whether the sum is meant. The conditions differ, so other orders may tell them apart.',
    },
    'idle-logic': {
      name: 'Changes no result',
      means:
        'Where this rule decides, everything behind it gives the same result: without it no order is decided otherwise.',
      todo: 'Give it another result or place, or take it out where its name among the reasons is not needed.',
    },
    'idle-logic-covered': {
      name: 'Changes no result',
      means: 'Every order that it decides gets the same result by {others} without it.',
      todo: 'Take it out where its name among the reasons is not needed. Look again after every change: rules stand in for each other.',
    },
    'idle-data': {
      name: 'Changes no result (on these orders)',
      means: 'Hits: {hits}. Without it, each of these orders would have the same result.',
      todo: 'See whether it is needed, and take out one rule at a time: others may count only as long as it is there, or stand in for it. It may matter in another period.',
    },
    'always-logic': {
      name: 'Always true',
      means: 'Every order there can be meets this rule.',
      todo: 'Look at the condition. What happens to all orders is better said by the default.',
    },
    'always-data': {
      name: 'Hits every order (of these)',
      means: 'All {orders} orders meet it.',
      todo: 'See whether the condition is too wide.',
    },
    dead: {
      name: 'No hits (on these orders)',
      means: 'None of the {orders} orders meets it.',
      todo: 'Check how its values are written, and the period. Where it is kept as a precaution, say so in its description.',
    },
    'dead-unevaluable': {
      name: 'No hits (on these orders)',
      means:
        'None of the {orders} orders meets it; on {unevaluable} it cannot be evaluated because a value is missing.',
      todo: 'Check whether the columns it needs were imported.',
    },
    'dead-group': {
      name: 'Combination not met (on these orders)',
      means: 'On none of the {orders} orders do the rules of this group fire together.',
      todo: 'Look at the rules that are combined.',
    },
    unreached: {
      name: 'Combinations not reached (on these orders)',
      means: 'None of the {orders} orders is decided by these combinations of sums: {combinations}.',
      todo: 'See whether thresholds and scores are as meant. Their results have not been tried on any order.',
    },
    ungrouped: {
      name: 'In no group',
      means: 'No group names it: it fires, but decides nothing.',
      todo: 'Put it into a group, or take it out where it is not needed.',
    },
    unsure: {
      name: 'Column perhaps known only afterwards',
      means: 'Nobody has said whether {fields} is known at screening. Figures may look better than they will be.',
      todo: 'Find out when the value is set, and say so at import: known at screening, or after it.',
    },
  },
};
