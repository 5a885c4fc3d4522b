import type { RuleSetException } from '../../analysis/model/policy.ts';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import { t } from '../i18n/index.ts';
import { Button } from '../parts/button.tsx';
import { Panel } from '../parts/panel.tsx';
import { withException, withSet, type RuleDocument } from '../rule-sets/document.ts';
import { edit } from '../rule-sets/documents.ts';
import { usualField } from './exception-fields.ts';
import { ExceptionRow } from './exception-row.tsx';
import { todayIn } from '../../analysis/model/wall-time.ts';

export interface ExceptionsEditorProps {
  readonly document: RuleDocument;
  readonly info: ProjectInfo;
}

/** What holds for one entity for a time: its orders are let through, or rules do not count for it. */
export function ExceptionsEditor({ document, info }: ExceptionsEditorProps) {
  const { ruleSet } = document.now;
  const exceptions = ruleSet.exceptions ?? [];
  const codes = ruleSet.rules.map((rule) => rule.code).filter((code) => code !== '');
  const [first] = codes;
  const setAll = (next: RuleSetException[]) =>
    edit(document.id, 'exceptions', (draft) => withSet(draft, { exceptions: next.length === 0 ? undefined : next }));
  const fresh = { field: usualField(info), value: '', from: todayIn(ruleSet.timezone) };
  return (
    <Panel
      title={t('exceptions.title')}
      actions={
        <>
          <Button small icon="plus" onClick={() => setAll([...exceptions, { kind: 'allow', ...fresh }])}>
            {t('exceptions.addAllow')}
          </Button>
          <Button
            small
            icon="plus"
            disabled={first === undefined}
            onClick={() =>
              first === undefined ? undefined : setAll([...exceptions, { kind: 'snooze', rules: [first], ...fresh }])
            }
          >
            {t('exceptions.addSnooze')}
          </Button>
        </>
      }
    >
      <p className="note">{t(exceptions.length === 0 ? 'exceptions.none' : 'exceptions.hint')}</p>
      <ul className="groups">
        {exceptions.map((exception, index) => (
          <ExceptionRow
            key={index}
            exception={exception}
            number={index + 1}
            codes={codes}
            timezone={ruleSet.timezone}
            info={info}
            onChange={(tag, change) =>
              edit(document.id, `exception ${index} ${tag}`, (draft) => withException(draft, index, change))
            }
            onRemove={() => setAll(exceptions.toSpliced(index, 1))}
          />
        ))}
      </ul>
    </Panel>
  );
}
