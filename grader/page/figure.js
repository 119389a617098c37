/** A figure that a cell has drawn, as an element of the page, so that it takes the page's colours like the built ones. */

let drawn = 0;

/**
 * Make an element of an SVG document.
 * @param {string} text
 * @param {string} alt What it shows, in words.
 * @returns {SVGSVGElement | null} Null if the text is no such document.
 */
export function figureFrom(text, alt) {
  const root = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
  if (!(root instanceof SVGSVGElement)) return null;
  // matplotlib's style sheet is for "*", which here would be all pictures
  root.querySelectorAll("metadata, style, script").forEach((node) => node.remove());
  root.style.cssText += "stroke-linejoin:round;stroke-linecap:butt";
  giveOwnIds(root, `drawn-${(drawn += 1)}-`);
  for (const side of ["width", "height"]) inPixels(root, side);
  root.setAttribute("class", "figure");
  root.setAttribute("role", "img");
  root.setAttribute("aria-label", alt);
  return root;
}

/**
 * @param {SVGSVGElement} root
 * @param {string} prefix
 */
function giveOwnIds(root, prefix) {
  for (const node of root.querySelectorAll("*")) {
    for (const attribute of node.attributes) {
      if (attribute.name === "id") attribute.value = prefix + attribute.value;
      else if (attribute.localName === "href" && attribute.value.startsWith("#")) {
        attribute.value = `#${prefix}${attribute.value.slice(1)}`;
      } else if (attribute.value.includes("url(#")) attribute.value = attribute.value.replaceAll("url(#", `url(#${prefix}`);
    }
  }
}

/**
 * @param {SVGSVGElement} root
 * @param {string} side
 */
function inPixels(root, side) {
  const points = /^([\d.]+)pt$/.exec(root.getAttribute(side) ?? "")?.[1];
  if (points) root.setAttribute(side, String(Math.round((Number(points) * 96) / 72)));
}
