import { useId, useLayoutEffect, useRef, type ReactNode } from 'react';

export interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** Buttons at the foot, the main one last. */
  readonly buttons?: ReactNode;
  /** For a list beside what is chosen from it. */
  readonly wide?: boolean;
}

/** Modal; the browser keeps focus inside and gives it back. Rendered only while open. */
export function Dialog({ title, onClose, children, buttons, wide = false }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null);
  const id = useId();
  // Closed before it is taken out of the page: only then does the browser give the focus back.
  useLayoutEffect(() => {
    const dialog = ref.current;
    if (dialog && !dialog.open) dialog.showModal();
    return () => dialog?.close();
  }, []);
  return (
    <dialog
      ref={ref}
      className={wide ? 'dialog wide' : 'dialog'}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === ref.current) onClose();
      }}
    >
      <div className="inner">
        <h2 id={id}>{title}</h2>
        {children}
        {buttons === undefined ? null : <div className="buttons">{buttons}</div>}
      </div>
    </dialog>
  );
}
