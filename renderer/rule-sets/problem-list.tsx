import { t } from '../i18n/index.ts';
import { go } from '../state/address.ts';
import { Icon } from '../theme/icons.tsx';
import type { Problem } from './problems.ts';
import { jumpTo } from './selection.ts';

export interface ProblemListProps {
  readonly documentId: string;
  readonly problems: readonly Problem[];
}

/** Each entry leads to the place in the Rules room. */
export function ProblemList({ documentId, problems }: ProblemListProps) {
  const jump = (problem: Problem) => {
    jumpTo(documentId, problem.key, problem.from);
    const rule = problem.key === null || problem.code === '' ? [] : [problem.code];
    go({ room: 'rules', path: [documentId, ...rule], params: { feature: problem.feature ?? null } });
  };
  return (
    <ul className="problem-list">
      {problems.map((problem, index) => (
        <li key={index}>
          <button type="button" className={`menu-item ${problem.severity}`} onClick={() => jump(problem)}>
            <Icon name={problem.severity === 'error' ? 'warning' : 'info'} />
            <span>
              <strong className="mono">{problem.code || problem.feature || t('problem.ofSet')}</strong> {problem.text}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
