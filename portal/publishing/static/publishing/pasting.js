/* What is pasted or dropped is cleaned by the server; its pictures go into the library, and where one
   cannot, a mark and a notice say so. */
import { Extension, pm, updateAttrsDialog } from "django-prose-editor/editor";
import { isInside, mark, picture, read, withoutStyles } from "./clips.js";
import { endOfPicture, lineAt } from "./writing.js";

const MARK = /\[thiếu ảnh(?:: [^[\]]*)?\]/g;
const { Decoration, DecorationSet } = pm.view;
const desk = document.getElementById("desk");
let pastes = 0; // on their way to the server and back

// --- asking the server ----------------------------------------------------------------

const send = (address, name, value) => {
    const body = new FormData();
    body.append("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
    body.append(name, value);
    return fetch(address, { method: "POST", body });
};

/* The clip as our allow-list leaves it, null when the server does not answer. */
const cleaned = async (html) => {
    try {
        const answer = await send(desk.dataset.clean, "html", html);
        return answer.ok && !answer.redirected ? await answer.text() : null;
    } catch {
        return null;
    }
};

/* Pictures that stand alone, as the editor's own button puts them in. */
const withFigures = (html) => html.replace(/<p>(<img [^>]*>)<\/p>/g, "<figure>$1</figure>");

/* {src} of a picture that was taken into the library, or {error}. */
const upload = async (file) => {
    try {
        const answer = await send(desk.dataset.paste, "upload", file);
        if (answer.redirected) return { error: gettext("You are not signed in any more.") };
        return await answer.json();
    } catch {
        return { error: gettext("The server could not be reached.") };
    }
};

// --- telling --------------------------------------------------------------------------

const told = (view) => view.dom.closest(".prose-editor").querySelector(".editor-notice");

const tell = (view, sentences) => {
    const notice = told(view);
    notice.replaceChildren(
        ...sentences.map((sentence) => {
            const line = document.createElement("p");
            line.textContent = sentence;
            return line;
        }),
    );
    if (sentences.length) notice.scrollIntoView({ block: "nearest" });
};

const missing = (number) =>
    interpolate(
        ngettext(
            "%s picture could not be taken along. A mark stands in its place: save the picture as a file, insert it there with the button “Picture” and delete the mark. Until then the text cannot be published.",
            "%s pictures could not be taken along. Marks stand in their places: save the pictures as files, insert them there with the button “Picture” and delete the marks. Until then the text cannot be published.",
            number,
        ),
        [number],
    );

const uploaded = (number) =>
    interpolate(ngettext("%s picture was taken into the library.", "%s pictures were taken into the library.", number), [number]);

// --- putting in -----------------------------------------------------------------------

/* Keeps a place in the text while others type: a function that gives it as a selection. */
const keepPlace = (editor) => {
    let place = editor.state.selection.getBookmark();
    const follow = ({ transaction, appendedTransactions }) => {
        for (const { mapping } of [transaction, ...appendedTransactions]) place = place.map(mapping);
    };
    editor.on("transaction", follow);
    return () => {
        editor.off("transaction", follow);
        return place.resolve(editor.state.doc);
    };
};

const select = ({ state, view }, selection) => view.dispatch(state.tr.setSelection(selection));

/* Every cell of a merged one for itself, so that all stand in their columns. */
const divided = (html) => {
    const page = new DOMParser().parseFromString(withoutStyles(html), "text/html");
    for (const table of page.querySelectorAll("table")) {
        const grid = [...table.rows].map(() => []);
        [...table.rows].forEach((row, y) => {
            let x = 0;
            for (const cell of [...row.cells]) {
                while (grid[y][x]) x += 1;
                for (let down = 0; down < cell.rowSpan && grid[y + down]; down++) {
                    for (let across = 0; across < cell.colSpan; across++) {
                        grid[y + down][x + across] = down || across ? page.createElement("td") : cell;
                    }
                }
            }
        });
        [...table.rows].forEach((row, y) => row.replaceChildren(...Array.from(grid[y], (cell) => cell ?? page.createElement("td"))));
        for (const cell of table.querySelectorAll("[rowspan], [colspan]")) {
            cell.removeAttribute("rowspan");
            cell.removeAttribute("colspan");
        }
    }
    return page.body.innerHTML;
};

const textOf = (html) => {
    const page = new DOMParser().parseFromString(withoutStyles(html).replace(/<\/(p|h\d|li|tr|figcaption)>/g, "\n$&"), "text/html");
    return page.body.textContent.replace(/\n{2,}/g, "\n").trim();
};

/* Where pictures and tables can stand: a caption takes only words, and nothing replaces a picture;
   a table over some chosen cells would be cut to their number. */
const makeRoom = (editor, html) => {
    const { selection, tr } = editor.state;
    const end = endOfPicture(selection);
    const isOneLine = !/<(img|table|ul|ol|h\d|blockquote|figure|hr)\b|<p\b[\s\S]*<p\b/.test(html);
    if (end !== null && !(isOneLine && selection.$from.parent.inlineContent)) editor.view.dispatch(lineAt(tr, end));
    else if (selection.$anchorCell && /<t[dh]\b/.test(html)) {
        const first = Math.min(selection.$anchorCell.pos, selection.$headCell.pos);
        select(editor, pm.state.Selection.near(tr.doc.resolve(first + 1)));
    }
};

/* Puts HTML in at the selection, by simpler means where the editor fails; tells what it had to do. */
const put = (editor, html) => {
    makeRoom(editor, html);
    const ways = [
        [() => editor.view.pasteHTML(html), []],
        [() => editor.view.pasteHTML(divided(html)), [gettext("The merged cells of the table were divided, because it could not be put in otherwise.")]],
        [() => editor.view.pasteText(textOf(html)), [gettext("The table could not be put in here: its text was.")]],
    ];
    for (const [way, sentences] of ways) {
        try {
            way();
            return sentences;
        } catch (error) {
            if (!(error instanceof RangeError || error instanceof TypeError)) throw error;
        }
    }
    return [gettext("Nothing could be put in here. Paste it in an empty paragraph.")];
};

// --- alternative texts ----------------------------------------------------------------

const picturesIn = (doc) => {
    const found = [];
    doc.descendants((node, place) => {
        if (node.type.name === "image") found.push({ node, place });
    });
    return found;
};

/* Takes pictures out, each with the figure that it stands in. */
const takeOut = (tr, pictures) => {
    for (const { node, place } of pictures.toReversed()) {
        const at = tr.doc.resolve(place);
        const isInFigure = at.parent.type.name === "figure";
        const from = isInFigure ? at.before() : place;
        tr.delete(from, from + (isInFigure ? at.parent : node).nodeSize);
    }
};

/* Whoever does not want to say what they show does not want them; what stood there before stays. */
const askForTexts = async (editor, pictures, before) => {
    const fields = Object.fromEntries(
        pictures.map(({ src, alt }, number) => {
            const shown = Object.assign(document.createElement("img"), { src, alt: "", className: "editor-asked" });
            const title = interpolate(gettext("Alternative text of picture %s"), [number + 1]);
            // The picture stands where the dialog has a button beside its field.
            return [`picture${number}`, { type: "string", title, default: alt, picker: { button: shown, handler: () => {} } }];
        }),
    );
    const title = gettext("What do the pictures show?");
    const answers = await updateAttrsDialog(fields, { title, submitText: gettext("Keep") })(editor, {});
    editor.commands.focus();
    const { tr } = editor.state;
    const numberOf = ({ attrs }) => pictures.findIndex(({ src }) => attrs.src === src);
    const added = picturesIn(tr.doc).filter(({ node }) => !before.has(node) && numberOf(node) >= 0);
    if (!answers) takeOut(tr, added);
    else for (const { node, place } of added) tr.setNodeMarkup(place, null, { ...node.attrs, alt: answers[`picture${numberOf(node)}`].trim() });
    editor.view.dispatch(tr);
};

// --- pasting --------------------------------------------------------------------------

const takeIn = async (view, pictures) => {
    const all = pictures.filter(({ file }) => file);
    for (const [number, one] of all.entries()) {
        tell(view, [interpolate(gettext("Taking picture %s of %s into the library…"), [number + 1, all.length])]);
        Object.assign(one, await upload(one.file));
    }
    return all;
};

const assembled = (pieces, pictures, shown) => pieces.map((piece, number) => piece + (pictures[number] ? shown(pictures[number]) : "")).join("");

const shownPicture = ({ src, alt, tag }) => {
    if (src) return picture(src, alt);
    // A picture inside its own address may be larger than a request.
    return isInside(tag) ? picture("", alt) : tag;
};

const paste = async (editor, { pieces, pictures }) => {
    const { view } = editor;
    const takePlace = keepPlace(editor);
    const tried = await takeIn(view, pictures);
    const kept = tried.filter(({ src }) => src);
    const text = withFigures(
        (await cleaned(assembled(pieces, pictures, shownPicture))) ??
            withoutStyles(assembled(pieces, pictures, (one) => (one.src ? picture(one.src, one.alt) : mark(one.alt)))),
    );
    const place = takePlace();
    const takeCaret = place.eq(editor.state.selection) ? null : keepPlace(editor);
    if (takeCaret) select(editor, place);
    const lost = (text.match(MARK) ?? []).length - (assembled(pieces, [], () => "").match(MARK) ?? []).length;
    const reasons = new Set(tried.map(({ error }) => error).filter(Boolean));
    const before = new Set(picturesIn(editor.state.doc).map(({ node }) => node));
    tell(view, [...(kept.length ? [uploaded(kept.length)] : []), ...(lost > 0 ? [missing(lost), ...reasons] : []), ...put(editor, text)]);
    if (takeCaret) select(editor, takeCaret());
    if (kept.length) askForTexts(editor, kept, before);
};

/* Takes a clip over, if it is not one that the editor itself can read. */
const take = (editor, data) => {
    const html = data.getData("text/html");
    if (!html && !data.files.length) return false;
    const clip = read(data);
    if (!html && !clip.pictures.length) {
        tell(editor.view, [gettext("Only pictures can be put into the text. Add other files as attachments.")]);
        return true;
    }
    if (html.includes("data-pm-slice") && !clip.pictures.length) {
        tell(editor.view, put(editor, html));
        return true;
    }
    pastes += 1;
    paste(editor, clip).finally(() => {
        pastes -= 1;
    });
    return true;
};

document.addEventListener("submit", (event) => {
    if (!pastes) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    setTimeout(() => event.target.requestSubmit(event.submitter), 200);
}, true);

const marksIn = (doc) => {
    const found = [];
    doc.descendants((node, place) => {
        for (const { 0: text, index } of node.isText ? node.text.matchAll(MARK) : []) {
            found.push(Decoration.inline(place + index, place + index + text.length, { class: "missing-picture" }));
        }
    });
    return DecorationSet.create(doc, found);
};

export const Pasting = Extension.create({
    name: "pasting",
    priority: 1000, // before tables take what is pasted

    onCreate() {
        const notice = document.createElement("div");
        notice.className = "editor-notice";
        notice.setAttribute("role", "status");
        this.editor.view.dom.after(notice);
    },

    addProseMirrorPlugins() {
        const { editor } = this;
        return [
            new pm.state.Plugin({
                state: {
                    init: (_config, { doc }) => marksIn(doc),
                    apply: (tr, marks) => (tr.docChanged ? marksIn(tr.doc) : marks),
                },
                props: {
                    decorations(state) {
                        return this.getState(state);
                    },
                    transformPastedHTML: withoutStyles,
                    handlePaste: (_view, { clipboardData }) => clipboardData !== null && take(editor, clipboardData),
                    handleDrop: (view, { clientX, clientY, dataTransfer }, _slice, moved) => {
                        if (moved || view.dragging || dataTransfer.getData("text/html").includes("data-pm-slice")) return false;
                        const place = view.posAtCoords({ left: clientX, top: clientY });
                        if (place) select(editor, pm.state.Selection.near(view.state.doc.resolve(place.pos)));
                        return take(editor, dataTransfer);
                    },
                },
            }),
        ];
    },
});
