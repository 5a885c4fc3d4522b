import { expect, test } from 'vitest';
import { projectColumns } from '../../analysis/model/columns.ts';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import { finished, withKnown } from '../../renderer/data/mapping-edit.ts';

test('a mapping that does not say whether a kept column was known at screening does not take back what the project says', () => {
  const custom = [
    { id: 'memo', label: 'メモ', type: 'text', knownAtScreening: 'no' },
    { id: 'shop', label: '店', type: 'text', knownAtScreening: 'yes' },
  ] as const;
  const info = { columns: projectColumns([...custom], new Set()) } as unknown as ProjectInfo;
  const mapping = { timezone: 'UTC', columns: {}, keep: ['メモ', '店', '担当'] };
  expect(finished(withKnown(mapping, info)).knownAtScreening).toEqual({ メモ: 'no', 店: 'yes', 担当: 'unsure' });
  const told = { ...mapping, knownAtScreening: { 店: 'unsure' as const } };
  expect(finished(withKnown(told, info)).knownAtScreening).toEqual({ メモ: 'no', 店: 'unsure', 担当: 'unsure' });
  expect(finished(mapping).knownAtScreening?.['メモ']).toBe('unsure');
});
