import type { ProjectInfo } from '../../analysis/model/project.ts';
import { draftCondition } from '../explore/draft-rule.ts';
import { t } from '../i18n/index.ts';
import { Combobox } from '../parts/combobox.tsx';
import { useSegments } from '../state/segments.ts';

export interface SegmentConditionProps {
  readonly info: ProjectInfo;
  readonly text: string;
  readonly onChange: (text: string) => void;
}

/** Narrows a rule to a saved segment: what it asks stands in the text, as if it had been written there. Nothing without a segment that a rule can ask. */
export function SegmentCondition({ info, text, onChange }: SegmentConditionProps) {
  const offered = useSegments(info).flatMap(({ segmentId, name, note, filter, hidden }) => {
    const when = hidden === true ? null : draftCondition(filter.clauses, info);
    return when === null ? [] : [{ value: segmentId, label: name, hint: note, when }];
  });
  if (offered.length === 0) return null;
  return (
    <div className="segment-condition">
      <Combobox
        small
        label={t('segment.intoRule')}
        value={null}
        placeholder={t('segment.intoRule')}
        choices={offered}
        onChoose={(value) => {
          const when = offered.find((one) => one.value === value)?.when;
          if (when !== undefined) onChange(narrowed(text, when));
        }}
      />
    </div>
  );
}

/** Both conditions; each keeps its own `||` to itself. */
export function narrowed(text: string, when: string): string {
  return text.trim() === '' ? when : `(${text.trim()}) && (${when})`;
}
