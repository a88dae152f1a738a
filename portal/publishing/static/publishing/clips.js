/* What a clip holds: its HTML and, as far as the clipboard has them, the files of its pictures. It is
   read as text: of a parsed one the browser would check the styles against our policy. */
const PICTURE = /<img\b(?:[^>"']|"[^"]*"|'[^']*')*>/gi;
const OWN = /^\/files\/[\w-]{22}\//;
const SMALLEST = 200; // bytes; less is a dot that holds the place of a picture not yet loaded

const escaped = (text) => text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);

const unescaped = (text) => {
    const reader = document.createElement("textarea");
    reader.innerHTML = text;
    return reader.value;
};

const attribute = (tag, name) => {
    const found = tag.match(new RegExp(`\\s${name}\\s*=\\s*("[^"]*"|'[^']*'|[^\\s>]+)`, "i"));
    return found ? unescaped(found[1].replace(/^(["'])(.*)\1$/s, "$2")) : "";
};

/* The address of a picture, without our own host. */
const addressOf = (tag) => {
    const address = attribute(tag, "src").trim();
    return address.startsWith(`${location.origin}/files/`) ? address.slice(location.origin.length) : address;
};

export const isInside = (tag) => addressOf(tag).toLowerCase().startsWith("data:");

const hasText = (html) =>
    /\S/.test(html.replace(/<(style|title|xml)\b[\s\S]*?<\/\1>|<!--[\s\S]*?-->|<[^>]*>|&nbsp;/gi, ""));

export const withoutStyles = (html) =>
    html.replace(/<style\b[\s\S]*?<\/style>/gi, "").replace(/<[^>]+>/g, (tag) => tag.replace(/\s(style|align)\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)/gi, ""));

export const picture = (address, alt) => `<img src="${escaped(address)}" alt="${escaped(alt)}">`;

/* What the server puts in the place of a picture that we do not have. */
export const mark = (name) => {
    const plain = name.replace(/[[\]\s]+/g, " ").trim();
    return escaped(plain ? ` [thiếu ảnh: ${plain}] ` : " [thiếu ảnh] ");
};

// --- files ------------------------------------------------------------------------------

const named = (bytes, type) => (bytes.length < SMALLEST ? null : new File([bytes], `anh-dan.${type}`, { type: `image/${type}` }));

const fromAddress = (address) => {
    const [, type, coding, data] = address.match(/^data:image\/(\w+)[^;,]*((?:;[^,]*)?),([\s\S]*)$/i) ?? [];
    if (!type) return null;
    try {
        const plain = decodeURIComponent(data);
        const text = /;base64/i.test(coding) ? atob(plain) : plain;
        return named(Uint8Array.from(text, (character) => character.charCodeAt(0)), type.toLowerCase());
    } catch {
        return null;
    }
};

/* The text of a group of RTF without the groups in it. */
const groupAt = (rtf, start) => {
    const brace = /[{}]/g;
    brace.lastIndex = start + 1;
    let [text, depth, from] = ["", 1, start + 1];
    while (depth) {
        const found = brace.exec(rtf);
        if (!found) break;
        if (depth === 1) text += `${rtf.slice(from, found.index)} `;
        depth += found[0] === "{" ? 1 : -1;
        from = brace.lastIndex;
    }
    return text;
};

/* Word names files of its own in its HTML; the pictures are in the RTF, in the same order: not the
   copies for old programs, nor those of bullets. */
const fromRtf = (rtf) =>
    [...rtf.matchAll(/(\\(?:nonshppict|listpicture)\s*(?:\{\\\*\\shppict\s*)?)?(\{\\pict\b)/g)]
        .filter(([, before]) => !before)
        .map(({ 0: { length }, 2: start, index }) => groupAt(rtf, index + length - start.length))
        .filter((group) => !/\\wmetafile/.test(group))
        .map((group) => {
            const type = group.match(/\\(png|jpeg)blip\b/)?.[1];
            const digits = group.replace(/\\[a-z]+(-?\d+)? ?/gi, "").replace(/[^\da-f]/gi, "");
            return type ? named(Uint8Array.from(digits.match(/../g) ?? [], (pair) => parseInt(pair, 16)), type) : null;
        });

const filesOf = (addresses, html, images, rtf) => {
    // A picture beside text is a drawing of the whole clip, as Excel makes it.
    if (addresses.length === 1 && images.length && !hasText(html)) return images;
    const ofWord = fromRtf(rtf);
    const isOfWord = (address) => /^file:/i.test(address);
    const isComplete = ofWord.length === addresses.filter(isOfWord).length;
    return addresses.map((address) => {
        if (isOfWord(address)) return isComplete ? ofWord.shift() : null;
        return fromAddress(address);
    });
};

/* A clip as {pieces, pictures}: HTML, and between its pieces pictures that are not ours, each as
   {alt, tag, file}, the file null where the clipboard does not have it. */
export const read = (data) => {
    const images = [...data.files].filter((file) => file.type.startsWith("image/"));
    const html = data.getData("text/html");
    if (!html) {
        const pictures = images.map((file) => ({ alt: "", tag: picture(file.name, ""), file }));
        return { pieces: ["<figure>", ...pictures.slice(1).map(() => "</figure><figure>"), "</figure>"], pictures };
    }
    const pieces = [""];
    const tags = [];
    let from = 0;
    for (const { 0: tag, index } of html.matchAll(PICTURE)) {
        pieces[pieces.length - 1] += html.slice(from, index);
        from = index + tag.length;
        if (OWN.test(addressOf(tag))) pieces[pieces.length - 1] += picture(addressOf(tag), attribute(tag, "alt"));
        else {
            tags.push(tag);
            pieces.push("");
        }
    }
    pieces[pieces.length - 1] += html.slice(from);
    const files = filesOf(tags.map(addressOf), html, images, data.getData("text/rtf"));
    const pictures = tags.map((tag, number) => ({ alt: attribute(tag, "alt"), tag, file: files[number] ?? null }));
    return { pieces, pictures };
};
