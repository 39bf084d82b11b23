// The editor itself: CodeMirror with SPARQL, our completion, and the place of an error.

import {
  acceptCompletion,
  autocompletion,
  bracketMatching,
  classHighlighter,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
  defaultKeymap,
  drawSelection,
  EditorState,
  EditorView,
  highlightActiveLine,
  history,
  historyKeymap,
  indentWithTab,
  keymap,
  lineNumbers,
  Prec,
  setDiagnostics,
  sparql,
  syntaxHighlighting,
} from "codemirror";
import { complete } from "query/complete";
import { nonce, say } from "query/tools";

/** Put an editor in `parent`; `run` is called for Ctrl+Enter. Gives the view of CodeMirror. */
export function makeEditor(parent, text, run, changed) {
  const keys = [
    { key: "Mod-Enter", run: () => (run(), true) },
    { key: "Tab", run: acceptCompletion },
  ];
  return new EditorView({
    parent,
    state: EditorState.create({
      doc: text,
      extensions: [
        Prec.highest(keymap.of(keys)),
        EditorView.cspNonce.of(nonce),
        lineNumbers(),
        history(),
        drawSelection(),
        highlightActiveLine(),
        bracketMatching(),
        closeBrackets(),
        autocompletion({ override: [complete], icons: false, maxRenderedOptions: 60 }),
        sparql(),
        syntaxHighlighting(classHighlighter),
        EditorView.domEventHandlers({ beforeinput: overSelection }),
        EditorState.tabSize.of(2),
        keymap.of([...closeBracketsKeymap, ...completionKeymap, ...defaultKeymap, ...historyKeymap, indentWithTab]),
        EditorView.contentAttributes.of({
          tabindex: "0",
          "aria-labelledby": "query-label",
          "aria-describedby": "keys",
          spellcheck: "false",
          autocapitalize: "off",
        }),
        EditorState.phrases.of({ Completions: say("query.js.completions") }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) changed();
        }),
      ],
    }),
  });
}

// Text typed over a selection: Chromium would first write the style of the old text into the line as a style
// attribute, which the page's Content-Security-Policy refuses with an error in the console.
function overSelection(event, view) {
  const { main } = view.state.selection;
  if (event.inputType !== "insertText" || event.isComposing || main.empty || typeof event.data !== "string") return false;
  const insert = () => view.state.update(view.state.replaceSelection(event.data), { userEvent: "input.type", scrollIntoView: true });
  const handlers = view.state.facet(EditorView.inputHandler);
  if (!handlers.some((handle) => handle(view, main.from, main.to, event.data, insert))) view.dispatch(insert());
  event.preventDefault();
  return true;
}

/** Put another text in the editor; what was there before comes back with undo. */
export function setText(view, text) {
  view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text }, selection: { anchor: 0 } });
}

/** Mark the place of an error, line and column counted from 1 in code points; gives its offset, or null. */
export function markError(view, line, column, message) {
  const { doc } = view.state;
  if (line < 1 || line > doc.lines) return null;
  const { from, text } = doc.line(line);
  const start = from + Array.from(text).slice(0, column - 1).join("").length;
  const after = /^\S+/.exec(doc.sliceString(start, from + text.length));
  const before = /\S+\s*$/.exec(doc.sliceString(0, start));
  const [low, high] = after ? [start, start + after[0].length] : [start - (before ? before[0].length : 0), start];
  view.dispatch(setDiagnostics(view.state, [{ from: low, to: Math.max(high, low), severity: "error", message }]));
  view.dispatch({ effects: EditorView.scrollIntoView(low, { y: "center" }) });
  return low;
}

/** Take the mark of an error away. */
export function clearError(view) {
  view.dispatch(setDiagnostics(view.state, []));
}
