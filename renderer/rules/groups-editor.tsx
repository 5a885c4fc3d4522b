import { useState } from 'react';
import { groupName, readGroupName } from '../../analysis/model/group-name.ts';
import type { RuleGroup } from '../../analysis/model/ruleset.ts';
import { t } from '../i18n/index.ts';
import { Button } from '../parts/button.tsx';
import { Panel } from '../parts/panel.tsx';
import { withGroup, withSet, type RuleDocument } from '../rule-sets/document.ts';
import { edit } from '../rule-sets/documents.ts';
import { ResultChoice } from '../rule-sets/result-choice.tsx';
import { RuleChips } from './rule-chips.tsx';

/** The groups in the order of their priority; a rule set without any decides by the rules' own results. */
export function GroupsEditor({ document }: { readonly document: RuleDocument }) {
  const { ruleSet } = document.now;
  const groups = ruleSet.groups ?? [];
  const setGroups = (next: RuleGroup[]) =>
    edit(document.id, 'groups', (draft) => withSet(draft, { groups: next.length === 0 ? undefined : next }));
  const free = ruleSet.rules.map((rule) => rule.code).filter((code) => code !== '');
  const first = free.find((code) => !groups.some((group) => group.rules.includes(code))) ?? free[0];
  const add = () => {
    if (first === undefined) return;
    const priority = Math.max(0, ...groups.map((group) => group.priority)) + 1;
    const result = ruleSet.rules.find((rule) => rule.code === first)?.result ?? 'REVIEW';
    setGroups([...groups, { priority, result, kind: 'single', rules: [first] }]);
  };
  return (
    <Panel
      title={t('groups.title')}
      actions={
        <Button small icon="plus" disabled={first === undefined} onClick={add}>
          {t('groups.add')}
        </Button>
      }
    >
      <p className="note">{t(groups.length === 0 ? 'groups.none' : 'groups.hint')}</p>
      <ul className="groups">
        {groups.map((group, index) => (
          <GroupRow
            key={index}
            group={group}
            number={index + 1}
            codes={free}
            onChange={(change) => edit(document.id, `group ${index}`, (draft) => withGroup(draft, index, change))}
            onRemove={() => setGroups(groups.toSpliced(index, 1))}
          />
        ))}
      </ul>
    </Panel>
  );
}

interface GroupRowProps {
  readonly group: RuleGroup;
  readonly number: number;
  readonly codes: readonly string[];
  readonly onChange: (change: Partial<RuleGroup>) => void;
  readonly onRemove: () => void;
}

function GroupRow({ group, number, codes, onChange, onRemove }: GroupRowProps) {
  const name = t('groups.one', { number });
  return (
    <li className="group" aria-label={name}>
      <label className="field">
        <span className="label">{t('groups.priority')}</span>
        <input
          className="input num"
          type="number"
          min={1}
          value={group.priority}
          onChange={(event) => onChange({ priority: Math.max(1, Math.trunc(Number(event.target.value)) || 1) })}
        />
      </label>
      <label className="field">
        <span className="label">{t('groups.kind')}</span>
        <select
          className="select"
          value={group.kind}
          onChange={(event) => onChange({ kind: event.target.value === 'combination' ? 'combination' : 'single' })}
        >
          <option value="single">{t('groups.single')}</option>
          <option value="combination">{t('groups.combination')}</option>
        </select>
      </label>
      <ResultChoice label={t('rule.result')} value={group.result} onChoose={(result) => onChange({ result })} />
      <Button look="quiet" small icon="trash" aria-label={t('groups.remove', { number })} onClick={onRemove} />
      <ProductionName group={group} onChange={onChange} />
      <RuleChips rules={group.rules} codes={codes} onChange={(rules) => onChange({ rules })} />
    </li>
  );
}

/** The group as production reports it. A name put in here says priority, result and kind at once. */
function ProductionName({ group, onChange }: Pick<GroupRowProps, 'group' | 'onChange'>) {
  const [text, setText] = useState<string | null>(null);
  const write = (name: string) => {
    setText(name);
    const read = readGroupName(name);
    if (read !== null) onChange(read);
  };
  return (
    <label className="field production-name">
      <span className="label">{t('groups.productionName')}</span>
      <input
        className="input"
        lang="ja"
        spellCheck={false}
        value={text ?? groupName(group)}
        aria-invalid={text !== null && readGroupName(text) === null ? true : undefined}
        onChange={(event) => write(event.target.value)}
        onBlur={() => setText(null)}
      />
    </label>
  );
}
