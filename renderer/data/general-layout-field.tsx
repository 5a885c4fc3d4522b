import { useState } from 'react';
import type { OutcomesPreview } from '../../analysis/engine-api.ts';
import type { Failure } from '../../analysis/model/failure.ts';
import { generalLayouts, generalNamed, lackingOf, type GeneralLayout } from '../../analysis/model/layouts/index.ts';
import { named, t } from '../i18n/index.ts';
import { FailureCallout } from '../parts/callout.tsx';
import { attempt } from '../state/toasts.ts';

const none = '';

export interface GeneralLayoutFieldProps<D> {
  readonly as: GeneralLayout['as'];
  /** The layout the file is read by; null where its headers alone tell. */
  readonly layout: string | null;
  readonly disabled?: boolean;
  /** The file read by another one. */
  readonly open: (layout: string | null) => Promise<D>;
  readonly onChange: (draft: D) => void;
}

/** What kind of list a file beside orders is; one it is not is refused with what the file lacks, and nothing changes. */
export function GeneralLayoutField<D extends { readonly preview: OutcomesPreview }>(props: GeneralLayoutFieldProps<D>) {
  const { as, layout, disabled = false, open, onChange } = props;
  const [failed, setFailed] = useState<Failure | null>(null);
  const choose = (id: string): void =>
    attempt(async () => {
      const wanted = generalNamed(id);
      const draft = await open(wanted?.id ?? null);
      const lacking = wanted === undefined ? [] : lackingOf(wanted, draft.preview);
      if (wanted === undefined || lacking.length === 0) {
        setFailed(null);
        return onChange(draft);
      }
      setFailed({ code: 'layout-misses', params: { preset: named(wanted.name), columns: lacking.join(', ') } });
    });
  return (
    <div className="stack tight layout-choice">
      <label className="row">
        <span className="note">{t('data.layout')}</span>
        <select
          className="select small"
          value={layout ?? none}
          disabled={disabled}
          onChange={(event) => choose(event.target.value)}
        >
          <option value={none}>{t('data.noLayout')}</option>
          {generalLayouts
            .filter((one) => one.as === as)
            .map(({ id, name }) => (
              <option key={id} value={id}>
                {named(name)}
              </option>
            ))}
        </select>
      </label>
      {failed === null ? null : <FailureCallout failure={failed} />}
    </div>
  );
}
