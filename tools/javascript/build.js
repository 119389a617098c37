// Bundles parts.js into codemirror.js of the page, and collects the licences of what is in it.

import { readFileSync, writeFileSync } from "node:fs";
import { build } from "esbuild";

const VENDOR = "../../grader/page/vendor";

const { metafile } = await build({
  entryPoints: ["parts.js"],
  outfile: `${VENDOR}/codemirror.js`,
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  legalComments: "none",
  metafile: true,
  banner: { js: "/* CodeMirror 6 and the packages named in LICENCES.txt, all under the MIT licence. */" },
});

const files = Object.entries(Object.values(metafile.outputs)[0].inputs);
const bundled = files.filter(([, { bytesInOutput }]) => bytesInOutput).map(([path]) => path);
const folders = new Set(bundled.flatMap((path) => path.match(/^node_modules\/(?:@[^/]+\/)?[^/]+/)?.[0] ?? []));
writeFileSync(`${VENDOR}/LICENCES.txt`, [...folders].sort().map(licence).join("\n\n"));

/** @param {string} folder Of a package. */
function licence(folder) {
  const { name, version } = JSON.parse(readFileSync(`${folder}/package.json`, "utf8"));
  return `${name} ${version}\n\n${readFileSync(`${folder}/LICENSE`, "utf8").trim()}\n`;
}
