export * from "../../../tools/javascript/parts.js"; // codemirror.js is a bundle of these
