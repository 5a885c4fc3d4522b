import { useState } from 'react';
import type { ProjectInfo } from '../../../analysis/model/project.ts';
import { t } from '../../i18n/index.ts';
import { Button } from '../../parts/button.tsx';
import type { RuleDocument } from '../../rule-sets/document.ts';
import { LibraryDialog } from './library-dialog.tsx';

export interface LibraryProps {
  readonly document: RuleDocument;
  readonly info: ProjectInfo;
}

export function LibraryButton({ document, info }: LibraryProps) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button small icon="search" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        {t('library.open')}
      </Button>
      {open ? <LibraryDialog {...{ document, info }} onClose={() => setOpen(false)} /> : null}
    </>
  );
}
