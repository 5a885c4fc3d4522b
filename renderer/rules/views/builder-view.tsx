import type { BuilderGroup } from '../../../analysis/expression/builder/index.ts';
import { t } from '../../i18n/index.ts';
import { GroupBody, GroupHead, type Around } from './node-box.tsx';
import type { Edited } from './use-node.ts';

export interface BuilderViewProps {
  readonly edited: Edited;
  readonly around: Around;
}

/** The whole rule as one group, also where it is a single condition. */
export function BuilderView({ edited, around }: BuilderViewProps) {
  const { node, change } = edited;
  if (node === null) return null;
  const root: BuilderGroup =
    node.kind === 'group' ? node : { kind: 'group', needs: 'all', negated: false, nodes: [node] };
  return (
    <div className="builder" role="group" aria-label={t('builder.root')}>
      <GroupHead node={root} onChange={change} />
      {root.nodes.length === 0 ? <p className="note">{t('builder.empty')}</p> : null}
      <GroupBody node={root} around={around} number="" onChange={change} />
    </div>
  );
}
