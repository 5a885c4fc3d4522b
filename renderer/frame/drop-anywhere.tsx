import { useEffect, useState } from 'react';
import { t } from '../i18n/index.ts';
import { receiveDropped } from '../state/incoming.ts';

/** The whole window takes a file. A part that takes drops itself (the outcomes file) stops the event first. */
export function DropAnywhere() {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const carriesFile = (event: DragEvent) => event.dataTransfer?.types.includes('Files') === true;
    const onOver = (event: DragEvent) => {
      event.preventDefault();
      setOver(carriesFile(event));
    };
    const onLeave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false);
    };
    const onDrop = (event: DragEvent) => {
      setOver(false);
      if (event.defaultPrevented) return;
      event.preventDefault();
      const files = [...(event.dataTransfer?.files ?? [])];
      if (files.length > 0) receiveDropped(files);
    };
    document.addEventListener('dragover', onOver);
    document.addEventListener('dragleave', onLeave);
    document.addEventListener('drop', onDrop);
    return () => {
      document.removeEventListener('dragover', onOver);
      document.removeEventListener('dragleave', onLeave);
      document.removeEventListener('drop', onDrop);
    };
  }, []);
  if (!over) return null;
  return (
    <div className="drop-cover">
      <div>
        <strong>{t('drop.title')}</strong>
        <p>{t('drop.body')}</p>
      </div>
    </div>
  );
}
