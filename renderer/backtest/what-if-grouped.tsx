import type { WindowedRow } from '../parts/windowed-rows.tsx';
import { groupsOf, ungrouped } from './regrouped.ts';
import { askedBy, canMove } from './what-if.ts';
import {
  GroupRow,
  MemberRow,
  UngroupedHead,
  UngroupedRow,
  type AddedRowProps,
  type ChangeProps,
} from './what-if-rows.tsx';

/** Groups in the order in which they are asked, each with its rules below it, and rules that are in none. */
export function groupedRows(change: ChangeProps, adds: AddedRowProps): WindowedRow[] {
  const { ruleSet, whatIf } = change;
  const [asked, groups] = [askedBy(ruleSet, whatIf), groupsOf(ruleSet, whatIf)];
  const rows = asked.flatMap(({ key, result: own }, place): WindowedRow[] => {
    const group = groups[Number(key)];
    if (group === undefined) return [];
    const movable = [canMove(ruleSet, asked, place, -1), canMove(ruleSet, asked, place, 1)] as const;
    const head = `group ${key}`;
    return [
      { key: head, draw: () => <GroupRow key={head} {...change} {...{ group, own, movable }} asked={key} /> },
      ...group.rules.map((code): WindowedRow => {
        const line = keyIn(key, code);
        return { key: line, draw: () => <MemberRow key={line} {...change} {...adds} code={code} from={Number(key)} /> };
      }),
    ];
  });
  const alone = ungrouped(ruleSet, whatIf);
  if (alone.length === 0) return rows;
  return [
    ...rows,
    { key: 'none', draw: () => <UngroupedHead key="none" /> },
    ...alone.map((code): WindowedRow => {
      const line = keyIn('none', code);
      return { key: line, draw: () => <UngroupedRow key={line} {...change} code={code} /> };
    }),
  ];
}

const keyIn = (group: string, code: string): string => JSON.stringify([group, code]);

/** The line of a rule, whatever group it is in. */
export const lineOf = (rows: readonly WindowedRow[], code: string): string | null =>
  rows.find(({ key }) => key.endsWith(`,${JSON.stringify(code)}]`))?.key ?? null;
