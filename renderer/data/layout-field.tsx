import { layouts } from '../../analysis/model/layouts/index.ts';
import { named, t } from '../i18n/index.ts';
import { mapAsLayout, type Draft } from './import-flow.ts';

const none = '';

/** The published layout the mapping follows; another one may be tried. */
export function LayoutField({ draft }: { readonly draft: Draft }) {
  const { layout } = draft;
  return (
    <label className="row">
      <span className="note">{t('data.layout')}</span>
      <select
        className="select small"
        value={layout ?? none}
        onChange={(event) => mapAsLayout(draft, event.target.value)}
      >
        {layout === null ? <option value={none}>{t('data.noLayout')}</option> : null}
        {layouts.map(({ id, name }) => (
          <option key={id} value={id}>
            {named(name)}
          </option>
        ))}
      </select>
    </label>
  );
}
