import { EditorView } from '@codemirror/view';

/**
 * Text typed over a selection. Left to itself the browser writes the replaced text's colours as an inline style, which
 * the page's CSP refuses.
 */
const typedOver = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const { main } = view.state.selection;
    const { data } = event;
    if (event.inputType !== 'insertText' || data === null || main.empty || event.isComposing) return false;
    const insert = () =>
      view.state.update(view.state.replaceSelection(data), { userEvent: 'input.type', scrollIntoView: true });
    const handlers = view.state.facet(EditorView.inputHandler);
    if (!handlers.some((handle) => handle(view, main.from, main.to, data, insert))) view.dispatch(insert());
    event.preventDefault();
    return true;
  },
});

/**
 * Redrawing a text moves the browser's cursor to its start. Just after it got the focus the editor takes that for the
 * browser's own doing and leaves it there, so that the next letter would come before the first.
 */
const cursorAfterRedraw = EditorView.updateListener.of(({ view, state }) => {
  const { main } = state.selection;
  const shown = view.contentDOM.ownerDocument.getSelection();
  const node = shown?.anchorNode;
  if (!shown?.isCollapsed || !node || !main.empty || main.head === 0) return;
  if (!view.hasFocus || view.composing || !view.contentDOM.contains(node)) return;
  if (view.posAtDOM(node, shown.anchorOffset) !== 0) return;
  const place = view.domAtPos(main.head);
  shown.collapse(place.node, place.offset);
});

export const replaceSelection = [typedOver, cursorAfterRedraw];
