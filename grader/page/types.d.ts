/**
 * The shapes that the scripts of a page share: what the book tells them, what the browser keeps, and what passes
 * between a page and the worker in which Python runs. Nothing of this file reaches the site.
 */

// What the book tells: the JSON in #course-page.

export type Page = ExercisesPage | LessonPage | CoverPage | OtherPage;

/** What every page knows. */
interface AnyPage {
  /** The way from the page to the site's root: "../../". */
  root: string;
  /** The course's name in the browser's storage; the site's path comes with it. */
  storage: string;
}

export interface OtherPage extends AnyPage {
  kind: "other";
}

/** The first page, with a network on it. */
export interface CoverPage extends AnyPage {
  kind: "cover";
  /** The exercises whose functions that network runs with. */
  uses: string[];
}

/** A page with cells that can run. */
interface CellsPage extends AnyPage {
  /** The chapter's assignment, "04-losses"; on other pages the name of their folder. */
  assignment: string;
  /** Where a lesson's cells run, beside what they read. */
  folder: string;
  /** The zip with the packages that cells import, from the site's root. */
  packages: string;
  /** Where Pyodide is, from the site's root or as a whole address. */
  pyodide: string;
  /** The zip with the chapter's release, from the site's root. */
  archive?: string;
  /** What files of it must be: "sha256-...", by name. */
  digests: Record<string, string>;
  /** Which Python and NumPy that is. */
  versions: { Python: string; NumPy: string };
  /** What the course's readers can import besides the standard library. */
  modules: string[];
  exercises: ExerciseEntry[];
  cells: CellText[];
}

export interface LessonPage extends CellsPage {
  kind: "lesson";
  /** Whether the site publishes no solutions, and cells run with what the reader wrote in their place. */
  ownFunctions?: boolean;
  /** The exercises whose functions its cells run with, if there are any and the site publishes solutions. */
  uses?: string[];
}

/** The reader's answers that a lesson runs with, and those that do not pass yet: their texts, by name. */
export interface OwnAnswers {
  passed: Record<string, string>;
  failing: Record<string, string>;
}

export type RunnablePage = ExercisesPage | LessonPage;

export interface ExercisesPage extends CellsPage {
  kind: "exercises";
  /** The chapter's number. */
  chapter: number;
  /** Which release the page shows, in 12 hexadecimal digits. */
  release: string;
  /** The released notebook, from the site's root. */
  notebook: string;
  archive: string;
  /** The questions that are answered in words. */
  freeTexts: FreeText[];
  /** The file with the chapter's solutions, from the site's root, if the site publishes them. */
  solutions?: string;
}

/** What an answer is compared with: the course's function, and one in another style with what is said of it, or "". */
export interface Solution {
  reference: string;
  variant: string;
  comment: string;
}

export interface ExerciseEntry {
  name: string;
  points: number;
}

/** A question that is answered in words, which a person grades. */
export interface FreeText extends ExerciseEntry {
  /** What stands in the place of the answer until there is one. */
  source: string;
}

/**
 * "setup" imports what all need, "carry-over" asks for functions of earlier chapters, a "plain" cell is there to be
 * read and run, a "hidden" one is not shown. A "scratch" cell is made by the page, for the example of a failed check.
 */
export type CellKind = "setup" | "carry-over" | "exercise" | "plain" | "hidden" | "scratch";

/** A cell as it was released. */
export interface CellText {
  id: string;
  kind: CellKind;
  /** Of an exercise. */
  name: string | null;
  source: string;
  /** Of a carry-over cell: the functions that it asks for. */
  names?: string[];
  /** Whether it does nothing but draw. */
  draws?: boolean;
}

// What the browser keeps.

export type Outcome = "passed" | "partial" | "failed" | "error";

/** An answer. */
export interface Entry {
  source: string;
  /** The released text under which it was written. */
  stub: string | null;
  /** What the last check said. */
  outcome: Outcome | null;
  points: number | null;
  /** The text that was checked then. */
  checked: string | null;
  /** When it last changed, in milliseconds since 1970. */
  when: number;
}

/** A text that an answer once had. */
export interface Version {
  text: string;
  /** When it was last run, checked or taken away, in milliseconds since 1970. */
  when: number;
  /** What its last check said, if it was checked, and in which release. */
  outcome: Outcome | null;
  points: number | null;
  release: string;
}

/** A chapter: its answers, and what pages need that show its progress and know nothing else of it. */
export interface ChapterRecord {
  release: string;
  /** The points of the chapter's exercises. */
  exercises: Record<string, number>;
  /** The points of its questions that are answered in words. */
  freeTexts: Record<string, number>;
  answers: Record<string, Entry>;
}

/** How far a reader is: what passes of the exercises, and what is written of the answers in words. */
export interface Counts {
  passed: number;
  exercises: number;
  written: number;
  freeTexts: number;
}

// What passes between a page and its worker.

/** What the page asks for. */
export type PageRequest =
  | ({ do: "start" } & StartRequest)
  | { do: "enter"; fresh: boolean }
  | { do: "needs"; sources: string[]; others: string[] }
  | ({ do: "run" } & RunRequest)
  | ({ do: "check" } & CheckRequest);

/** The addresses of what Python needs. */
export interface StartRequest {
  pyodideUrl: string;
  /** The names of those of its files that are asked for at once. */
  files: string[];
  /** What files must be, by address: "sha256-...", in base 64. */
  digests: Record<string, string>;
  /** Of zips; Python runs in the last one. */
  archives: string[];
  /** Of the modules of the session. */
  sources: string[];
  /** The folder of the last zip in which cells run. */
  folder: string;
  /** Texts of the reader's functions, if cells run with them in place of the course's. */
  written: string[] | null;
  /** The reader's functions, if the reader wants them in place of the course's. */
  own: OwnAnswers | null;
  /** Whether to pass by what the browser has kept, since that was wrong. */
  anew: boolean;
}

/** A file did not come; it is another one; nothing comes any more; or nothing of the kind may run. */
export type LoadReason = "network" | "wrong" | "silence" | "policy";

export interface RunRequest {
  /** How tracebacks name the cell. */
  filename: string;
  source: string;
  /** The function that the cell is to define, if it is an exercise. */
  name: string | null;
  /** Whether the cell runs for what it defines only. */
  quiet: boolean;
}

export interface CheckRequest {
  name: string;
  source: string;
  /** The functions of earlier chapters that the page asks for. */
  carried: string[];
  /** The exercises that are as they were released. */
  stubs: string[];
  /** What the course's readers can import besides the standard library. */
  modules: string[];
}

/** What the worker answers, once or several times; a result or a failure is the last. */
export interface Reply {
  /** Of the request. */
  id: number;
  progress?: Download;
  output?: Output;
  failure?: { stage: "load" | "python"; reason: LoadReason | null; message: string };
  result?: unknown;
}

/** A part of a file that has come. */
export interface Download {
  name: string;
  bytes: number;
}

export interface Output {
  kind: "stream" | "text" | "html" | "svg" | "png";
  text: string;
  /** Of a stream: "stdout" or "stderr". */
  name?: string;
}

/** How a cell ended. */
export interface RunResult {
  error: CellError | null;
  /** Of a cell that ran with the reader's functions: which of them it called, and what failing ones do otherwise. */
  own?: { used: string[]; differ: Record<string, string> };
}

/** An error of the reader's code. */
export interface CellError {
  type: string;
  message: string;
  /** All that the reader should see of it. */
  text: string;
  /** The exercise that is still to be written, if that is the error. */
  unwritten: string | null;
}

/** What a check found out. It comes as HTML, or as a sentence if there was nothing to check. */
export interface Report {
  outcome: Outcome;
  points: number;
  html?: string;
  says?: string;
  /** Functions of earlier chapters, and exercises of this one, that the answer calls and that are not there. */
  missing: string[];
  unwritten: string[];
  /** Sentences about what may not run where it is graded. */
  remarks: string[];
}

/** How far loading is: `share` counts from 0 to 1, and is null where nothing is counted. */
export interface Progress {
  text: string;
  share: number | null;
}

// What the worker uses of Pyodide, which has no types where it is loaded from.

export interface Pyodide {
  loadedPackages: Record<string, string>;
  FS: { mkdirTree(path: string): void; chdir(path: string): void; writeFile(path: string, text: string): void };
  setStdin(options: { error: boolean }): void;
  unpackArchive(content: ArrayBuffer, format: string, options: { extractDir: string }): void;
  pyimport(name: string): any;
  toPy(value: unknown): unknown;
  loadPackagesFromImports(code: string, options: Record<string, (text: string) => void>): Promise<unknown>;
}

/** The class `Reader` of reader.py, whose results are proxies of Python's. */
export interface Reader {
  install(): void;
  enter(fresh: boolean): void;
  needs(sources: unknown, others: unknown): boolean;
  packages(source: string, quiet: boolean): unknown;
  run(filename: string, source: string, name: string | null, quiet: boolean): unknown;
  report(name: string, source: string, carried: unknown, stubs: unknown, modules: unknown): unknown;
}
