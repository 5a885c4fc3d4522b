import { t } from '../i18n/index.ts';
import { Button } from '../parts/button.tsx';
import { Callout } from '../parts/callout.tsx';
import { Differences, sameColumns } from './earlier-note.tsx';
import { change, mapAsProposed, type Draft } from './import-flow.ts';
import type { AppliedSources } from './picked-draft.ts';
import type { AppliedMapping } from './saved-mappings.ts';

export interface SavedSourcesNoteProps {
  readonly saved: AppliedSources;
  readonly onProposed: () => void;
}

/** The same of a file beside orders. */
export function SavedSourcesNote({ saved: { name, place, fit, suggested }, onProposed }: SavedSourcesNoteProps) {
  const lacks = fit.missing.length > 0;
  const why = fit.alike === 1 ? 'mappings.sameHeaders' : 'mappings.likeHeaders';
  return (
    <Callout kind={lacks ? 'warn' : 'info'}>
      <div className="row wrap">
        <span className="grow">
          {t('mappings.applied', { name, place: t(`mappings.place.${place}`) })}{' '}
          {suggested ? t(why, { name }) : lacks ? t('mappings.lacks') : null}
        </span>
        <Button small onClick={onProposed}>
          {t('data.mapAsProposed')}
        </Button>
      </div>
      <Differences fit={{ ...fit, renamed: [] }} />
    </Callout>
  );
}

interface SavedNoteProps {
  readonly draft: Draft;
  readonly saved: AppliedMapping;
}

/** That a file is mapped by a saved mapping, why, and what of it the file lacks. */
export function SavedNote({ draft, saved: { name, place, fit, suggested } }: SavedNoteProps) {
  const lacks = fit.missing.length + fit.renamed.length > 0;
  const edited = !sameColumns(fit.mapping, draft.mapping);
  const why = fit.alike === 1 ? 'mappings.sameHeaders' : 'mappings.likeHeaders';
  return (
    <Callout kind={lacks ? 'warn' : 'info'}>
      <div className="row wrap">
        <span className="grow">
          {t('mappings.applied', { name, place: t(`mappings.place.${place}`) })}{' '}
          {suggested ? t(why, { name }) : lacks ? t('mappings.lacks') : null}
          {edited ? ` ${t('mappings.edited')}` : null}
        </span>
        {edited ? (
          <Button small onClick={() => change((now) => ({ ...now, mapping: fit.mapping }))}>
            {t('mappings.asSaved')}
          </Button>
        ) : null}
        <Button small onClick={() => mapAsProposed(draft)}>
          {t('data.mapAsProposed')}
        </Button>
      </div>
      <Differences fit={fit} />
    </Callout>
  );
}
