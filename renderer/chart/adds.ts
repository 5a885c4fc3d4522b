/** Whether a click adds to what is chosen, as in every list: with Shift, Ctrl or the Mac's command key. */
export function adds(event: {
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
}): boolean {
  return event.shiftKey || event.ctrlKey || event.metaKey;
}
