import { useId, type ReactNode } from 'react';
import type { BuilderGroup, BuilderLines, BuilderNode } from '../../../analysis/expression/builder/index.ts';
import { parse, type Issue, type Span } from '../../../analysis/expression/index.ts';
import { t, type TextKey } from '../../i18n/index.ts';
import { Button } from '../../parts/button.tsx';
import { issueText } from '../../rule-sets/issue-text.ts';
import { Icon } from '../../theme/icons.tsx';
import { ConditionRow } from './condition-row.tsx';
import { freshNode, noSubject, type Place } from './subjects.ts';

/** What nodes at any depth need to know. */
export interface Around {
  readonly place: Place;
  readonly issues: readonly Issue[];
  readonly places: ReadonlyMap<BuilderNode, Span>;
}

export interface NodeProps {
  readonly node: BuilderNode;
  readonly around: Around;
  /** Where it stands, for people: 1, 1.2 … */
  readonly number: string;
  readonly onChange: (node: BuilderNode) => void;
  readonly onRemove: () => void;
}

/** A node with what can be done to it; groups hold others. */
export function NodeBox({ node, around, number, onChange, onRemove }: NodeProps) {
  switch (node.kind) {
    case 'group':
      return (
        <div className="builder-group" role="group" aria-label={t('builder.group', { number })}>
          <GroupHead node={node} onChange={onChange}>
            <Removal label={t('builder.removeGroup')} onRemove={onRemove} />
          </GroupHead>
          <GroupBody {...{ node, around, number, onChange }} />
        </div>
      );
    case 'lines':
      return <LinesBox {...{ node, around, number, onChange, onRemove }} />;
    case 'condition':
      return (
        <Row {...{ node, around, number, onChange, onRemove }}>
          <ConditionRow condition={node} place={around.place} onChange={onChange} />
        </Row>
      );
    case 'expert':
      return (
        <Row {...{ node, around, number, onChange, onRemove }}>
          <ExpertText text={node.text} onChange={(text) => onChange({ kind: 'expert', text })} />
        </Row>
      );
  }
}

function Removal({ label, onRemove }: { readonly label: string; readonly onRemove: () => void }) {
  return <Button look="quiet" small icon="trash" aria-label={label} onClick={onRemove} />;
}

interface RowProps extends NodeProps {
  readonly children: ReactNode;
}

function Row({ node, around, number, onChange, onRemove, children }: RowProps) {
  const problems = issuesOf(node, around);
  const wrapped = (): BuilderNode => ({ kind: 'group', needs: 'any', negated: false, nodes: [node] });
  return (
    <div className={`builder-row ${node.kind}`} role="group" aria-label={number}>
      <div className="builder-parts">{children}</div>
      <span className="builder-tools">
        <Button look="quiet" small icon="right" aria-label={t('builder.wrap')} onClick={() => onChange(wrapped())} />
        <Removal label={t('builder.removeCondition')} onRemove={onRemove} />
      </span>
      {problems.map((issue) => (
        <p key={`${issue.code}${issue.from}`} className={`field-problem ${issue.severity}`}>
          <Icon name={issue.severity === 'error' ? 'warning' : 'info'} size={13} />
          <span>{issueText(issue)}</span>
        </p>
      ))}
    </div>
  );
}

/** What the check says about the node's own text. */
export function issuesOf(node: BuilderNode, { issues, places }: Around): readonly Issue[] {
  const at = places.get(node);
  return at === undefined ? [] : issues.filter(({ from, to }) => from >= at.from && to <= at.to);
}

export function ExpertText({ text, onChange }: { readonly text: string; readonly onChange: (text: string) => void }) {
  const id = useId();
  const parsed = parse(text);
  const [problem] = parsed.ok ? [] : parsed.issues;
  return (
    <span className="expert-text">
      <span className="tag" title={t('builder.expertHint')}>
        {t('builder.expert')}
      </span>
      <textarea
        className="input mono"
        rows={Math.min(6, Math.ceil(text.length / 52) || 1)}
        spellCheck={false}
        aria-label={t('builder.expertText')}
        aria-describedby={id}
        aria-invalid={problem === undefined ? undefined : true}
        value={text}
        onChange={(event) => onChange(event.target.value)}
      />
      <span id={id} className={problem === undefined ? 'hidden-visually' : 'field-problem error'}>
        {problem === undefined ? t('builder.expertHint') : issueText(problem)}
      </span>
    </span>
  );
}

const needsKeys = {
  all: 'builder.all',
  any: 'builder.any',
  'not all': 'builder.notAll',
  'not any': 'builder.notAny',
} as const;
type NeedsKey = keyof typeof needsKeys;

export interface GroupHeadProps {
  readonly node: BuilderGroup;
  readonly onChange: (node: BuilderGroup) => void;
  readonly children?: ReactNode;
}

export function GroupHead({ node, onChange, children }: GroupHeadProps) {
  const value: NeedsKey = node.negated ? `not ${node.needs}` : node.needs;
  const choose = (chosen: string) =>
    onChange({ ...node, negated: chosen.startsWith('not '), needs: chosen.endsWith('any') ? 'any' : 'all' });
  return (
    <div className="builder-head">
      <select
        className="select small"
        aria-label={t('builder.needs')}
        value={value}
        onChange={(event) => choose(event.target.value)}
      >
        {(Object.keys(needsKeys) as NeedsKey[]).map((key) => (
          <option key={key} value={key}>
            {t(needsKeys[key])}
          </option>
        ))}
      </select>
      {children}
    </div>
  );
}

export interface GroupBodyProps {
  readonly node: BuilderGroup;
  readonly around: Around;
  readonly number: string;
  readonly onChange: (node: BuilderGroup) => void;
}

export function GroupBody({ node, around, number, onChange }: GroupBodyProps) {
  const put = (index: number, child: BuilderNode) => onChange({ ...node, nodes: node.nodes.with(index, child) });
  const add = (child: BuilderNode) => onChange({ ...node, nodes: [...node.nodes, child] });
  const blank = () => freshNode(noSubject, around.place);
  const group = (): BuilderNode => ({
    kind: 'group',
    needs: node.needs === 'all' ? 'any' : 'all',
    negated: false,
    nodes: [blank()],
  });
  const between = t(node.needs === 'all' ? 'builder.and' : 'builder.or');
  return (
    <div className="builder-nodes">
      {node.nodes.map((child, index) => (
        <div key={index} className="builder-node">
          <span className="builder-between">{index === 0 ? '' : between}</span>
          <NodeBox
            node={child}
            around={around}
            number={number === '' ? String(index + 1) : `${number}.${index + 1}`}
            onChange={(next) => put(index, next)}
            onRemove={() => onChange({ ...node, nodes: node.nodes.toSpliced(index, 1) })}
          />
        </div>
      ))}
      <div className="builder-adds">
        <Button small look="quiet" icon="plus" onClick={() => add(blank())}>
          {t('builder.addCondition')}
        </Button>
        <Button small look="quiet" icon="plus" onClick={() => add(group())}>
          {t('builder.addGroup')}
        </Button>
      </div>
    </div>
  );
}

const macroKeys = {
  exists: 'builder.lines.exists',
  all: 'builder.lines.all',
  exists_one: 'builder.lines.exists_one',
  'not exists': 'builder.lines.notExists',
  'not all': 'builder.lines.notAll',
  'not exists_one': 'builder.lines.notOne',
} as const satisfies Record<string, TextKey>;
type MacroKey = keyof typeof macroKeys;

interface LinesProps extends Omit<NodeProps, 'node'> {
  readonly node: BuilderLines;
}

/** Conditions on the lines of an order, with the names of a line inside. */
function LinesBox({ node, around, number, onChange, onRemove }: LinesProps) {
  const value: MacroKey = node.negated ? `not ${node.macro}` : node.macro;
  const inside: Around = { ...around, place: { ...around.place, variable: node.variable } };
  const body: BuilderGroup =
    node.node.kind === 'group' ? node.node : { kind: 'group', needs: 'all', negated: false, nodes: [node.node] };
  const choose = (chosen: MacroKey) => {
    const negated = chosen.startsWith('not ');
    const macro = (negated ? chosen.slice('not '.length) : chosen) as BuilderLines['macro'];
    onChange({ ...node, negated, macro });
  };
  return (
    <div className="builder-group lines" role="group" aria-label={`${number} ${t('builder.lines')}`}>
      <div className="builder-head">
        <span className="tag">{t('builder.lines')}</span>
        <select
          className="select small"
          aria-label={t('builder.lines')}
          value={value}
          onChange={(event) => choose(event.target.value as MacroKey)}
        >
          {(Object.keys(macroKeys) as MacroKey[]).map((key) => (
            <option key={key} value={key}>
              {t(macroKeys[key])}
            </option>
          ))}
        </select>
        <Removal label={t('builder.removeCondition')} onRemove={onRemove} />
      </div>
      <GroupHead node={body} onChange={(next) => onChange({ ...node, node: next })} />
      <GroupBody node={body} around={inside} number={number} onChange={(next) => onChange({ ...node, node: next })} />
    </div>
  );
}
