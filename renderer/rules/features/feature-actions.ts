import { mostFeatures, type Feature } from '../../../analysis/model/features.ts';
import type { ProjectInfo } from '../../../analysis/model/project.ts';
import { t } from '../../i18n/index.ts';
import { withFeature, type RuleDocument } from '../../rule-sets/document.ts';
import { edit, undo } from '../../rule-sets/documents.ts';
import { showDone } from '../../state/toasts.ts';
import { openFeatures } from '../choose.ts';
import {
  featuresOf,
  freeId,
  rulesReading,
  tidied,
  withFeatureAfter,
  withFeatureId,
  withoutFeature,
  type FeatureChange,
} from './feature-edits.ts';

const idsOf = ({ now }: RuleDocument): readonly string[] => featuresOf(now).map(({ id }) => id);

const back = (document: RuleDocument) => ({ label: t('rules.undo'), run: () => undo(document.id) });

/** Whether the set can take one more. */
export const hasRoom = ({ now }: RuleDocument): boolean => featuresOf(now).length < mostFeatures;

function put(document: RuleDocument, after: number | null, wanted: Feature): string {
  const feature = { ...wanted, id: freeId(wanted.id, idsOf(document)) };
  edit(document.id, 'feature add', (draft) => withFeatureAfter(draft, after, feature));
  openFeatures(feature.id, true);
  return feature.id;
}

/** Takes a feature of the catalogue over, under an id nobody has, and says so. */
export function takeFeature(document: RuleDocument, feature: Feature): void {
  showDone(t('features.added', { id: put(document, null, feature) }), back(document));
}

const usualKeys = ['device.id', 'buyer.email_key', 'buyer.id', 'card.token', 'ip.address', 'delivery.address_key'];

/** A count of a day by the first of the usual keys that the project has values of: something to change. */
export function addFeature(document: RuleDocument, { columns }: ProjectInfo): void {
  const present = new Set(columns.filter((column) => column.present).map(({ path }) => path));
  const key = usualKeys.find((path) => present.has(path)) ?? 'device.id';
  put(document, null, { id: 'feature', agg: 'count', by: [key], window: '24h' });
}

export function duplicateFeature(document: RuleDocument, index: number): void {
  const feature = featuresOf(document.now)[index];
  if (feature && hasRoom(document)) put(document, index, feature);
}

/** Takes a feature out; where rules read it, says which. */
export function removeFeature(document: RuleDocument, index: number): void {
  const own = featuresOf(document.now);
  const gone = own[index];
  if (gone === undefined) return;
  const shared = own.filter(({ id }) => id === gone.id).length > 1;
  const reading = shared ? [] : rulesReading(document.now.ruleSet, gone.id);
  edit(document.id, 'feature remove', (draft) => withoutFeature(draft, index));
  openFeatures((own[index + 1] ?? own[index - 1])?.id ?? null, true);
  const codes = reading.map(({ code }) => code).join(', ');
  const said = reading.length === 0 ? 'features.removed' : 'features.removedRead';
  showDone(t(said, { id: gone.id, codes }), {
    label: t('rules.undo'),
    run: () => {
      undo(document.id);
      openFeatures(gone.id, true);
    },
  });
}

export function changeFeature(document: RuleDocument, index: number, tag: string, change: FeatureChange): void {
  edit(document.id, `feature ${index} ${tag}`, (draft) => {
    const feature = featuresOf(draft)[index];
    return feature === undefined ? draft : withFeature(draft, index, tidied(feature, change));
  });
}

/** Another id, which the address and the rules that read it take over. */
export function renameFeature(document: RuleDocument, index: number, id: string): void {
  edit(document.id, 'feature id', (draft) => withFeatureId(draft, index, id));
  openFeatures(id, true);
}
