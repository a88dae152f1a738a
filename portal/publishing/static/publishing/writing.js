/* How writing goes on around pictures and tables: it never replaces a picture, a caption and a table
   can be left by the keyboard, and there is always a line below what stands last. */
import { Extension, pm } from "django-prose-editor/editor";

const { NodeSelection, Plugin, TextSelection } = pm.state;
const LASTING = new Set(["figure", "image", "table", "horizontalRule", "caption"]);
const PICTURES = new Set(["figure", "image"]);
const KEY_OF_AN_INPUT_METHOD = 229;

const depthOf = ($place, name) => {
    let depth = $place.depth;
    while (depth > 0 && $place.node(depth).type.name !== name) depth -= 1;
    return depth;
};

/* Where the picture ends that is selected or whose caption is written in; null elsewhere. */
export const endOfPicture = ({ $from, node, to }) => {
    const depth = depthOf($from, "figure");
    if (depth) return $from.after(depth);
    return PICTURES.has(node?.type.name) ? to : null;
};

const endOfSelectedPicture = (selection) => (selection instanceof NodeSelection ? endOfPicture(selection) : null);

/* The caret in an empty paragraph at a place between blocks, a new one where there is none. */
export const lineAt = (tr, place) => {
    const { paragraph } = tr.doc.type.schema.nodes;
    const after = tr.doc.resolve(place).nodeAfter;
    if (after?.type !== paragraph || after.content.size) tr.insert(place, paragraph.create());
    return tr.setSelection(TextSelection.create(tr.doc, place + 1)).scrollIntoView();
};

const leavePicture = ({ editor: { state, view } }) => {
    const end = endOfPicture(state.selection);
    if (end === null) return false;
    view.dispatch(lineAt(state.tr, end));
    return true;
};

const leaveTable = ({ editor }) => {
    const { state, view } = editor;
    if (!editor.isActive("table") || editor.can().goToNextCell()) return false;
    const { $head } = state.selection;
    const end = $head.after(depthOf($head, "table"));
    const after = state.doc.resolve(end).nodeAfter;
    view.dispatch(
        after?.isTextblock
            ? state.tr.setSelection(TextSelection.create(state.doc, end + 1)).scrollIntoView()
            : lineAt(state.tr, end),
    );
    return true;
};

const writeBelow = (view, text) => {
    const end = endOfSelectedPicture(view.state.selection);
    if (end === null) return false;
    const tr = lineAt(view.state.tr, end);
    view.dispatch(text ? tr.insertText(text) : tr);
    return true;
};

// --- what must hold of a document ---------------------------------------------------

const pictures = (doc) => {
    let number = 0;
    doc.descendants((node) => {
        if (node.type.name === "image") number += 1;
    });
    return number;
};

/* A figure whose picture was taken out leaves its caption as text. */
const mendFigures = (tr) => {
    const broken = [];
    tr.doc.descendants((node, place, parent) => {
        const picture = node.type.name === "figure" ? node.firstChild : node;
        const isIt = node.type.name === "figure" || (node.type.name === "image" && parent.type.name !== "figure");
        if (isIt && !picture.attrs.src) broken.unshift([place, node]);
    });
    for (const [place, node] of broken) {
        const text = node.childCount > 1 ? node.lastChild.content : pm.model.Fragment.empty;
        if (text.size) tr.replaceWith(place, place + node.nodeSize, tr.doc.type.schema.nodes.paragraph.create(null, text));
        else tr.delete(place, place + node.nodeSize);
    }
};

const addLastLine = (tr) => {
    let last = tr.doc.lastChild;
    while (!LASTING.has(last.type.name) && !last.isTextblock && last.lastChild) last = last.lastChild;
    if (LASTING.has(last.type.name)) tr.insert(tr.doc.content.size, tr.doc.type.schema.nodes.paragraph.create());
};

const endOfChange = (transactions) => {
    let end = 0;
    for (const map of transactions.flatMap(({ mapping }) => mapping.maps)) {
        end = map.map(end);
        map.forEach((_from, _to, _start, after) => {
            end = Math.max(end, after);
        });
    }
    return end;
};

/* After a new picture comes what is written next. */
const stepBehindNewPicture = (tr, end) => {
    const isBehind = PICTURES.has(tr.doc.resolve(end).nodeBefore?.type.name);
    const place = isBehind ? end : endOfPicture(tr.selection);
    if (place !== null) lineAt(tr, place);
};

export const Writing = Extension.create({
    name: "writing",
    priority: 1000, // before the keys of lists, tables and the editor's own

    onCreate() {
        const { editor } = this;
        const tr = editor.state.tr.setMeta("preventUpdate", true).setMeta("addToHistory", false);
        addLastLine(tr);
        if (editor.isEditable && tr.docChanged) editor.view.dispatch(tr);
    },

    addKeyboardShortcuts() {
        return { Enter: leavePicture, Tab: leaveTable };
    },

    addProseMirrorPlugins() {
        return [
            new Plugin({
                appendTransaction: (transactions, before, { tr }) => {
                    if (!transactions.some((one) => one.docChanged)) return null;
                    const end = endOfChange(transactions);
                    const isNew = pictures(tr.doc) > pictures(before.doc);
                    mendFigures(tr);
                    addLastLine(tr);
                    if (isNew && !transactions.some(pm.history.isHistoryTransaction)) stepBehindNewPicture(tr, tr.mapping.map(end));
                    return tr.docChanged || tr.selectionSet ? tr : null;
                },
                props: {
                    handleTextInput: (view, from, to, text) => writeBelow(view, text),
                    handleKeyDown: (view, { keyCode }) => {
                        if (keyCode === KEY_OF_AN_INPUT_METHOD) writeBelow(view, "");
                        return false;
                    },
                    handleDOMEvents: {
                        beforeinput: (view, event) => {
                            if (!event.data || !writeBelow(view, event.data)) return false;
                            event.preventDefault();
                            return true;
                        },
                    },
                },
            }),
        ];
    },
});
