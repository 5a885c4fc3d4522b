import { useLayoutEffect, useRef, type ReactNode, type RefObject } from 'react';

export interface PopoverProps {
  readonly anchor: RefObject<HTMLElement | null>;
  readonly onClose: () => void;
  readonly children: ReactNode;
  readonly label?: string;
  readonly role?: 'dialog' | 'presentation';
  readonly matchWidth?: boolean;
}

const margin = 4;

/** Those that are open, the topmost last. */
const open: HTMLElement[] = [];

/** A layer below (or above) its anchor; closes on Escape and on a click outside. Rendered only while open. */
export function Popover({ anchor, onClose, children, label, role = 'dialog', matchWidth = false }: PopoverProps) {
  const ref = useRef<HTMLDivElement>(null);
  const close = useRef(onClose);
  close.current = onClose;
  useLayoutEffect(() => {
    const layer = ref.current;
    const at = anchor.current?.getBoundingClientRect();
    if (!layer || !at) return;
    if (matchWidth) layer.style.minWidth = `${at.width}px`;
    layer.showPopover();
    place(layer, at);
    const inside = (target: EventTarget | null) =>
      target instanceof Node && (layer.contains(target) || anchor.current?.contains(target) === true);
    const outside = (event: PointerEvent) => {
      if (!inside(event.target)) close.current();
    };
    // Opened by the mouse the focus may be nowhere in it.
    const escape = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented || open.at(-1) !== layer) return;
      event.preventDefault();
      close.current();
      anchor.current?.focus();
    };
    open.push(layer);
    document.addEventListener('pointerdown', outside, true);
    document.addEventListener('keydown', escape);
    return () => {
      open.splice(open.indexOf(layer), 1);
      document.removeEventListener('pointerdown', outside, true);
      document.removeEventListener('keydown', escape);
    };
  }, []);
  return (
    <div ref={ref} popover="manual" className="popover" role={role} aria-label={label}>
      {children}
    </div>
  );
}

/** Above, it hangs from its lower edge: a list that gets shorter stays at its anchor. */
function place(layer: HTMLElement, at: DOMRect): void {
  const { width, height } = layer.getBoundingClientRect();
  const roomBelow = window.innerHeight - at.bottom - margin;
  const below = height <= roomBelow || roomBelow >= at.top;
  const room = (below ? roomBelow : at.top - margin) - margin;
  layer.style.top = below ? `${at.bottom + margin}px` : 'auto';
  layer.style.bottom = below ? 'auto' : `${window.innerHeight - at.top + margin}px`;
  layer.style.left = `${Math.max(margin, Math.min(at.left, window.innerWidth - width - margin))}px`;
  if (height > room) layer.style.maxHeight = `${room}px`;
}
