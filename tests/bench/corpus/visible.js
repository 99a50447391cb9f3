// What a reader sees of the page, as texts: words that are drawn, words that are not, alternative texts, targets of links.
(() => {
  const UNSEEN = new Set(["SCRIPT", "STYLE", "TITLE", "TEMPLATE", "NOSCRIPT", "OPTION", "NOFRAMES", "IFRAME", "OBJECT"]);
  const TARGET = /^\s*(https?|mailto|tel):/i;
  const known = new Map();
  const drawn = (element) => {
    if (!element || element === document.documentElement) return true;
    if (known.has(element)) return known.get(element);
    const style = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    const clips = style.overflowX !== "visible" || style.overflowY !== "visible";
    const is = style.display !== "none" && parseFloat(style.opacity) > 0.01 &&
      !(clips && style.display !== "inline" && (box.width < 1 || box.height < 1)) && drawn(element.parentElement);
    known.set(element, is);
    return is;
  };
  const read = (text) => {
    const element = text.parentElement;
    if (UNSEEN.has(element.tagName)) return null;
    const style = getComputedStyle(element);
    if (!drawn(element) || style.visibility !== "visible" || parseFloat(style.fontSize) <= 1) return false;
    if (element.tagName === "TEXTAREA") return true; // it is drawn as a value, not as this text
    const range = document.createRange();
    range.selectNodeContents(text);
    return [...range.getClientRects()].some((box) => box.width > 0 && box.height > 0 && box.right > 0 && box.bottom > 0);
  };
  const tiny = (image) => ["width", "height"].some((side) => {
    const said = image.getAttribute(side) || image.style[side] || "";
    return said !== "" && !said.includes("%") && parseFloat(said) <= 3;
  });
  const visible = [], hidden = [], alts = [], links = new Set();
  const keep = (element) => {
    const link = element.closest("a[href]");
    if (link && TARGET.test(link.getAttribute("href"))) links.add(link.getAttribute("href"));
  };
  // Words go on across inline elements and comments; anything else parts them.
  const visit = (node) => {
    if (node.nodeType === Node.TEXT_NODE) {
      const is = read(node);
      if (is === null) return;
      (is ? visible : hidden).push(node.data);
      if (is && node.data.trim()) keep(node.parentElement);
    } else if (node.nodeType === Node.ELEMENT_NODE) {
      const parts = node.tagName === "BR" || getComputedStyle(node).display !== "inline" ? "\n" : "";
      visible.push(parts);
      hidden.push(parts);
      for (const child of node.childNodes) visit(child);
      visible.push(parts);
      hidden.push(parts);
    }
  };
  visit(document.body);
  for (const image of document.images) {
    if (!drawn(image.parentElement) || getComputedStyle(image).display === "none" || tiny(image)) continue;
    alts.push(image.alt || image.title || "");
    keep(image);
  }
  return { visible: visible.join(""), hidden: hidden.join(""), alts: alts.join("\n"), links: [...links] };
})();
