/**
 * Characters that come with code copied from a web page, a PDF or a word processor, and that Python cannot read. What is
 * handed in is treated alike: grader/intake/characters.py.
 */

const SPACES = /[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/g;
const INVISIBLE = /[\u00ad\u200b-\u200f\u2060\ufeff]/g;
const MINUS = "\u2212";
/** @type {Record<string, string>} */
const QUOTES = { "\u201c": '"', "\u201d": '"', "\u201e": '"', "\u2018": "'", "\u2019": "'", "\u201a": "'" };
// a comment, strings, what is between curly quotes, a minus; each ends with the line or the text at the latest
const TOKEN =
  /#[^\n]*|'''(?:[^\\]|\\.)*?(?:'''|$)|"""(?:[^\\]|\\.)*?(?:"""|$)|'(?:[^'\\\n]|\\.)*'?|"(?:[^"\\\n]|\\.)*"?|[“”„][^“”"\n]*[“”"]?|[‘’‚][^‘’'\n]*[‘’']?|\u2212/gs;

/**
 * Code with plain spaces, quotes and signs, and nothing in it that is not seen; strings and comments keep theirs.
 * @param {string} text
 */
export function tidied(text) {
  const plain = text.replace(SPACES, " ").replace(INVISIBLE, "");
  return plain.replace(/^[ \t]*\t/gm, (indent) => indent.replaceAll("\t", "    ")).replace(TOKEN, plainToken);
}

/** @param {string} token */
function plainToken(token) {
  if (token === MINUS) return "-";
  if (!(token[0] in QUOTES)) return token;
  const last = token.length > 1 ? (token.at(-1) ?? "") : "";
  return QUOTES[token[0]] + token.slice(1, -1) + (QUOTES[last] ?? last);
}
